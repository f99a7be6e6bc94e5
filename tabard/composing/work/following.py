"""What the checks are told of where the links of a text lead."""

from collections.abc import Iterable, Mapping
from typing import TypedDict

from tabard.checks.api import Followed, Reached, Text
from tabard.composing.models import LinkedPage, Outcome, links_to_read, post_of

# What could not be read says nothing of the link.
REACHED = {
    Outcome.READ: Reached.PAGE,
    Outcome.NO_PAGE: Reached.PAGE,
    Outcome.GONE: Reached.NOTHING,
    Outcome.NOWHERE: Reached.NOTHING,
    Outcome.PRIVATE: Reached.PRIVATE,
}


class Linked(TypedDict):
    """The parts of what is written that stand on pages of others."""

    linked_pages: tuple[Text, ...]
    reshared: Text | None
    followed: tuple[Followed, ...]


def linked_in(words: str, pages: Mapping[str, LinkedPage]) -> Linked:
    """Give the titles of the pages that are linked to, one for each link, and how they are met."""
    addresses = links_to_read(words) if pages else []
    found = [pages.get(address) for address in addresses]
    shared = post_of(words, pages)
    return Linked(
        linked_pages=tuple(Text(page.title if page else "") for page in found),
        reshared=Text(shared) if shared else None,
        followed=tuple(_followed(page for page in found if page and page.read_at)),
    )


def _followed(pages: Iterable[LinkedPage]) -> Iterable[Followed]:
    for page in pages:
        reached = REACHED.get(Outcome(page.outcome), Reached.UNKNOWN)
        yield Followed(page.address, reached, tuple(page.led_to))
