"""What becomes of people's second steps."""

from django.db import transaction

from tabard.people.actions.sessions import end_sessions
from tabard.people.models import Person
from tabard.record.actions import record

KINDS = {"totp": "authenticator app", "webauthn": "passkey"}


@transaction.atomic
def note_added(person: Person, *, kind: str) -> None:
    """Write down that somebody has set up a second step."""
    record("second step added", concerns=[person.pk], by=person.pk, way=KINDS[kind])


@transaction.atomic
def note_removed(person: Person, *, kind: str, keep: str | None, was_the_last: bool) -> None:
    """Write down that somebody has removed one; without any, other sessions have to begin anew."""
    record("second step removed", concerns=[person.pk], by=person.pk, way=KINDS[kind])
    if was_the_last:
        end_sessions(person, why="they have no second step any more", keep=keep)
