"""Saying that somebody looks at a post that waits, so that two do not read it at once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tabard.common.rules import insist
from tabard.composing import rules
from tabard.composing.models import Looking, Message
from tabard.composing.settings import LOOKING_MINUTES
from tabard.people.models import Person


@transaction.atomic
def look(message: Message, *, by: Person) -> None:
    """Let others see for some minutes that this person has the post open; what is over goes."""
    insist(rules.may_approve(by, message))
    now = timezone.now()
    Looking.objects.filter(until__lte=now).delete()
    until = now + timedelta(minutes=LOOKING_MINUTES.value)
    Looking.objects.bulk_create(
        [Looking(message=message, by=by, since=now, until=until)],
        update_conflicts=True,
        update_fields=["until"],
        unique_fields=["message", "by"],
    )
