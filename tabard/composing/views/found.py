"""Finding the message that a page is about."""

import re

from django.shortcuts import get_object_or_404

from tabard.common.rules import insist
from tabard.composing import rules
from tabard.composing.models import Message
from tabard.people.requests import StaffRequest


def own(message_id: int) -> Message:
    """Give a message with what its pages show of it."""
    return get_object_or_404(
        Message.objects.select_related("author").prefetch_related("versions__account", "pictures"),
        pk=message_id,
    )


def begun(request: StaffRequest) -> Message | None:
    """Find the draft that a preview is of, if there is one yet."""
    found = number(request.POST.get("message", ""))
    if found is None:
        return None
    message = own(found)
    insist(rules.may_change(request.user, message))
    return message


def number(text: str) -> int | None:
    """Read the number of a message, which is never as long as a request can be."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None
