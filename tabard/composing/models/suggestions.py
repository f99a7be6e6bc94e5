"""Other words that a reviewer suggests, shown as changes to what the author wrote."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from django.db import models

from tabard.common.lifecycle import Lifecycle
from tabard.composing.models.messages import LONGEST_MESSAGE, Message
from tabard.people.models import Person

# A word, what stands between words, or a sign: what is changed as one.
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


class SuggestionState(models.TextChoices):
    """What its author made of suggested words."""

    OPEN = "open", "Waits for the author"
    ACCEPTED = "accepted", "Accepted"


SUGGESTION_LIFECYCLE = Lifecycle(
    SuggestionState.OPEN,
    accept=({SuggestionState.OPEN}, SuggestionState.ACCEPTED),
)


class Suggestion(models.Model):
    """The words that a reviewer would approve in the place of those that they read."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="suggestions")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    was = models.TextField(max_length=LONGEST_MESSAGE)
    words = models.TextField(max_length=LONGEST_MESSAGE)
    # A hash of everything that goes as the reviewer read it: they approve their words for that.
    read = models.CharField(max_length=64)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=SuggestionState, default="open")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="suggestion_changes_something",
                condition=~models.Q(words=models.F("was")),
            ),
            models.CheckConstraint(name="suggestion_says_something", condition=~models.Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words[:60]


class ChangeKind(StrEnum):
    """What became of a stretch of words."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of words that was kept, deleted or inserted."""

    kind: ChangeKind
    text: str


def changes(was: str, words: str) -> Iterator[Change]:
    """Give what has to be deleted and inserted to make one text of another, word by word."""
    before, after = TOKEN.findall(was), TOKEN.findall(words)
    for tag, start, end, begins, ends in SequenceMatcher(None, before, after).get_opcodes():
        kept, inserted = "".join(before[start:end]), "".join(after[begins:ends])
        if tag == "equal":
            yield Change(ChangeKind.KEPT, kept)
            continue
        if kept:
            yield Change(ChangeKind.DELETED, kept)
        if inserted:
            yield Change(ChangeKind.INSERTED, inserted)
