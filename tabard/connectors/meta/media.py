"""Posts as Instagram tells of them."""

import re
from datetime import datetime
from typing import Any

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import moment, text, things
from tabard.connectors.api import Post, Seen, SeenPicture
from tabard.connectors.links import links_in
from tabard.connectors.meta.stories import CLOCKS_DIFFER, bare

HOME = "https://www.instagram.com"
MEDIA = "id,caption,timestamp,permalink,username,media_type,alt_text,children{media_type,alt_text}"
NAMING = "id,caption,timestamp,permalink,username"
OWN_PAGE = re.compile(rf"{HOME}/(?P<kind>p|reel|tv)/(?P<code>[\w-]{{1,64}})/?", re.ASCII)


def address_of(told: Any) -> str:
    """Give the address for people, with the name of the account in it, which says whose it is."""
    told = told if isinstance(told, dict) else {}
    address, name = f"{told.get('permalink') or HOME}", told.get("username")
    if (page := OWN_PAGE.fullmatch(address)) and isinstance(name, str):
        return f"{HOME}/{name}/{page['kind']}/{page['code']}/"
    return address if address.startswith("https://") else HOME


def is_same(post: Post, told: Any) -> bool:
    """Say whether a post on Instagram is one that we have sent."""
    return (
        is_since(post, told)
        and bare(words_of(told)) == bare(post.words)
        and len(_pictures(told)) == len(post.pictures)
    )


def is_since(post: Post, told: Any) -> bool:
    """Say whether something is no older than a post of ours."""
    return moment(told, "timestamp") >= post.created_at - CLOCKS_DIFFER


def time_of(told: Any) -> datetime:
    """Say when it was said."""
    return moment(told, "timestamp")


def seen(told: Any) -> Seen:
    """Read a post."""
    words = words_of(told)
    return Seen(
        network_id=text(told, "id"),
        url=address_of(told),
        words=words,
        links=links_in(words),
        pictures=_pictures(told),
    )


def words_of(told: Any) -> str:
    """Give the caption; a post may have none."""
    return text(told, "caption") if told.get("caption") else ""


def _pictures(told: Any) -> tuple[SeenPicture, ...]:
    """Read what the pictures are said to show; Instagram makes each of them anew."""
    every = things(told, "children", "data") or [told]
    return tuple(
        SeenPicture(text(one, "alt_text") if one.get("alt_text") else "", None)
        for one in every
        if text(one, "media_type") == "IMAGE"
    )


def readable(every: list[Any]) -> tuple[list[tuple[Seen, datetime]], int]:
    """Read posts, each with when; and say how many cannot be read."""
    found = []
    for one in every:
        try:
            found.append((seen(one), time_of(one)))
        except UnfitAnswerError:
            continue
    return found, len(every) - len(found)
