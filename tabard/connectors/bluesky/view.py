"""Bluesky's view of all servers: who answers, who mentions, and how often a post was liked.

It is asked through the account's own server (atproto.com/specs/xrpc, service proxying), and only
for what no single server knows. Whatever goes out does so without it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import contents, expect, moment, raise_for, text, things, told_apart
from tabard.connectors.api import Described, Heard, Hearing, Kind, Profile, RejectedError
from tabard.connectors.bluesky import names
from tabard.connectors.bluesky.session import Access
from tabard.connectors.links import links_in

A_PAGE, MOST_PAGES = "50", 10
DEPTH = "10"
COUNTED = {
    "likeCount": "likes",
    "repostCount": "reposts",
    "replyCount": "answers directly below it",
    "quoteCount": "posts that quote it",
}


def asked(session: Access, method: str, **what: str | list[str]) -> dict[str, Any]:
    """Ask the view one question as the account."""
    answer = session.signed("GET", method, params=what)
    raise_for(answer, writing=False)
    return contents(answer)


def going_on(before: str | None) -> dict[str, str]:
    """Ask for the page from a place on, if one is known."""
    return {"cursor": before} if before else {}


def place_after(told: Any) -> str | None:
    """Give where a page's list goes on, if it does."""
    return text(told, "cursor") if told.get("cursor") else None


def hear(session: Access, after: str | None) -> Hearing:
    """Give the answers and mentions since a moment, or of late, oldest first.

    Whether a notification counts as read is not asked: it does so before anybody has read it.
    """
    since = moment({"after": after}, "after") if after else datetime(1970, 1, 1, tzinfo=UTC)
    heard, unreadable, latest = list[Heard](), 0, since
    with told_apart(writing=False):
        for told in _notifications(session, since):
            latest = max(latest, moment(told, "indexedAt"))
            one = read(told)
            heard += [one] if one else []
            unreadable += one is None
    return Hearing(_in_order(heard), unreadable, latest.isoformat() if latest > since else after)


def _notifications(session: Access, since: datetime) -> Iterator[Any]:
    """List notifications, the newest first, back to a moment."""
    what: dict[str, str | list[str]] = {"limit": A_PAGE, "reasons": ["mention", "reply", "quote"]}
    for _ in range(MOST_PAGES):
        told = asked(session, "app.bsky.notification.listNotifications", **what)
        page = things(told, "notifications")
        fresh = [one for one in page if moment(one, "indexedAt") > since]
        yield from fresh
        if not told.get("cursor") or len(fresh) < len(page):
            return
        what["cursor"] = text(told, "cursor")


def below(session: Access, uri: str, did: str) -> Hearing:
    """Give what others said below a post, oldest first."""
    with told_apart(writing=False):
        told = asked(
            session, "app.bsky.feed.getPostThread", uri=uri, depth=DEPTH, parentHeight="0"
        ).get("thread")
        found = [read(one) for one in _posts(told) if _author_of(one) != did]
    heard = [one for one in found if one is not None]
    return Hearing(_in_order(heard), len(found) - len(heard), None)


def _posts(thread: Any) -> Iterator[Any]:
    """Walk through the answers; what is blocked or gone holds no post."""
    for answer in things(thread, "replies"):
        if isinstance(answer, dict) and "post" in answer:
            yield answer["post"]
            yield from _posts(answer)


def _author_of(post: Any) -> Any:
    author = post.get("author") if isinstance(post, dict) else None
    return author.get("did") if isinstance(author, dict) else None


def read(told: Any) -> Heard | None:
    """Read one post, or a notification of one; None is one that cannot be read."""
    try:
        uri, answers = text(told, "uri"), _answers(told)
        return Heard(
            kind=Kind.ANSWER if answers else Kind.MENTION,
            network_id=uri,
            url=names.page(uri),
            words=text(told, "record", "text"),
            author=author(told.get("author")),
            # When its author says that it was written is for the author to choose.
            at=moment(told, "indexedAt"),
            answers=answers,
        )
    except (UnfitAnswerError, RejectedError):
        return None


def _answers(told: Any) -> str | None:
    """Give the post that this one stands below, unless it is told of for a mention in it."""
    is_answer = told.get("reason", "reply") == "reply"
    has_parent = is_answer and "reply" in (told.get("record") or {})
    return text(told, "record", "reply", "parent", "uri") if has_parent else None


def author(told: Any) -> Profile:
    """Read who somebody is, as the view tells of everybody."""
    did, handle = text(told, "did"), text(told, "handle")
    name = told.get("displayName")
    shown = name if isinstance(name, str) and name else handle
    return Profile(did, handle, shown, f"https://bsky.app/profile/{did}")


def _in_order(heard: list[Heard]) -> tuple[Heard, ...]:
    return tuple(sorted(heard, key=lambda one: one.at))


def describe(session: Access, did: str) -> Described:
    """Give how the account presents itself, and how many follow it."""
    with told_apart(writing=False):
        told = asked(session, "app.bsky.actor.getProfile", actor=did)
        expect(told, "did", did)
        about = text(told, "description") if told.get("description") else ""
        checked = told.get("verification")
        return Described(
            display_name=text(told, "displayName") if told.get("displayName") else "",
            about=about,
            links=links_in(about),
            followers=_number(told, "followersCount"),
            following=_number(told, "followsCount"),
            verified=isinstance(checked, dict) and checked.get("verifiedStatus") == "valid",
        )


def measure(session: Access, uri: str) -> dict[str, int]:
    """Give the numbers of a post; of one that the view does not know there are none."""
    with told_apart(writing=False):
        posts = things(asked(session, "app.bsky.feed.getPosts", uris=uri), "posts")
        numbers = {name: _number(posts[0], name) for name in COUNTED} if posts else {}
    return {name: number for name, number in numbers.items() if number is not None}


def _number(told: Any, name: str) -> int | None:
    found = told.get(name) if isinstance(told, dict) else None
    return found if isinstance(found, int) else None
