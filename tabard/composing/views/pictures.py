"""The pictures of a message, for those who may see them, and their order."""

import re
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from tabard.common.rules import insist
from tabard.composing import actions, rules
from tabard.composing.models import LENGTH_OF_MARK, LinkedPage, Message, Picture
from tabard.composing.views.found import own
from tabard.people.requests import StaffRequest
from tabard.record.models import Blob

# In seconds; the page itself may be another tomorrow.
DAY = 86_400
# What the buttons beside a picture say to do with it.
BUTTON = re.compile(rf"(earlier|later|remove)-([0-9a-f]{{{LENGTH_OF_MARK}}})")

type Next = Callable[[StaffRequest, Message], HttpResponse]


def next_for(todo: str) -> Next | None:
    """Say what follows once a page is saved, if a button beside a picture was pressed."""
    found = BUTTON.fullmatch(todo)
    if found is None:
        return None
    if found[1] == "remove":
        return partial(_remove, mark=found[2])
    return partial(_move, mark=found[2], places=1 if found[1] == "later" else -1)


def _remove(request: StaffRequest, message: Message, *, mark: str) -> HttpResponse:
    actions.remove_picture(message, mark, by=request.user)
    messages.success(request, "The picture was removed. Everything else was saved.")
    return redirect("composing:edit", message.pk)


def _move(request: StaffRequest, message: Message, *, mark: str, places: int) -> HttpResponse:
    actions.move_picture(message, mark, by=request.user, places=places)
    return redirect(f"{reverse('composing:edit', args=[message.pk])}#picture-{mark}")


def _etag(_request: HttpRequest, shown: Picture) -> str:
    return f'"{shown.blob_id}"'


@require_safe
@cache_control(private=True, no_cache=True)
def picture(request: StaffRequest, message_id: int, mark: str) -> HttpResponse:
    """Give a picture of a message to those who may see the message."""
    message = own(message_id)
    insist(rules.may_see(request.user, message))
    shown = next((one for one in message.shown if one.mark == mark), None)
    if shown is None:
        raise Http404
    return _picture(request, shown)


@condition(etag_func=_etag)
def _picture(_request: HttpRequest, shown: Picture) -> HttpResponse:
    return _shown(shown.blob)


@require_safe
@cache_control(private=True, max_age=DAY)
def linked(_request: StaffRequest, page_id: int) -> HttpResponse:
    """Give the picture of a page that somebody links to, as anybody finds it there."""
    page = get_object_or_404(LinkedPage.objects.select_related("picture"), pk=page_id)
    return _shown(page.picture)


def _shown(blob: Blob | None) -> HttpResponse:
    if blob is None:
        raise Http404
    kept = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"}
    return HttpResponse(bytes(blob.content), content_type=blob.media_type, headers=kept)
