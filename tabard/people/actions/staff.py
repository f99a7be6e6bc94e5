"""Entering staff, and changing what is known of them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.db import IntegrityError, transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import NotAllowedError, insist
from tabard.council.models import Service
from tabard.people.actions.administrators import save_unless_last
from tabard.people.actions.sessions import end_sessions
from tabard.people.models import AddressChange, Person, Role
from tabard.people.rules.staff import (
    Keeper,
    may_give_roles,
    may_keep_staff,
    may_release_address,
    told_by,
)
from tabard.record.actions import record


class UnfitError(NotAllowedError):
    """Something cannot be entered beside what is there; `field` says what, the words say why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


# Where no address is anybody's (RFC 2606).
RELEASED = "released.invalid"

# What the database refuses, by the name of its constraint: the field, and why.
UNFIT = {
    "one_person_per_email_address": ("email", "Somebody else has this e-mail address"),
    "one_person_per_external_id": ("external_id", "Somebody else has this staff number"),
    "one_person_per_user_name": ("user_name", "Somebody else has this user name"),
    "person_does_not_manage_themselves": ("manager", "Nobody is their own line manager"),
    "managers_form_no_circle": (
        "manager",
        "This person reports to them, directly or over others, so they cannot be the line manager",
    ),
}


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is known of somebody besides their roles and dates."""

    first_name: str
    last_name: str
    email: str
    job_title: str
    service: Service
    manager: Person | None = None
    external_id: str = ""
    user_name: str = ""
    # Whether the user name is the address, as the directory of staff tells of no other.
    address_by_name: bool = False

    @classmethod
    def of(cls, person: Person) -> "Particulars":
        """Give what is known now."""
        return cls(**{field.name: getattr(person, field.name) for field in fields(cls)})

    def put_on(self, person: Person) -> None:
        """Let this be what is known of somebody."""
        for field in fields(self):
            setattr(person, field.name, getattr(self, field.name))


@transaction.atomic
def enter(particulars: Particulars, *, by: Keeper) -> Person:
    """Enter a member of staff, who cannot sign in before a way is given."""
    insist(may_keep_staff(by))
    person = Person()
    person.set_unusable_password()
    particulars.put_on(person)
    _save(person)
    told = [line for line in _lines(particulars) if not line.endswith(": ")]
    record("person entered", concerns=[person.pk], person=person.pk, **told_by(by), after=told)
    return person


@transaction.atomic
def change(person: Person, particulars: Particulars, *, by: Keeper) -> Person:
    """Change what is known of somebody."""
    person = lock(person)
    insist(may_keep_staff(by))
    before, after = _lines(Particulars.of(person)), _lines(particulars)
    if before == after:
        return person
    address = person.email
    particulars.put_on(person)
    _save(person)
    record(
        "person changed",
        concerns=[person.pk],
        person=person.pk,
        **told_by(by),
        before=[line for line in before if line not in after],
        after=[line for line in after if line not in before],
    )
    if address.lower() != person.email.lower():
        _note_address(person, address, by=by)
    return person


def _note_address(person: Person, before: str, *, by: Keeper) -> None:
    """Tell under both addresses that somebody signs in with another, and have them do it anew."""
    AddressChange.objects.create(person=person, before=before, at=timezone.now())
    record("sign-in address changed", concerns=[person.pk], person=person.pk, **told_by(by))
    end_sessions(person, why="they sign in with another address")


@transaction.atomic
def release_address(person: Person, *, by: Keeper) -> Person:
    """Have somebody who is gone hold their address no more; the record keeps that they had it."""
    person = lock(person)
    insist(may_release_address(by, person))
    before = person.email
    person.email, person.user_name = f"gone-{person.pk}@{RELEASED}", ""
    person.save(update_fields=["email", "user_name"])
    record("address released", concerns=[person.pk], person=person.pk, before=before, **told_by(by))
    return person


@transaction.atomic
def set_roles(person: Person, roles: Iterable[Role], *, by: Person) -> Person:
    """Give and take roles."""
    person = lock(person)
    insist(may_give_roles(by, person))
    before, person.roles = person.roles, [role for role in Role if role in set(roles)]
    if set(before) == set(person.roles):
        return person
    save_unless_last(person, ["roles"])
    record(
        "roles changed",
        concerns=[person.pk],
        person=person.pk,
        **told_by(by),
        before=_called(before),
        after=_called(person.roles),
    )
    return person


def _called(roles: Iterable[str]) -> str:
    return ", ".join(str(role.label) for role in Role if role in set(roles)) or "none"


def _lines(particulars: Particulars) -> list[str]:
    """Give every field with its value, as the record shows them."""
    return [
        f"{field.name.replace('_', ' ').capitalize()}: {getattr(particulars, field.name) or ''}"
        for field in fields(particulars)
    ]


def _save(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as refused:
        name = refused.__cause__.diag.constraint_name if refused.__cause__ else None  # type: ignore[attr-defined]  # psycopg's error says which
        if name not in UNFIT:
            raise
        raise UnfitError(*UNFIT[name]) from refused
