"""Compares what was sent with what the network shows of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from tabard.connectors.api import Picture, Post, Seen, SeenPicture
from tabard.connectors.links import links_in


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that did not arrive as it was sent; `what` is a word for people."""

    what: str
    expected: str
    found: str


def differences(post: Post, seen: Seen) -> tuple[Difference, ...]:
    """Compare what was sent with what the network shows: words, links, pictures, place."""
    return tuple(_differences(post, seen))


def _differences(post: Post, seen: Seen) -> Iterator[Difference]:
    if post.words != seen.words:
        yield Difference("words", post.words, seen.words)
    sent_links = links_in(post.words)
    yield from (Difference("link", link, "") for link in sent_links if link not in seen.links)
    yield from (Difference("link", "", link) for link in seen.links if link not in sent_links)
    for number, (sent, found) in enumerate(zip_longest(post.pictures, seen.pictures), start=1):
        yield from _picture_differences(number, sent, found)
    if seen.answers is not None and (post.answers or "") != seen.answers:
        yield Difference("place in the thread", post.answers or "", seen.answers)


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
