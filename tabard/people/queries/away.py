"""Who is away today, and who acts for whom."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from tabard.people.models import Absence, Person, StandIn


def acts_for(person: Person) -> set[int]:
    """Give the ids of those for whom somebody acts as line manager today."""
    return set(_today().filter(stands_in=person).values_list("person_id", flat=True))


def stand_ins_for(person: Person) -> QuerySet[Person]:
    """Give those who act as line manager for somebody today, if they are still on the staff."""
    acting = _today().filter(person=person).values("stands_in")
    return Person.objects.filter(pk__in=acting, is_active=True)


def is_away(person: Person, on: date | None = None) -> bool:
    """Say whether somebody is away on a day; today unless another is named."""
    day = on or localdate()
    last = Q(until__isnull=True) | Q(until__gte=day)
    return Absence.objects.filter(last, person=person, since__lte=day).exists()


def _today() -> QuerySet[StandIn]:
    today = localdate()
    return StandIn.objects.filter(since__lte=today, until__gte=today, ended_at__isnull=True)
