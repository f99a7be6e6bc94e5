"""Keeping the pages that messages link to as they were when the messages were handed in."""

from datetime import timedelta

from django.utils import timezone

from tabard.composing import queries
from tabard.composing.models import LinkedPage, Message, Version, links_to_read

# As long as a page is kept that no message was handed in with.
KEPT_FOR = timedelta(days=30)


def addresses_in(message: Message) -> list[str]:
    """Give the addresses that a message links to on any of its accounts."""
    own = Version.objects.filter(message=message).exclude(own_words="")
    return links_to_read(message.words, *own.values_list("own_words", flat=True))


def keep_pages(message: Message) -> None:
    """Keep the pages that a message links to as they are now, for whoever reviews it."""
    message.linked_pages.set(queries.latest_pages(addresses_in(message)).values())


def drop_unread_pages(message: Message) -> None:
    """Let a message go without the pages that nobody has seen yet."""
    message.linked_pages.remove(*message.linked_pages.filter(read_at=None))


def forget_pages() -> None:
    """Forget pages that were read long ago and that no message was handed in with."""
    before = timezone.now() - KEPT_FOR
    LinkedPage.objects.filter(messages=None, asked_at__lt=before).delete()
