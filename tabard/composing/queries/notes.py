"""The notes about a message."""

from django.db.models import Prefetch, QuerySet

from tabard.composing.models import Message, Note


def notes_about(message: Message) -> QuerySet[Note]:
    """Give the notes about a message with the answers to each, in two queries."""
    answers = Note.objects.select_related("by")
    first = message.notes.filter(answers=None).select_related("by", "resolved_by")
    return first.prefetch_related(Prefetch("answered", answers))
