"""Suspensions that are open, and what is still to be done about them."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from tabard.accreditation.models import Accreditation, Suspension
from tabard.people.models import Person

# How long the person has to be told, and to say that they have read it, before people are chased.
FIRST_CHASED_AFTER = timedelta(days=1)


def suspensions() -> QuerySet[Suspension]:
    """Give every suspension with the people it names."""
    return Suspension.objects.select_related("accreditation", "person__service", "by", "told_by")


def open_suspension(accreditation: Accreditation) -> Suspension | None:
    """Give the suspension of an accreditation that has not ended."""
    return suspensions().filter(accreditation=accreditation, ended_at=None).first()


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


def overdue(today: date) -> QuerySet[Suspension]:
    """Give the open suspensions at which nobody has looked again by their day."""
    return suspensions().filter(ended_at=None, review_on__lt=today)
