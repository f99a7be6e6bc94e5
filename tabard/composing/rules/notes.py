"""Who may read and write notes about a post under review."""

from tabard.common.rules import Refused
from tabard.composing.models import Message, MessageState, Note
from tabard.composing.rules.messages import may_approve
from tabard.people.models import Person

# Where a post is under review: with a reviewer, or with its author who has handed it in before.
UNDER_REVIEW = {MessageState.WAITING, MessageState.WRITING}


def may_read_notes(person: Person, message: Message) -> Refused | None:
    """Its author reads the notes about a post, who may review it, and who oversees."""
    if person == message.author or person.oversees or may_approve(person, message) is None:
        return None
    return Refused("Only its author and the people who review this post read the notes about it.")


def may_write_note(person: Person, message: Message) -> Refused | None:
    """Its author and who may review it write notes, as long as a post is under review."""
    if person != message.author and (refusal := may_approve(person, message)):
        return refusal
    if message.submitted_at is None:
        return Refused("This post has not been handed in, so there is nobody to write to.")
    if message.state not in UNDER_REVIEW:
        return Refused("This post is not under review any more, so no notes are added.")
    return None


def says_a_note(words: str) -> Refused | None:
    """A note has words."""
    return None if words.strip() else Refused("Enter your note")


def may_answer(person: Person, note: Note) -> Refused | None:
    """Notes are answered, answers are not: there is one thread to each note."""
    if note.answers_id is not None:
        return Refused("Answer the note that this is an answer to.")
    return may_write_note(person, note.message)
