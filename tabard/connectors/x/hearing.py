"""What others say to an account on X, and of it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import inside, moment, number, text, things
from tabard.connectors.api import Described, Heard, Hearing, Kind, Profile
from tabard.connectors.x.names import page
from tabard.connectors.x.posts import answered, as_written

# What has to be asked for: who said it, and what it answers.
SAID = {
    "post.fields": "created_at,display_text_range,entities,note_post",
    "expansions": "author_id,in_reply_to_user_id,referenced_posts",
    "max_results": "100",
}


def hearing_in(pages: Iterable[Any], own: str, after: str | None = None) -> Hearing:
    """Read what was heard, page by page; `after` is the newest that was heard before."""
    heard, unreadable, numbers = list[Heard](), 0, [after] if after else []
    for told in pages:
        people = {inside(one).get("id"): one for one in things(told, "includes", "users")}
        for one in things(told, "data"):
            try:
                numbers.append(text(one, "id"))
                heard.append(_heard(one, people, own))
            except UnfitAnswerError:
                unreadable += 1
    heard.sort(key=lambda one: one.at)
    # X numbers posts in the order in which they are made, and longer numbers are greater ones.
    newest = max(numbers, key=lambda number: (len(number), number), default=None)
    return Hearing(tuple(heard), unreadable, newest)


def home_in(told: Any, own: str) -> tuple[tuple[Heard, ...], int]:
    """Read what others said themselves, newest first."""
    found = hearing_in([told], own)
    others = [one for one in found.heard if one.author.stable_id != own]
    newest_first = sorted(others, key=lambda one: one.at, reverse=True)
    return tuple(replace(one, kind=Kind.POST) for one in newest_first), found.unreadable


def _heard(told: Any, people: Mapping[Any, Any], own: str) -> Heard:
    """Read what somebody said: an answer stands below a post of the account's own."""
    author = profile_in(people.get(text(told, "author_id")))
    answers = answered(told)
    below_own = answers is not None and told.get("in_reply_to_user_id") == own
    return Heard(
        kind=Kind.ANSWER if below_own else Kind.MENTION,
        network_id=text(told, "id"),
        url=page(text(told, "id")),
        words=as_written(told)[0],
        author=author,
        at=moment(told, "created_at"),
        answers=answers,
    )


def profile_in(told: Any) -> Profile:
    """Read who somebody is."""
    handle = text(told, "username")
    return Profile(
        stable_id=text(told, "id"),
        handle=handle,
        display_name=text(told, "name"),
        url=f"https://x.com/{handle}",
    )


def described_in(told: Any) -> Described:
    """Read how an account presents itself; X shortens the links of a profile, too."""
    about, links = as_written(
        {
            "text": inside(told).get("description") or "",
            "entities": inside(told, "entities", "description"),
        }
    )
    own = [text(one, "expanded_url") for one in things(told, "entities", "url", "urls")]
    verified = inside(told).get("verified")
    return Described(
        display_name=text(told, "name"),
        about=about,
        links=tuple(dict.fromkeys([*own, *links])),
        followers=number(told, "public_metrics", "followers_count"),
        following=number(told, "public_metrics", "following_count"),
        verified=verified if isinstance(verified, bool) else None,
    )
