"""Compares what was sent with what the network shows of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from tabard.connectors.api import Picture, Post, Seen, SeenCard, SeenPicture
from tabard.connectors.links import links_in


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that did not arrive as it was sent; `what` is a word for people."""

    what: str
    expected: str
    found: str


def differences(post: Post, seen: Seen) -> tuple[Difference, ...]:
    """Compare what was sent with what the network shows: words, links, card, pictures, place."""
    return tuple(_differences(post, seen))


def _differences(post: Post, seen: Seen) -> Iterator[Difference]:
    if post.words != seen.words:
        yield Difference("words", post.words, seen.words)
    sent_links = links_in(post.words)
    yield from (Difference("link", link, "") for link in sent_links if link not in seen.links)
    yield from (Difference("link", "", link) for link in seen.links if link not in sent_links)
    for number, (sent, found) in enumerate(zip_longest(post.pictures, seen.pictures), start=1):
        yield from _picture_differences(number, sent, found)
    if seen.card is not None:
        yield from _card_differences(post, seen.card)
    if seen.answers is not None and (post.answers or "") != seen.answers:
        yield Difference("place in the thread", post.answers or "", seen.answers)


def _card_differences(post: Post, found: SeenCard) -> Iterator[Difference]:
    """Compare the page that is shown beside the words; one with pictures of its own shows none."""
    card = post.card if not post.pictures else None
    sent = SeenCard(card.address, card.title) if card else SeenCard()
    if sent.address != found.address:
        yield Difference("page that is shown", sent.address, found.address)
    elif sent.title != found.title:
        yield Difference("title of the page that is shown", sent.title, found.title)


def _picture_differences(
    number: int, sent: Picture | None, found: SeenPicture | None
) -> Iterator[Difference]:
    if sent is None or found is None:
        yield Difference(f"picture {number}", "there" if sent else "", "there" if found else "")
        return
    if found.sha256 not in {None, sent.sha256}:
        yield Difference(f"picture {number}", sent.sha256, f"{found.sha256}")
    if sent.alt != found.alt:
        yield Difference(f"alt text of picture {number}", sent.alt, found.alt)
