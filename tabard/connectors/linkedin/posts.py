"""Posts as LinkedIn tells of them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import inside, text, things
from tabard.connectors.api import Card, Post, Seen, SeenCard, SeenPicture, TryLaterError
from tabard.connectors.linkedin.little import from_little
from tabard.connectors.links import links_in

URN = re.compile(r"urn:li:(?:share|ugcPost):\d{1,25}")
# LinkedIn's clock and ours may differ by this much; a post of before that is another one.
CLOCKS_DIFFER = timedelta(minutes=10)


def page_of(urn: str) -> str:
    """Give the address of a post's page."""
    if not URN.fullmatch(urn):
        raise UnfitAnswerError("The answer names no post.")
    return f"https://www.linkedin.com/feed/update/{urn}/"


def content_of(post: Post, images: list[dict[str, str]], thumbnail: str = "") -> dict[str, Any]:
    """Give what a post holds beside its words; LinkedIn looks at no page that they link to."""
    if not post.pictures:
        return {"content": {"article": _article(post.card, thumbnail)}} if post.card else {}
    if len(images) == 1:
        return {"content": {"media": images[0]}}
    return {"content": {"multiImage": {"images": images}}}


def _article(card: Card, thumbnail: str) -> dict[str, str]:
    told = {"source": card.address, "title": card.title}
    optional = {"description": card.description, "thumbnail": thumbnail}
    return told | {name: value for name, value in optional.items() if value}


def seen_in(told: Any) -> Seen:
    """Read one post that is out."""
    if text(told, "lifecycleState") == "PUBLISH_REQUESTED":
        raise TryLaterError("LinkedIn is still working on the post.")
    urn, words = text(told, "id"), from_little(text(told, "commentary"))
    return Seen(
        network_id=urn,
        url=page_of(urn),
        words=words,
        links=links_in(words),
        pictures=tuple(SeenPicture(alt, None) for alt in _alt_texts(told.get("content"))),
        card=_card(inside(told, "content", "article")),
    )


def _card(told: dict[str, Any]) -> SeenCard:
    return SeenCard(text(told, "source"), text(told, "title")) if told else SeenCard()


def _alt_texts(content: Any) -> list[str]:
    content = content if isinstance(content, dict) else {}
    several = things(content, "multiImage", "images")
    one = content.get("media")
    shown = several or ([one] if isinstance(one, dict) else [])
    return [text(image, "altText") if image.get("altText") else "" for image in shown]


def at(told: Any, *path: str) -> datetime:
    """Give a moment, which LinkedIn tells in milliseconds since 1970."""
    for step in path:
        told = told.get(step) if isinstance(told, dict) else None
    if not isinstance(told, int) or isinstance(told, bool):
        raise UnfitAnswerError(f"The answer has no time at {'.'.join(path)}.")
    try:
        return datetime.fromtimestamp(told / 1000, UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise UnfitAnswerError(f"The answer has no time at {'.'.join(path)}.") from error


def is_same(post: Post, told: Any) -> bool:
    """Say whether a post of the page is one that we have sent."""
    seen = seen_in(told)
    return (
        at(told, "createdAt") >= post.created_at - CLOCKS_DIFFER
        and seen.words == post.words
        and [picture.alt for picture in post.pictures] == [one.alt for one in seen.pictures]
    )


def said_in(told: list[Any]) -> tuple[list[tuple[Seen, datetime]], int]:
    """Read the posts that everybody can see, each with when; and say how many cannot be read."""
    found, unreadable = [], 0
    for one in told:
        try:
            if text(one, "visibility") == "PUBLIC" and text(one, "lifecycleState") == "PUBLISHED":
                found.append((seen_in(one), at(one, "createdAt")))
        except UnfitAnswerError:
            unreadable += 1
    return found, unreadable
