"""Why a reviewer looks at one post before another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from tabard.accreditation.models import Accreditation, AccreditationState
from tabard.checks.api import About, Level, all_checks
from tabard.composing.models import Finding, FindingState, Message, MessageState
from tabard.council.models import Occasion, OccasionKind

# What goes within this time is looked at before the rest.
SOON = timedelta(hours=4)
# So long after they were accredited somebody is new.
NEW = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the posts that wait, and of their authors, in a few queries for all."""

    personal: set[int]
    dismissed: set[int]
    experienced: set[int]
    new: set[int]
    elections: list[Occasion]


def reasons_to_look_first(messages: Iterable[Message], now: datetime) -> dict[int, list[str]]:
    """Give for each message every reason to look at it before others, the gravest first."""
    messages = list(messages)
    known = _known(messages, now)
    return {one.pk: list(_reasons(one, known, now)) for one in messages}


def noticed_among(messages: Iterable[Message]) -> set[int]:
    """Give those of these messages about which checks noticed something that is not heeded."""
    left = Finding.objects.filter(message__in=messages).exclude(state=FindingState.HEEDED)
    return set(left.values_list("message_id", flat=True))


def _known(messages: list[Message], now: datetime) -> _Known:
    numbers = [one.pk for one in messages]
    authors = {one.author_id for one in messages}
    left = Finding.objects.filter(message__in=numbers).exclude(state=FindingState.HEEDED)
    personal = [name for name, kind in all_checks().items() if kind.about == About.PERSONAL]
    noticed = list(left.values_list("message_id", "check_name", "level", "state"))
    gone = Message.objects.filter(author__in=authors, state=MessageState.APPROVED)
    accredited = Accreditation.objects.filter(
        person__in=authors, state=AccreditationState.ACTIVE, since__gt=now - NEW
    )
    return _Known(
        personal={one for one, check, _, _ in noticed if check in personal},
        dismissed={
            one
            for one, _, level, state in noticed
            if level == Level.WARNING and state == FindingState.DISMISSED
        },
        experienced=set(gone.values_list("author_id", flat=True)),
        new=set(accredited.values_list("person_id", flat=True)),
        elections=list(
            Occasion.objects.filter(
                kind=OccasionKind.ELECTION, last_day__gte=timezone.localdate(now)
            )
        ),
    )


def _reasons(message: Message, known: _Known, now: datetime) -> Iterator[str]:
    if message.due_at is not None and message.due_at <= now + SOON:
        yield "it is due soon" if message.due_at > now else "its time has passed"
    if message.pk in known.personal:
        yield "a check noticed personal data"
    pictures = message.shown
    if any(one.shows_children for one in pictures):
        where = "its picture" if len(pictures) == 1 else "one of its pictures"
        yield f"children can be recognised in {where}"
    day = timezone.localdate(message.due_at or now)
    days = [one for one in known.elections if one.first_day <= day <= one.last_day]
    yield from (f"it goes in the days of “{one.name}”" for one in days)
    if message.pk in known.dismissed:
        yield "its author kept what a check warns of, and said why"
    if message.experiment_id is not None:
        yield "it is part of an experiment"
    yield from _of_author(message, known)


def _of_author(message: Message, known: _Known) -> Iterator[str]:
    if message.author_id not in known.experienced:
        yield "its author has not posted before"
    elif message.author_id in known.new:
        yield "its author is new"
