"""Questions about the pages that messages link to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tabard.composing.models import (
    LinkedPage,
    Message,
    MessageState,
    is_example,
    links_to_read,
    site_of,
)


def latest_pages(addresses: Iterable[str]) -> dict[str, LinkedPage]:
    """Give for each address its page as it was last read; one that never was, as it is asked for.

    A page that is read anew stays as it was until then.
    """
    addresses = list(addresses)
    if not addresses:
        return {}
    found = LinkedPage.objects.filter(address__in=addresses)
    # What is not read yet comes first, and gives way to whatever was.
    in_order = found.order_by("read_at", "pk")
    unread = {page.address: page for page in in_order if page.read_at is None}
    return unread | {page.address: page for page in in_order if page.read_at is not None}


def pages_of(message: Message, *texts: str) -> dict[str, LinkedPage]:
    """Give the pages that a message links to: as they are by now, or as they were handed in."""
    addresses = links_to_read(*texts)
    if message.state == MessageState.WRITING or not addresses:
        return latest_pages(addresses)
    return {page.address: page for page in message.linked_pages.all()}


def is_reading(message: Message) -> bool:
    """Say whether a page is on its way that a message links to in its shared words."""
    pages = latest_pages(links_to_read(message.words))
    return any(page.is_being_read for page in pages.values())


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a post, and what is known of the page behind it, as its author sees it."""

    address: str
    page: LinkedPage | None

    @property
    def site(self) -> str:
        """The server that it leads to."""
        return self.page.site if self.page else site_of(self.address)

    @property
    def is_example(self) -> bool:
        """Whether nobody looks for its page, because there can be none."""
        return is_example(self.address)

    @property
    def is_being_read(self) -> bool:
        """Whether its page is on its way."""
        return self.page is not None and self.page.is_being_read


def links_shown(texts: Iterable[str], pages: Mapping[str, LinkedPage]) -> list[Link]:
    """Give the links in some texts with what is known of their pages, in order."""
    return [Link(address, pages.get(address)) for address in links_to_read(*texts)]
