"""What becomes of people's second steps."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.actions.sessions import end_sessions
from tabard.people.models import Person
from tabard.people.queries.roles import administrators
from tabard.people.rules.second_step import may_remove_second_step
from tabard.record.actions import record

KINDS = {"totp": "authenticator app", "webauthn": "passkey"}


@transaction.atomic
def note_added(person: Person, *, kind: str) -> None:
    """Write down that somebody has set up a second step."""
    record("second step added", concerns=[person.pk], by=person.pk, way=KINDS[kind])


@transaction.atomic
def note_new_codes(person: Person) -> None:
    """Write down that somebody has other recovery codes, and that the old ones are of no use."""
    record("recovery codes made anew", concerns=[person.pk], by=person.pk)


@transaction.atomic
def note_code_used(person: Person, *, left: int) -> None:
    """Write down that somebody has used a recovery code, and how many they have left."""
    record("recovery code used", concerns=[person.pk], by=person.pk, left=left)


@transaction.atomic
def note_removed(person: Person, *, kind: str, keep: str | None, was_the_last: bool) -> None:
    """Write down that somebody has removed one; without any, other sessions have to begin anew."""
    record("second step removed", concerns=[person.pk], by=person.pk, way=KINDS[kind])
    if was_the_last:
        end_sessions(person, why="they have no second step any more", keep=keep)


@transaction.atomic
def remove(person: Person, *, by: Person | None) -> Person:
    """Remove every second step of somebody who has lost theirs; they set up another.

    Without anybody it is done on the server, by whoever runs it.
    """
    person = lock(person)
    if by is not None:
        insist(may_remove_second_step(by, person))
    Authenticator.objects.filter(user=person).delete()
    told = {person.pk, *administrators().values_list("pk", flat=True)}
    who = {} if by is None else {"by": by.pk}
    record("second step taken away", concerns=told, person=person.pk, **who)
    end_sessions(person, why="their second step was removed")
    return person
