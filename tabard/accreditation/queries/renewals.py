"""Renewals under way, whose turn it is, and what the nightly run has to do about them."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import TruncDate

from tabard.accreditation.models import (
    TO_BE_RENEWED,
    WITH_THE_PERSON,
    Accreditation,
    AccreditationState,
    ProposalState,
    Renewal,
    RenewalState,
    Rung,
    end_of,
)
from tabard.accreditation.queries.evidence import open_concerns
from tabard.common.locking import lock
from tabard.people.models import Absence, Person
from tabard.people.queries import acted_for, in_line_of, line_of, programme_team, stand_ins_for

# Of these the person has answered, one way or the other.
NOT_OPENED_AGAIN = {*TO_BE_RENEWED, RenewalState.GIVEN_UP}


def renewals() -> QuerySet[Renewal]:
    """Give every renewal with the people it names."""
    return Renewal.objects.select_related(
        *("accreditation__application", "person__service", "person__manager"),
        *("endorsed_by", "endorsed_for", "decided_by", "looks"),
    )


def under_way() -> QuerySet[Renewal]:
    """Give the renewals about which somebody still has to do something, the most urgent first."""
    return renewals().filter(state__in=TO_BE_RENEWED).order_by("accreditation__until", "pk")


def held_renewal(renewal: Renewal) -> Renewal:
    """Give a renewal as it is now, with its accreditation, held until the transaction ends.

    Everybody takes hold of the accreditation first, so that nobody waits for one another.
    """
    accreditation = lock(renewal.accreditation)
    now = lock(renewal)
    now.accreditation = accreditation
    return now


def renewal_of(person: Person) -> Renewal | None:
    """Give the renewal that a person has under way."""
    return under_way().filter(person=person).first()


def to_renew(person: Person) -> QuerySet[Renewal]:
    """Give the renewal in which it is this person's own turn."""
    return Renewal.objects.filter(
        person=person,
        state__in=WITH_THE_PERSON,
        accreditation__state=AccreditationState.ACTIVE,
    )


def renewals_for(person: Person) -> QuerySet[Renewal]:
    """Give the renewals that this person can endorse or decide now, in one query."""
    manager = Q(person__manager=person) | Q(person__manager__in=acted_for(person))
    mine = Q(state=RenewalState.SENT) & manager
    if person.runs_the_pilot:
        not_mine = ~Q(person__in=in_line_of(person)) & ~Q(endorsed_by=person)
        mine |= Q(state=RenewalState.ASKED) & not_mine
    going_on = under_way().filter(accreditation__state=AccreditationState.ACTIVE)
    return going_on.filter(mine).exclude(person=person)


def with_the_manager_of(renewal: Renewal) -> list[int]:
    """Give the ids of those who can endorse: the line manager and whoever stands in today."""
    manager = renewal.person.manager
    if manager is None:
        return []
    others = stand_ins_for(manager).exclude(pk=renewal.person_id)
    return [manager.pk, *others.values_list("pk", flat=True)]


def renewal_deciders(renewal: Renewal) -> list[int]:
    """Give the ids of those on the programme team who can decide a renewal."""
    part = filter(None, (renewal.person_id, renewal.endorsed_by_id))
    return list(
        programme_team().exclude(pk__in=[*part, *renewal.line]).values_list("pk", flat=True)
    )


def renewal_line(renewal: Renewal) -> list[int]:
    """Give everybody above and below the person as it is now, in one query."""
    return sorted(line_of(renewal.person))


def concerns_against(renewal: Renewal) -> int:
    """Count the concerns about the person that nobody has closed."""
    return open_concerns([renewal.person_id]).count()


def is_proposed_down(accreditation: Accreditation) -> bool:
    """Say whether a move down the ladder waits for the panel."""
    found = accreditation.proposals.filter(state=ProposalState.OPEN).first()
    order = list(Rung)
    return found is not None and order.index(Rung(found.to_rung)) < order.index(
        Rung(found.from_rung)
    )


# What the nightly run looks for.


