"""Pins as Pinterest tells of them, and posts as they become pins."""

import base64
from datetime import datetime, timedelta
from typing import Any

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import moment, text
from tabard.connectors.api import Post, RejectedError, Seen, SeenPicture
from tabard.connectors.links import links_in
from tabard.connectors.pinterest.names import page

LONGEST_TITLE, LONGEST_LINK = 100, 2048
TITLE_ENDS = "\n\n"
# Pinterest's clock and ours may differ by this much; a pin of before that is another one.
CLOCKS_DIFFER = timedelta(minutes=10)


def words_of(post: Post) -> dict[str, str | None]:
    """Give what a pin says: a first line with an empty one below it is its title.

    A pin has one link; that is the first of the words.
    """
    title, ends, rest = post.words.partition(TITLE_ENDS)
    is_title = ends and rest and "\n" not in title and 0 < len(title) <= LONGEST_TITLE
    links = [link for link in links_in(post.words) if len(link) <= LONGEST_LINK]
    return {
        "title": title if is_title else None,
        "description": rest if is_title else post.words,
        "link": links[0] if links else None,
    }


def picture_of(post: Post) -> dict[str, Any]:
    """Give the picture of a pin, without which there is none."""
    if not post.pictures:
        raise RejectedError("Pinterest takes no pin without a picture. Add one.")
    picture = post.pictures[0]
    return {
        **({"alt_text": picture.alt} if picture.alt else {}),
        "media_source": {
            "source_type": "image_base64",
            "content_type": picture.media_type,
            "data": base64.b64encode(picture.content).decode(),
        },
    }


def seen_in(told: Any) -> Seen:
    """Read a pin as readers see it; Pinterest makes every picture anew."""
    number, title, description = (
        text(told, "id"),
        words_at(told, "title"),
        words_at(told, "description"),
    )
    words = TITLE_ENDS.join(part for part in (title, description) if part)
    link = words_at(told, "link")
    return Seen(
        network_id=number,
        url=page(number),
        words=words,
        links=tuple(dict.fromkeys([*links_in(words), *([link] if link else [])])),
        pictures=(SeenPicture(words_at(told, "alt_text"), None),),
    )


def words_at(told: Any, name: str) -> str:
    """Give words that may be null."""
    return text(told, name) if told.get(name) is not None else ""


def is_same(post: Post, seen: Seen, at: datetime) -> bool:
    """Say whether a pin is one that we have sent."""
    return (
        at >= post.created_at - CLOCKS_DIFFER
        and post.words.split() == seen.words.split()
        and [picture.alt for picture in post.pictures[:1]] == [one.alt for one in seen.pictures]
    )


def said_in(told: list[Any]) -> tuple[list[tuple[Seen, datetime]], int]:
    """Read the account's own pins, each with when; and say how many cannot be read."""
    found, unreadable = [], 0
    for one in told:
        try:
            if one.get("is_owner") is not False:
                found.append((seen_in(one), moment(one, "created_at")))
        except (UnfitAnswerError, AttributeError):
            unreadable += 1
    return found, unreadable
