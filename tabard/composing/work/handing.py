"""Handing messages on to the next stage."""

from collections.abc import Iterable

from tabard.composing.models import Message


def note_taken_up(messages: Iterable[Message]) -> None:
    """Note that the next stage has looked at these approved messages."""
    Message.objects.filter(pk__in=[message.pk for message in messages]).update(is_taken_up=True)