def to_put_off(today: date, days: int, most: int) -> QuerySet[Any]:
    """Give the accreditations that would soon run out, while their people cannot renew them.

    They are away or suspended, and were so before it had run out. `away_until` is the last day of
    an absence that has one: then it is soon enough for as many days after that.
    """
    away = _absences(today).filter(person=OuterRef("person"), since__lte=OuterRef("last_day"))
    too_soon = Q(until=None) | Q(until__gt=OuterRef("last_day") - timedelta(days=days))
    suspended = Q(state=AccreditationState.SUSPENDED, until__gte=F("changed_at"))
    absent = Q(Exists(away.filter(too_soon)), state=AccreditationState.ACTIVE)
    soon = end_of(today + timedelta(days=days))
    found = _to_go_on().filter(suspended | absent, until__lt=soon, put_off_days__lt=most)
    found = found.filter(person__left_at=None)
    found = found.annotate(
        away_until=Case(
            When(state=AccreditationState.ACTIVE, then=Subquery(away.values("until")[:1])),
            output_field=DateField(),
        )
    )
    return found.filter(~_answered([RenewalState.GIVEN_UP]))


def to_open(today: date, days: int) -> QuerySet[Accreditation]:
    """Give the accreditations that can be renewed now, and of which nobody has said so yet."""
    soon = end_of(today + timedelta(days=days))
    found = _to_go_on().filter(_is_here(today), state=AccreditationState.ACTIVE, until__lte=soon)
    found = found.filter(person__is_active=True)
    return found.filter(~_answered(NOT_OPENED_AGAIN)).order_by("pk")


def _answered(states: Collection[RenewalState]) -> Exists:
    """Say of an accreditation whether its last renewal is in one of these states."""
    later = Renewal.objects.filter(accreditation=OuterRef("accreditation"), pk__gt=OuterRef("pk"))
    last = Renewal.objects.filter(~Exists(later), accreditation=OuterRef("pk"))
    return Exists(last.filter(state__in=states))


def _is_here(today: date) -> Q:
    return Q(~Exists(_absences(today).filter(person=OuterRef("person"))))


def _absences(today: date) -> QuerySet[Absence]:
    last = Q(until__isnull=True) | Q(until__gte=today)
    return Absence.objects.filter(last, since__lte=today, called_off_at__isnull=True)


def _to_go_on() -> QuerySet[Accreditation]:
    """Give the accreditations in force of those who stay for longer than they run."""
    in_force = Accreditation.objects.exclude(state=AccreditationState.ENDED)
    return in_force.annotate(last_day=TruncDate("until")).filter(_stays())


def _stays() -> Q:
    """Say of what has a `last_day` whether its person is on the staff for longer."""
    return Q(person__leaves_on=None) | Q(person__leaves_on__gt=F("last_day"))


def to_remind(now: datetime, today: date, steps: list[int]) -> QuerySet[Renewal]:
    """Give the renewals whose person is to be told that the days are getting few."""
    due = Q()
    for step in steps:
        soon = Q(accreditation__until__lte=end_of(today + timedelta(days=step)))
        due |= soon & (Q(told_with=None) | Q(told_with__gt=step))
    return _of_those_here(today).filter(
        due, state__in=WITH_THE_PERSON, accreditation__until__gt=now
    )


def to_tell_of_lapse(now: datetime, today: date) -> QuerySet[Renewal]:
    """Give the renewals whose accreditation has run out meanwhile, and nobody was told so."""
    later = Renewal.objects.filter(accreditation=OuterRef("accreditation"), pk__gt=OuterRef("pk"))
    return _of_those_here(today).filter(
        ~Exists(later),
        state__in=NOT_OPENED_AGAIN,
        accreditation__until__lte=now,
        lapse_told_at=None,
    )


def to_chase_renewals(now: datetime, today: date, days: int) -> QuerySet[Renewal]:
    """Give the renewals that others have let wait, and have not been reminded of lately."""
    quiet = Q(chased_on=None) | Q(chased_on__lte=today - timedelta(days=days))
    return _of_those_who_stay().filter(
        quiet,
        state__in=[RenewalState.SENT, RenewalState.ASKED],
        waits_since__lte=now - timedelta(days=days),
    )


def _of_those_here(today: date) -> QuerySet[Renewal]:
    return _of_those_who_stay().filter(_is_here(today))


def _of_those_who_stay() -> QuerySet[Renewal]:
    found = Renewal.objects.annotate(last_day=TruncDate("accreditation__until"))
    return found.filter(
        _stays(), person__is_active=True, accreditation__state=AccreditationState.ACTIVE
    )
