"""Being away, and who acts meanwhile. Nobody is asked why, and nothing is deleted."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.actions.staff import UnfitError
from tabard.people.models import Absence, Person, StandIn
from tabard.people.rules.away import may_name_stand_in, may_say_away, may_stand_in
from tabard.people.rules.staff import Keeper, told_by
from tabard.record.actions import record

OVERLAPS = "Somebody stands in on some of these days already. End that first, or choose other days"
AWAY_TWICE = "These days are entered already, or some of them. Call that off first"


@transaction.atomic
def name_stand_in(
    person: Person, stands_in: Person, *, since: date, until: date, by: Person
) -> StandIn:
    """Let somebody act as line manager for a person on these days."""
    person = lock(person)
    insist(may_name_stand_in(by, person))
    insist(may_stand_in(person, stands_in, until, localdate()))
    try:
        with transaction.atomic():
            named = StandIn.objects.create(
                person=person, stands_in=stands_in, since=since, until=until
            )
    except IntegrityError as twice:
        raise UnfitError("since", OVERLAPS) from twice
    record(
        "stand-in named",
        concerns=[person.pk, stands_in.pk],
        person=person.pk,
        by=by.pk,
        stands_in=stands_in.pk,
        since=str(since),
        last_day=str(until),
    )
    return named


@transaction.atomic
def end_stand_in(named: StandIn, *, by: Person) -> StandIn:
    """Let nobody act for the person from now on."""
    named = lock(named)
    insist(may_name_stand_in(by, named.person))
    if named.ended_at is not None:
        return named
    named.ended_at = timezone.now()
    named.save(update_fields=["ended_at"])
    record(
        "stand-in ended",
        concerns=[named.person_id, named.stands_in_id],
        person=named.person_id,
        by=by.pk,
        stands_in=named.stands_in_id,
    )
    return named


@transaction.atomic
def say_away(
    person: Person, *, since: date, until: date | None, by: Person, is_told: bool = False
) -> Absence:
    """Say that somebody is away on these days, or until further notice.

    With `is_told` the directory says so, and that colleagues answer.
    """
    person = lock(person)
    insist(may_say_away(by, person))
    try:
        with transaction.atomic():
            absence = Absence.objects.create(
                person=person, since=since, until=until, is_told=is_told
            )
    except IntegrityError as twice:
        raise UnfitError("since", AWAY_TWICE) from twice
    record(
        "absence entered",
        concerns=[person.pk],
        person=person.pk,
        by=by.pk,
        since=str(since),
        last_day=str(until) if until else None,
    )
    return absence


@transaction.atomic
def say_back(absence: Absence, *, by: Person) -> Absence:
    """Let the last day of an absence have been yesterday; call it off if it has not begun."""
    absence = lock(absence)
    insist(may_say_away(by, absence.person))
    if absence.called_off_at is not None or (absence.until and absence.until < localdate()):
        return absence
    be_back(absence, by=by)
    return absence


def be_back(absence: Absence, *, by: Keeper) -> None:
    """Let an absence, whose row is locked and which goes on, be over since yesterday."""
    yesterday = localdate() - timedelta(days=1)
    if absence.since > yesterday:
        absence.called_off_at = timezone.now()
    else:
        absence.until = yesterday
    absence.save(update_fields=["called_off_at", "until"])
    person = absence.person_id
    record("absence ended", concerns=[person], person=person, **told_by(by))
