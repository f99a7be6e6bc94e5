"""What an author and those who review it write to each other about a post, and never send."""

from django.db import models

from tabard.common.lifecycle import Lifecycle
from tabard.composing.models.messages import LONGEST_SAID, Message
from tabard.people.models import Person


class NoteState(models.TextChoices):
    """Whether there is something left to do about a note."""

    OPEN = "open", "Open"
    RESOLVED = "resolved", "Resolved"


NOTE_LIFECYCLE = Lifecycle(
    NoteState.OPEN,
    resolve=({NoteState.OPEN}, NoteState.RESOLVED),
    open_again=({NoteState.RESOLVED}, NoteState.OPEN),
)


class Note(models.Model):
    """A few words about a post under review, or an answer to them."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(max_length=LONGEST_SAID)
    at = models.DateTimeField()
    # The note that this one answers, which answers none itself.
    answers = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="answered"
    )
    state = models.CharField(max_length=10, choices=NoteState, default=NoteState.OPEN)
    resolved_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="note_says_something", condition=~models.Q(words="")),
            models.CheckConstraint(
                name="resolved_note_says_by_whom_and_no_other_does",
                condition=models.Q(state="resolved", resolved_by__isnull=False)
                | models.Q(state="open", resolved_by=None),
            ),
            models.CheckConstraint(
                name="answer_is_not_resolved_by_itself",
                condition=models.Q(answers=None) | models.Q(state="open"),
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]
