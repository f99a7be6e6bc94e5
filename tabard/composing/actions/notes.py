"""Writing notes about a post under review, answering them, and saying that they are done with."""

from django.db import transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.composing import queries, rules
from tabard.composing.models import NOTE_LIFECYCLE, Message, Note
from tabard.people.models import Person
from tabard.record.actions import record


@transaction.atomic
def write_note(message: Message, words: str, *, by: Person) -> Note:
    """Write a note about a post, which is never sent."""
    message = lock(message)
    insist(rules.may_write_note(by, message))
    insist(rules.says_a_note(words))
    note = Note.objects.create(message=message, by=by, words=words.strip(), at=timezone.now())
    _record("note written", note, by=by)
    return note


@transaction.atomic
def answer_note(note: Note, words: str, *, by: Person) -> Note:
    """Answer a note; what was resolved is open again, as there is something to say."""
    lock(note.message)
    note = lock(note)
    insist(rules.may_answer(by, note))
    insist(rules.says_a_note(words))
    answer = Note.objects.create(
        message=note.message, by=by, words=words.strip(), at=timezone.now(), answers=note
    )
    if NOTE_LIFECYCLE.allows(note.state, "open_again"):
        note.state, note.resolved_by = NOTE_LIFECYCLE.after(note.state, "open_again"), None
        note.save(update_fields=["state", "resolved_by"])
    _record("note answered", note, by=by)
    return answer


@transaction.atomic
def resolve_note(note: Note, *, by: Person) -> Note:
    """Say that nothing is left to do about a note."""
    lock(note.message)
    note = lock(note)
    insist(rules.may_answer(by, note))
    note.state, note.resolved_by = NOTE_LIFECYCLE.after(note.state, "resolve"), by
    note.save(update_fields=["state", "resolved_by"])
    _record("note resolved", note, by=by)
    return note


def _record(kind: str, note: Note, *, by: Person) -> None:
    """Say who wrote to whom; the words stay with the post, and out of the record."""
    message = note.message
    record(
        kind,
        concerns=_told(message),
        message=message.pk,
        author=message.author_id,
        note=note.pk,
        by=by.pk,
    )


def _told(message: Message) -> list[int]:
    """Give who hears of a note: its author, and who has written one and may read them still.

    Where no reviewer has, it is those who are told first of what waits.
    """
    others = Person.objects.filter(pk__in=message.notes.values("by"), is_active=True)
    may = [
        one.pk
        for one in others.exclude(pk=message.author_id)
        if rules.may_read_notes(one, message) is None
    ]
    return [message.author_id, *(may or queries.on_duty().told(message.author_id))]
