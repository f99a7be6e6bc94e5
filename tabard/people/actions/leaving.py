"""When somebody leaves: the date, and the day after it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.actions.groups import drop_governed_roles, follow_groups
from tabard.people.actions.sessions import end_sessions
from tabard.people.models import Person
from tabard.people.queries import due_to_leave
from tabard.people.rules.staff import (
    Keeper,
    may_deactivate,
    may_keep_staff,
    may_reactivate,
    may_set_leaving_date,
    told_by,
)
from tabard.record.actions import record


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
    """Close the sign-in of somebody whose last working day is over; keep all they did."""
    person = lock(person)
    if person.left_at is not None or person.leaves_on is None:
        return person
    if person.leaves_on >= timezone.localdate():
        return person
    person.is_active, person.left_at = False, timezone.now()
    person.save(update_fields=["is_active", "left_at"])
    record("person left", concerns=[person.pk], person=person.pk, leaves_on=str(person.leaves_on))
    end_sessions(person, why="they have left")
    return person


def see_off() -> int:
    """Let everybody leave whose last working day is over; say how many."""
    return len([leave(person) for person in due_to_leave()])


@transaction.atomic
def deactivate(person: Person, *, by: Keeper) -> Person:
    """Close somebody's sign-in at once, and end what is open in their name."""
    person = lock(person)
    insist(may_deactivate(by, person))
    person.is_active = False
    person.save(update_fields=["is_active"])
    record("sign-in closed", concerns=[person.pk], person=person.pk, **told_by(by))
    end_sessions(person, why="their sign-in was closed")
    return person


@transaction.atomic
def reactivate(person: Person, *, by: Keeper) -> Person:
    """Let somebody sign in again; a leaving date that is over is taken away."""
    person = lock(person)
    insist(may_reactivate(by, person))
    if person.leaves_on and person.leaves_on < timezone.localdate():
        _set(person, None, by=by)
    person.is_active, person.left_at, person.let_go_at = True, None, None
    person.save(update_fields=["is_active", "left_at", "let_go_at"])
    record("sign-in opened again", concerns=[person.pk], person=person.pk, **told_by(by))
    return follow_groups(person)


@transaction.atomic
def let_go(person: Person, *, by: Keeper) -> Person:
    """Close the sign-in of somebody whom the directory deleted; everything they did stays."""
    person = lock(person)
    insist(may_keep_staff(by))
    if person.is_active:
        person = deactivate(person, by=by)
    person.let_go_at = timezone.now()
    person.save(update_fields=["let_go_at"])
    record("directory let go", concerns=[person.pk], person=person.pk, **told_by(by))
    return drop_governed_roles(person)
