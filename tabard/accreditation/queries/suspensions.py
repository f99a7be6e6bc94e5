"""Suspensions that are open, and what is still to be done about them."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from tabard.accreditation.models import Accreditation, Suspension
from tabard.accreditation.queries.accreditations import concerned_by
from tabard.accreditation.queries.ladder import is_near
from tabard.people.models import Person
from tabard.people.queries import appeal_panel, line_of, programme_team

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

    Of those whose person asked somebody else to look, only people next to them in the line are
    left out, so that it can be counted on every page.
    """
    if not (person.runs_the_pilot or person.oversees):
        return Suspension.objects.none()
    waits = Q(told_at=None) | Q(review_on__lt=timezone.localdate())
    asked = Q(asked_at__isnull=False, heard_at=None) & ~is_near(person) & ~Q(by=person)
    return open_suspensions().exclude(person=person).filter(waits | asked)


def suspensions_to_read(person: Person) -> QuerySet[Suspension]:
    """Give the open suspension of somebody who has not said that they read it."""
    return open_suspensions().filter(person=person, read_at=None)


def told_of_the_side(suspension: Suspension) -> list[int]:
    """Give the ids of whoever suspended, and of the programme team, but not of the person."""
    told = {suspension.by_id, *programme_team().values_list("pk", flat=True)}
    return sorted(told - {suspension.person_id})


def who_can_hear(suspension: Suspension) -> list[int]:
    """Give the ids of those who look at it again if the person asks somebody else to."""
    apart = [suspension.person_id, suspension.by_id, *line_of(suspension.person)]
    return list(appeal_panel().exclude(pk__in=apart).values_list("pk", flat=True))


def told_of_suspension(accreditation: Accreditation) -> list[int]:
    """Give the ids of the person, of their line manager, and of those who look after it."""
    return [*concerned_by(accreditation), *appeal_panel().values_list("pk", flat=True)]
