"""When somebody leaves: the date, and the day after it; or at once, or for now."""

from datetime import date

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.actions.administrators import LastAdministratorError, save_unless_last
from tabard.people.actions.away import be_back
from tabard.people.actions.groups import drop_governed_roles, follow_groups
from tabard.people.actions.sessions import end_sessions
from tabard.people.models import Absence, Person
from tabard.people.queries import absences_of, due_to_leave, is_away, programme_team
from tabard.people.rules.staff import (
    Keeper,
    may_deactivate,
    may_keep_staff,
    may_reactivate,
    may_see_off,
    may_set_leaving_date,
    told_by,
)
from tabard.record.actions import record

# In seconds: how often it is told that the only administrator was to leave, and has not.
STAYS_EVERY = 86_400


@transaction.atomic
def set_leaving_date(person: Person, day: date | None, *, by: Keeper) -> Person:
    """Say which day is somebody's last working day; none takes the date away."""
    person = lock(person)
    insist(may_set_leaving_date(by, person))
    if person.leaves_on != day:
        _set(person, day, by=by)
    return person


def _set(person: Person, day: date | None, *, by: Keeper) -> None:
    before = str(person.leaves_on) if person.leaves_on else None
    person.leaves_on = day
    person.save(update_fields=["leaves_on"])
    told = {"person": person.pk, "before": before, **told_by(by)}
    if day is None:
        record("leaving date taken away", concerns=[person.pk], **told)
    else:
        record("leaving date set", concerns=[person.pk], leaves_on=str(day), **told)


@transaction.atomic
def leave(person: Person) -> Person:
    """Let somebody leave whose last working day is over, or who was closed for now too long.

    The only administrator stays, and people are told: nobody could let anybody in any more.
    """
    person = lock(person)
    if not due_to_leave().filter(pk=person.pk).exists():
        return person
    try:
        return _leave(person)
    except LastAdministratorError:
        _tell_that_they_stay(person)
        return lock(person)


def _leave(person: Person, *, by: Keeper | None = None) -> Person:
    """Close the sign-in of somebody who has left; keep all they did."""
    today, was_active = timezone.localdate(), person.is_active
    closed = timezone.localdate(person.closed_at) if person.closed_at else today
    day = min(person.leaves_on or today, closed)
    person.is_active, person.left_at = False, timezone.now()
    person.leaves_on, person.closed_at = day, None
    save_unless_last(person, ["is_active", "left_at", "leaves_on", "closed_at"])
    told = told_by(by) if by else {}
    record("person left", concerns=[person.pk], person=person.pk, leaves_on=str(day), **told)
    if was_active:
        end_sessions(person, why="they have left")
    return person


def _tell_that_they_stay(person: Person) -> None:
    if cache.add(f"last-administrator-{person.pk}", True, STAYS_EVERY):
        team = programme_team().values_list("pk", flat=True)
        record("last administrator stays", concerns=[person.pk, *team], person=person.pk)


def see_off() -> int:
    """Let everybody leave whose last working day is over; say how many."""
    return len([one for one in due_to_leave() if leave(one).left_at])


@transaction.atomic
def leave_at_once(person: Person, *, by: Keeper) -> Person:
    """Say that somebody has left: today is the last day, unless an earlier one was set."""
    person = lock(person)
    insist(may_see_off(by, person))
    return _leave(person, by=by)


@transaction.atomic
def deactivate(person: Person, *, by: Keeper, comes_back: bool = False) -> Person:
    """Close somebody's sign-in for now, at once, and end what is open in their name.

    They have left once that has lasted too long, unless they come back: then they are away, and
    nobody asks why.
    """
    person = lock(person)
    insist(may_deactivate(by, person))
    person.is_active, person.closed_at = False, timezone.now()
    save_unless_last(person, ["is_active", "closed_at"])
    record("sign-in closed", concerns=[person.pk], person=person.pk, **told_by(by))
    end_sessions(person, why="their sign-in was closed")
    if comes_back:
        _let_be_away(person, by=by)
    return person


def _let_be_away(person: Person, *, by: Keeper) -> None:
    """Enter that somebody is away until further notice; days that are entered already go on."""
    today = timezone.localdate()
    entered = person.absences.filter(called_off_at__isnull=True)
    entered.filter(since__gt=today).update(called_off_at=timezone.now())
    if is_away(person):
        entered.filter(since__lte=today, until__gte=today).update(
            until=None, lasts_while_closed=True
        )
    else:
        Absence.objects.create(person=person, since=today, lasts_while_closed=True)
    record(
        "absence entered",
        concerns=[person.pk],
        person=person.pk,
        since=str(today),
        **told_by(by),
    )


@transaction.atomic
def reactivate(person: Person, *, by: Keeper) -> Person:
    """Let somebody sign in again; a leaving date that is over is taken away."""
    person = lock(person)
    insist(may_reactivate(by, person))
    if person.leaves_on and (person.left_at or person.leaves_on < timezone.localdate()):
        _set(person, None, by=by)
    person.is_active, person.left_at, person.let_go_at = True, None, None
    person.closed_at = None
    person.save(update_fields=["is_active", "left_at", "let_go_at", "closed_at"])
    record("sign-in opened again", concerns=[person.pk], person=person.pk, **told_by(by))
    _let_be_back(person, by=by)
    return follow_groups(person)


def _let_be_back(person: Person, *, by: Keeper) -> None:
    """End the absence that was entered when the sign-in was closed, if it goes on still."""
    for absence in absences_of(person).filter(lasts_while_closed=True).select_for_update():
        be_back(absence, by=by)


@transaction.atomic
def let_go(person: Person, *, by: Keeper) -> Person:
    """Let somebody have left whom the directory of staff deleted; everything they did stays."""
    person = lock(person)
    insist(may_keep_staff(by))
    if person.left_at is None:
        person = _leave(person, by=by)
    person.let_go_at = timezone.now()
    person.save(update_fields=["let_go_at"])
    record("directory let go", concerns=[person.pk], person=person.pk, **told_by(by))
    return drop_governed_roles(person)
