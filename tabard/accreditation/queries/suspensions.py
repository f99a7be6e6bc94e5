"""Suspensions that are open, and what is still to be done about them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from tabard.accreditation.models import Accreditation, Suspension
from tabard.accreditation.queries.accreditations import concerned_by
from tabard.accreditation.queries.ladder import in_line_with
from tabard.people.models import Person
from tabard.people.queries import appeal_panel, away_among, lines_of, programme_team

# How long the person has to be told, and to say that they have read it, before people are chased.
FIRST_CHASED_AFTER = timedelta(days=1)


def suspensions() -> QuerySet[Suspension]:
    """Give every suspension with the people it names."""
    return Suspension.objects.select_related(
        "accreditation", "person__service", "by", "told_by", "heard_by"
    )


def suspension_of(person: Person) -> Suspension | None:
    """Give the suspension of somebody that has not ended."""
    return suspensions().filter(person=person, ended_at=None).first()


def to_chase(now: datetime, days: int) -> QuerySet[Suspension]:
    """Give the open suspensions of which something is still to be done, and people not told so.

    The person has not been told, or has not said that they read it, a day after; or the day to
    look again is over.
    """
    today = timezone.localdate(now)
    due = Q(since__lte=now - FIRST_CHASED_AFTER) & (Q(told_at=None) | Q(read_at=None))
    quiet = Q(chased_on=None) | Q(chased_on__lte=today - timedelta(days=days))
    return Suspension.objects.filter(due | Q(review_on__lt=today), quiet, ended_at=None)


def open_suspensions() -> QuerySet[Suspension]:
    """Give the suspensions that have not ended, by the day to look at them again."""
    return suspensions().filter(ended_at=None).order_by("review_on", "pk")


def suspensions_to_tend(person: Person) -> QuerySet[Suspension]:
    """Give the open suspensions of others that wait for this person to tell, or to look again.

    Those who suspended, or are in line with the person, do not look at it as somebody else.
    """
    if not (person.runs_the_pilot or person.oversees):
        return Suspension.objects.none()
    waits = Q(told_at=None) | Q(review_on__lt=timezone.localdate())
    asked = Q(asked_at__isnull=False, heard_at=None) & ~in_line_with(person) & ~Q(by=person)
    return open_suspensions().exclude(person=person).filter(waits | asked)


def suspensions_to_read(person: Person) -> QuerySet[Suspension]:
    """Give the open suspension of somebody who has not said that they read it."""
    return open_suspensions().filter(person=person, read_at=None)


def told_of_the_side(suspension: Suspension) -> list[int]:
    """Give the ids of whoever suspended, and of the programme team, but not of the person."""
    told = {suspension.by_id, *programme_team().values_list("pk", flat=True)}
    return sorted(told - {suspension.person_id})


@dataclass(frozen=True, slots=True)
class Hearers:
    """Who can look at suspensions again as somebody else, looked up for many at once."""

    panel: Sequence[int]
    # Those of them who are away today.
    away: Collection[int]
    lines: Mapping[int, Collection[int]]

    def of(self, suspension: Suspension) -> list[int]:
        """Give the ids of those who can answer its person, also while they are away."""
        apart = {suspension.person_id, suspension.by_id, *self.lines[suspension.person_id]}
        return [one for one in self.panel if one not in apart]

    def is_there_nobody(self, suspension: Suspension) -> bool:
        """Say whether nobody of them is here today."""
        return all(one in self.away for one in self.of(suspension))

    def those_who_help(self, suspension: Suspension) -> list[int]:
        """Give the ids of those who see to it that somebody can."""
        return [one for one in self.panel if one != suspension.person_id]


def hearers_of_suspensions(suspensions: Collection[Suspension]) -> Hearers:
    """Look up who can look again at some suspensions, in three queries."""
    panel = list(appeal_panel().values_list("pk", flat=True))
    return Hearers(panel, away_among(panel), lines_of(one.person_id for one in suspensions))


def to_remind_of_asking(told_by: date) -> QuerySet[Suspension]:
    """Give the suspensions whose person waits for somebody else, told of by a day at the latest."""
    told = Q(hearers_told_on=None) | Q(hearers_told_on__lte=told_by)
    return Suspension.objects.filter(
        told, asked_at__isnull=False, heard_at=None, ended_at=None
    ).order_by("pk")


def told_of_suspension(accreditation: Accreditation) -> list[int]:
    """Give the ids of the person, of their line manager, and of those who look after it."""
    return [*concerned_by(accreditation), *appeal_panel().values_list("pk", flat=True)]
