"""Knowing somebody who comes through the council's sign-on, and taking their roles from it."""

import logging

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from tabard.common.locking import lock
from tabard.people.actions.roles import take_roles
from tabard.people.models import Person
from tabard.people.queries import (
    active_with_email,
    active_with_external_id,
    has_another_name,
    known_as,
)
from tabard.people.rules.sign_on import is_another
from tabard.people.settings import GROUPS_BY_SCIM, MATCH_BY_EMAIL, governing_lines
from tabard.people.sign_on import Said
from tabard.record.actions import record

log = logging.getLogger(__name__)


@transaction.atomic
def meet(said: Said) -> Person | None:
    """Know somebody again, or for the first time if the directory leaves no doubt who it is.

    Takes over what the sign-on says of their roles. Gives nobody if it is nobody of ours.
    """
    person = known_as(said) or _match(said)
    return person and _take_roles(lock(person), said)


def _match(said: Said) -> Person | None:
    """Keep who it is for the next time."""
    person, way = _found(said)
    why = person and is_another(said, person, has_name=has_another_name(person, said))
    if person is not None and why:
        log.warning("Somebody was not matched with person %s: %s", person.pk, why)
        return None
    if person is not None:
        SocialAccount.objects.create(user=person, provider=said.provider, uid=said.uid)
        record("sign-on matched", concerns=[person.pk], person=person.pk, way=way)
    return person


def _found(said: Said) -> tuple[Person | None, str]:
    """Find who it is, and by what."""
    if said.directory_id and (person := active_with_external_id(said.directory_id)):
        return person, "number in the directory"
    if said.email and MATCH_BY_EMAIL.value:
        return active_with_email(said.email), "e-mail address"
    return None, ""


def _take_roles(person: Person, said: Said) -> Person:
    if said.groups is None or not person.is_active or GROUPS_BY_SCIM.value:
        return person
    return take_roles(person, said.groups, governing_lines())


@transaction.atomic
def note_connected(person: Person) -> None:
    """Write down that somebody has connected the council's sign-on themselves."""
    record("sign-on connected", concerns=[person.pk], by=person.pk)


@transaction.atomic
def disconnect(person: Person) -> None:
    """Let the council's sign-on open the door no more, until it is matched or connected again."""
    SocialAccount.objects.filter(user=person).delete()
    record("sign-on disconnected", concerns=[person.pk], by=person.pk)
