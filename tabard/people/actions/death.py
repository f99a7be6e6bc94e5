"""When somebody has died: everything rests at once, nothing is deleted, and a mistake is undone."""

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.actions.administrators import save_unless_last
from tabard.people.actions.groups import follow_groups
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
    person.is_active, person.death_noted_at = False, now
    # Whoever had left before has done so; a mistake does not bring them back.
    person.left_at = person.left_at or now
    save_unless_last(person, ["is_active", "death_noted_at", "left_at"])
    end_sessions(person, why="their sign-in is at rest")
    record("death noted", concerns=_to_tell(person), person=person.pk, by=by.pk)
    return person


@transaction.atomic
def take_death_back(person: Person, *, by: Person, words: str) -> Person:
    """Say that it was a mistake, in words for those who were told; all is as it was before it."""
    person = lock(person)
    insist(may_take_death_back(by, person))
    if person.left_at == person.death_noted_at:
        _let_be_here(person)
    person.death_noted_at = None
    person.save(update_fields=["is_active", "death_noted_at", "left_at", "closed_at", "let_go_at"])
    told = [*_to_tell(person), person.pk]
    record("death taken back", concerns=told, person=person.pk, by=by.pk, why=words)
    return follow_groups(person) if person.is_active else person


def _let_be_here(person: Person) -> None:
    """Let somebody be here again who had not left, whatever the directory deleted meanwhile.

    Whose sign-in was closed for now stays so, for as many days as were left of it.
    """
    person.left_at, person.let_go_at = None, None
    if person.closed_at and person.death_noted_at:
        person.closed_at += timezone.now() - person.death_noted_at
    person.is_active = person.closed_at is None


def _to_tell(person: Person) -> list[int]:
    manager = [person.manager_id] if person.manager_id else []
    return [*manager, *programme_team().values_list("pk", flat=True)]
