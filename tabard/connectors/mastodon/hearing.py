"""What others say to an account, as a server of the fediverse tells of it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import inside, moment, text, things, web_address
from tabard.connectors.api import Described, Heard, Kind, Profile
from tabard.connectors.mastodon.posts import PRIVATE, PUBLIC, seen_in


def heard_of(told: list[Any], account: str) -> tuple[tuple[Heard, ...], int]:
    """Read notifications of mentions, oldest first; and say how many cannot be read.

    What is for one person, or for followers alone, was not said in public.
    """
    return _read([inside({"": one}, "").get("status") for one in told], account)


def heard_in_private(told: list[Any], account: str) -> tuple[tuple[Heard, ...], int]:
    """Read notifications of mentions that only the people who are mentioned can see."""
    posts = [inside({"": one}, "").get("status") for one in told]
    heard, unreadable = _read(posts, account, visible=PRIVATE)
    return tuple(replace(one, kind=Kind.PRIVATE) for one in heard), unreadable


def heard_below(told: Any, account: str) -> tuple[tuple[Heard, ...], int]:
    """Read what stands below a post, oldest first; what the account itself said is left out."""
    others = [
        one
        for one in things(told, "descendants")
        if not isinstance(one, dict) or (one.get("account") or {}).get("id") != account
    ]
    return _read(others, account)


def said_by_others(told: list[Any], account: str) -> tuple[tuple[Heard, ...], int]:
    """Read what others said themselves, newest first, without what they boosted."""
    said = [one for one in told if not inside({"": one}, "").get("reblog")]
    others = [one for one in said if inside({"": one}, "", "account").get("id") != account]
    heard, unreadable = _read(others, account)
    newest_first = sorted(heard, key=_when, reverse=True)
    return tuple(replace(one, kind=Kind.POST) for one in newest_first), unreadable


def _read(
    posts: list[Any], account: str, visible: frozenset[str] = PUBLIC
) -> tuple[tuple[Heard, ...], int]:
    found, unreadable = [], 0
    for one in posts:
        try:
            if text(one, "visibility") in visible:
                found.append(_heard(one, account))
        except UnfitAnswerError:
            unreadable += 1
    return tuple(sorted(found, key=_when)), unreadable


def _when(heard: Heard) -> datetime:
    return heard.at


def _heard(told: Any, account: str) -> Heard:
    """Read one post; it is an answer where it stands below a post of the account."""
    seen = seen_in(told)
    return Heard(
        kind=Kind.ANSWER if told.get("in_reply_to_account_id") == account else Kind.MENTION,
        network_id=seen.network_id,
        url=seen.url,
        words=seen.words,
        author=author(told.get("account")),
        at=moment(told, "created_at"),
        answers=seen.answers or None,
    )


def author(told: Any) -> Profile:
    """Read who somebody is, as a server tells of everybody."""
    page = web_address(told, "url")
    return Profile(
        stable_id=told["uri"] if isinstance(told.get("uri"), str) else page,
        handle=text(told, "acct"),
        display_name=text(told, "display_name"),
        url=page,
    )


def described(told: Any) -> Described:
    """Read how an account presents itself; a field with a tick leads to a page that leads back."""
    fields = things(told, "fields")
    return Described(
        display_name=text(told, "display_name"),
        about=text(told, "source", "note"),
        links=tuple(text(one, "value") for one in things(told, "source", "fields")),
        followers=_number(told, "followers_count"),
        following=_number(told, "following_count"),
        verified=any(isinstance(one, dict) and one.get("verified_at") for one in fields),
    )


def counted(told: Any, names: tuple[str, ...]) -> dict[str, int]:
    """Read the numbers of a post."""
    numbers = {name: _number(told, name) for name in names}
    return {name: number for name, number in numbers.items() if number is not None}


def _number(told: Any, name: str) -> int | None:
    found = told.get(name)
    return found if isinstance(found, int) else None
