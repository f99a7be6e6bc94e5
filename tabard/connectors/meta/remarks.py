"""Comments on Instagram: what others say below posts, and what the account answers."""

from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import text, things
from tabard.connectors.api import Delivered, Heard, Hearing, Kind, Post, Profile, Seen
from tabard.connectors.links import links_in
from tabard.connectors.meta import media
from tabard.connectors.meta.graph import Graph
from tabard.connectors.meta.stories import bare

SAID = "id,text,timestamp,username,from"
COMMENT = f"{SAID},media{{id,permalink}}"
COMMENTS = f"{SAID},replies{{{SAID}}}"
WRITTEN = "id,media{id,permalink}"
MOST = 100

type Found = tuple[Any, str, str]
"""What is told of a comment, the post that it stands below, and that one's address."""


def comment_number(network_id: str) -> str | None:
    """Give the number of a comment, which is called by its post too: `post/comment`."""
    return network_id.partition("/")[2] or None


def _is_same(post: Post, told: Any) -> bool:
    """Say whether a comment is one that we have sent."""
    return media.is_since(post, told) and bare(text(told, "text")) == bare(post.words)


def seen_comment(told: Any) -> Seen:
    """Read a comment, which has no address but that of its post."""
    words, post = text(told, "text"), told.get("media")
    number = f"{text(told, 'media', 'id')}/{text(told, 'id')}"
    return Seen(number, media.address_of(post), words, links_in(words), ())


def answer(graph: Graph, post: Post, answers: str) -> Delivered:
    """Answer a post or a comment."""
    below, comment = answers.partition("/")[0], comment_number(answers)
    where = (comment, "replies") if comment else (below, "comments")
    told = graph.post(*where, message=post.words, fields=WRITTEN)
    return Delivered(f"{below}/{text(told, 'id')}", media.address_of(told.get("media")))


def below(graph: Graph, network_id: str) -> list[Found]:
    """List the comments below a post with the answers to them, or the answers to a comment."""
    post, comment = network_id.partition("/")[0], comment_number(network_id)
    where = (comment, "replies") if comment else (post, "comments")
    fields = COMMENT if comment else f"{COMMENT},replies{{{SAID}}}"
    every = things(graph.get(*where, fields=fields, limit=MOST), "data")
    address = media.address_of(every[0].get("media")) if every else media.HOME
    return list(comments_in(every, post, address))


def below_latest(every: list[Any]) -> list[Found]:
    """Go through the comments that are told with posts."""
    return [
        found
        for one in every
        for found in comments_in(
            things(one, "comments", "data"), text(one, "id"), media.address_of(one)
        )
    ]


def find(comments: list[Found], post: Post) -> Seen | None:
    """Find an answer of ours among comments."""
    for one, below, address in comments:
        if _is_same(post, one):
            return seen_comment({**one, "media": {"id": below, "permalink": address}})
    return None


def comments_in(every: list[Any], below: str, address: str) -> Iterator[Found]:
    """Go through comments, and the answers to them."""
    for one in every:
        yield one, below, address
        for answer in things(one, "replies", "data"):
            yield answer, below, address


def hearing(naming: Iterable[Any], comments: Iterable[Found], after: str | None) -> Hearing:
    """Put together what others said since a moment."""
    heard, unreadable = list[Heard](), 0
    said: list[Found] = [(one, "", "") for one in naming]
    for one, below, address in [*said, *comments]:
        try:
            heard.append(_heard(one, below, address))
        except UnfitAnswerError:
            unreadable += 1
    # What was said in the last second that is known may be one of several.
    later = [one for one in heard if after is None or one.at.isoformat() >= after]
    later.sort(key=lambda one: (one.at, one.network_id))
    return Hearing(tuple(later), unreadable, later[-1].at.isoformat() if later else after)


def _heard(told: Any, below: str, address: str) -> Heard:
    number, name = text(told, "id"), text(told, "username")
    return Heard(
        kind=Kind.ANSWER if below else Kind.MENTION,
        network_id=f"{below}/{number}" if below else number,
        url=address or media.address_of(told),
        words=text(told, "text") if below else media.words_of(told),
        author=Profile(_author(told), name, name, f"{media.HOME}/{name}/"),
        at=media.time_of(told).astimezone(UTC),
        answers=below or None,
    )


def _author(told: Any) -> str:
    """Give the number of who said it, which Instagram does not always tell."""
    who = told.get("from")
    return text(who, "id") if isinstance(who, dict) else ""
