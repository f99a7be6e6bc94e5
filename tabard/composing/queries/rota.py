"""Who is told of what waits for a review, and of which message they have to be reminded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, F, Q, QuerySet, When
from django.utils.timezone import localdate

from tabard.composing.models import Message, MessageState, ReviewDay
from tabard.composing.queries.messages import reviewers
from tabard.composing.settings import (
    ESCALATE_AFTER,
    ESCALATE_BEFORE,
    REMIND_AFTER,
    REMIND_BEFORE,
)
from tabard.council.queries import values
from tabard.people.models import Person
from tabard.people.queries import away_among

# Whoever has just handed something in needs nobody to be reminded of it.
AT_FIRST = timedelta(minutes=15)
# How often somebody is told of a message: its reviewers, then all of them, then its author.
REMINDED, ESCALATED, MISSED = 1, 2, 3


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who reviews, and who of them is told first today; looked up once for many messages."""

    # With their line manager, whose posts they do not review.
    reviewers: tuple[Person, ...]
    here: frozenset[int]
    first: frozenset[int]

    def all(self, author: int) -> list[int]:
        """Give everybody who could review a message of this author, as far as they are here."""
        could = [one.pk for one in self.reviewers if author not in {one.pk, one.manager_id}]
        return [one for one in could if one in self.here] or could

    def told(self, author: int) -> list[int]:
        """Give who is told first: those on the rota of today, or everybody where nobody is."""
        everybody = self.all(author)
        return [one for one in everybody if one in self.first] or everybody


def on_duty() -> OnDuty:
    """Look up who reviews today, in three queries."""
    people = tuple(reviewers())
    everybody = {one.pk for one in people}
    today = ReviewDay.objects.filter(weekday=localdate().weekday(), person__in=everybody)
    first = today.values_list("person_id", flat=True)
    return OnDuty(people, frozenset(everybody - away_among(everybody)), frozenset(first))


def to_be_chased(now: datetime) -> QuerySet[Message]:
    """Give what waits for a review so long, or goes so soon, that somebody has to be told of it.

    `step` is how far that has come by now: to those on the rota, to all, to its author.
    """
    settings = (REMIND_BEFORE, REMIND_AFTER, ESCALATE_BEFORE, ESCALATE_AFTER)
    hours = (timedelta(hours=one) for one in values(settings))
    remind_before, remind_after, escalate_before, escalate_after = hours
    missed = Q(due_at__lte=now)
    settled_in = Q(submitted_at__lte=now - AT_FIRST)
    escalate = Q(due_at__lte=now + escalate_before) | _untimed(now - escalate_after)
    remind = Q(due_at__lte=now + remind_before) | _untimed(now - remind_after)
    step = Case(
        When(missed, then=MISSED),
        When(settled_in & escalate, then=ESCALATED),
        When(settled_in & remind, then=REMINDED),
        default=0,
    )
    waiting = Message.objects.filter(state=MessageState.WAITING).annotate(step=step)
    soonest = F("due_at").asc(nulls_last=True)
    return waiting.filter(chased__lt=F("step")).order_by(soonest, "pk")


def _untimed(before: datetime) -> Q:
    return Q(due_at=None, submitted_at__lte=before)


def days_of(people: Iterable[Person]) -> dict[int, list[int]]:
    """Give for each of these people the days of the week on which they are told first."""
    days: dict[int, list[int]] = {one.pk: [] for one in people}
    for person, weekday in ReviewDay.objects.values_list("person_id", "weekday"):
        if person in days:
            days[person].append(weekday)
    return days
