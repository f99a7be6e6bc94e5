"""Who is away today, and who acts for whom."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from tabard.people.models import Absence, Person, StandIn


def acts_for(person: Person) -> set[int]:
    """Give the ids of those for whom somebody acts as line manager today."""
    return set(acted_for(person))


def acted_for(person: Person) -> QuerySet[StandIn, int]:
    """Give the same ids, to be asked for inside another question."""
    return _today().filter(stands_in=person).values_list("person_id", flat=True)


def stand_ins_for(person: Person) -> QuerySet[Person]:
    """Give those who act as line manager for somebody today, if they are still on the staff."""
    acting = _today().filter(person=person).values("stands_in")
    return Person.objects.filter(pk__in=acting, is_active=True)


def is_away(person: Person, on: date | None = None) -> bool:
    """Say whether somebody is away on a day; today unless another is named."""
    day = on or localdate()
    last = Q(until__isnull=True) | Q(until__gte=day)
    absences = Absence.objects.filter(last, person=person, since__lte=day)
    return absences.filter(called_off_at__isnull=True).exists()


def absences_of(person: Person) -> QuerySet[Absence]:
    """Give the absences of somebody that go on or are to come, the next first."""
    last = Q(until__isnull=True) | Q(until__gte=localdate())
    open_ones = Absence.objects.filter(last, person=person, called_off_at__isnull=True)
    return open_ones.order_by("since")


def absences_ever(person: Person) -> QuerySet[Absence]:
    """Give every absence of somebody that was not called off."""
    return Absence.objects.filter(person=person, called_off_at__isnull=True)


def days_away(absences: Iterable[Absence], since: date, until: date) -> int:
    """Count the days from one to another, both included, on which somebody was away."""
    spans = (
        (max(since, one.since), min(until, one.until) if one.until else until) for one in absences
    )
    return sum(max(0, (last - first).days + 1) for first, last in spans)


def team_of(person: Person) -> QuerySet[Person]:
    """Give those who report to somebody, with whether they are away today; one query."""
    today = localdate()
    last = Q(until__isnull=True) | Q(until__gte=today)
    away = Absence.objects.filter(last, person=OuterRef("pk"), since__lte=today)
    team = Person.objects.filter(manager=person, is_active=True)
    return team.annotate(is_away_today=Exists(away.filter(called_off_at__isnull=True)))


def named_by(person: Person) -> QuerySet[StandIn]:
    """Give who stands in for somebody, now or later, the next first."""
    return _not_over().filter(person=person).select_related("stands_in").order_by("since")


def named_for(person: Person) -> QuerySet[StandIn]:
    """Give for whom somebody stands in, now or later, the next first."""
    return _not_over().filter(stands_in=person).select_related("person").order_by("since")


def _not_over() -> QuerySet[StandIn]:
    return StandIn.objects.filter(until__gte=localdate(), ended_at__isnull=True)


def away_among(people: Collection[int]) -> set[int]:
    """Give which of these people are away today, in one query."""
    return set(away_today().filter(person__in=people).values_list("person_id", flat=True))


def away_today() -> QuerySet[Absence]:
    """Give the absences of today that were not called off."""
    last = Q(until__isnull=True) | Q(until__gte=localdate())
    return Absence.objects.filter(last, since__lte=localdate(), called_off_at__isnull=True)


def stand_ins_among(people: Collection[int]) -> dict[int, int]:
    """Give who acts today for which of these people, in one query."""
    acting = _today().filter(person__in=people, stands_in__is_active=True)
    return dict(acting.values_list("person_id", "stands_in_id"))


def _today() -> QuerySet[StandIn]:
    today = localdate()
    return _not_over().filter(since__lte=today)
