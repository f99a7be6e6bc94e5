"""When somebody has died: everything rests at once, nothing is deleted, and a mistake is undone."""

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.actions.administrators import save_unless_last
from tabard.people.actions.sessions import end_sessions
from tabard.people.models import Person
from tabard.people.queries import programme_team
from tabard.people.rules.death import may_note_death, may_take_death_back
from tabard.record.actions import record


@transaction.atomic
def note_death(person: Person, *, by: Person) -> Person:
    """Note that somebody has died; their manager and the programme team are told, once."""
    person = lock(person)
    insist(may_note_death(by, person))
    now = timezone.now()
    person.is_active, person.death_noted_at, person.closed_at = False, now, None
    person.left_at = person.left_at or now
    save_unless_last(person, ["is_active", "death_noted_at", "closed_at", "left_at"])
    end_sessions(person, why="their sign-in is at rest")
    record("death noted", concerns=_to_tell(person), person=person.pk, by=by.pk)
    return person


@transaction.atomic
def take_death_back(person: Person, *, by: Person, words: str) -> Person:
    """Say that it was a mistake, in words for those who were told; the person can sign in again."""
    person = lock(person)
    insist(may_take_death_back(by, person))
    person.is_active, person.death_noted_at, person.left_at = True, None, None
    person.leaves_on = None
    person.save(update_fields=["is_active", "death_noted_at", "left_at", "leaves_on"])
    told = [*_to_tell(person), person.pk]
    record("death taken back", concerns=told, person=person.pk, by=by.pk, why=words)
    return person


def _to_tell(person: Person) -> list[int]:
    manager = [person.manager_id] if person.manager_id else []
    return [*manager, *programme_team().values_list("pk", flat=True)]
