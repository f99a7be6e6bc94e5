"""Posts as X tells of them: its short links undone, and its pictures named beside them."""

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Any

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import inside, moment, text, things
from tabard.connectors.api import Post, Seen, SeenPicture
from tabard.connectors.x.names import page

# What has to be asked for to read a post; only its identifier and words are told without.
WHOLE = {
    "post.fields": "attachments,created_at,display_text_range,entities,note_post",
    "expansions": "attachments.media_keys,referenced_posts",
    "media.fields": "alt_text,type",
}
# X's clock and ours may differ by this much; a post of before that is another one.
CLOCKS_DIFFER = timedelta(minutes=10)
SCHEME = re.compile(r"https?://", re.IGNORECASE)


def is_same(post: Post, seen: Seen, at: datetime) -> bool:
    """Say whether a post of X is one that we have sent."""
    return (
        at >= post.created_at - CLOCKS_DIFFER
        and _bare(post.words) == _bare(seen.words)
        and [picture.alt for picture in post.pictures] == [one.alt for one in seen.pictures]
        and (post.answers or "") == seen.answers
    )


def _bare(words: str) -> str:
    return " ".join(SCHEME.sub("", unicodedata.normalize("NFC", words)).split())


def seen_in(told: Any, beside: Any) -> Seen:
    """Read a post, with what stands beside it in the answer."""
    words, links = as_written(told)
    media = {text(one, "media_key"): one for one in things(beside, "includes", "media")}
    keys = [text(key) for key in things(told, "attachments", "media_keys")]
    return Seen(
        network_id=text(told, "id"),
        url=page(text(told, "id")),
        words=words,
        links=links,
        # X makes every picture anew, so that its bytes tell nothing.
        pictures=tuple(SeenPicture(_alt(media.get(key)), None) for key in keys),
        answers=answered(told) or "",
    )


def answered(told: Any) -> str | None:
    """Give the post that a post answers."""
    referred = things(told, "referenced_posts")
    return next((text(one, "id") for one in referred if text(one, "type") == "replied_to"), None)


def _alt(picture: Any) -> str:
    return text(picture, "alt_text") if picture and picture.get("alt_text") else ""


def as_written(told: Any) -> tuple[str, tuple[str, ...]]:
    """Give the words as their author wrote them, and the links in them.

    A post of more than 280 stands in `note_post`. X puts a link of its own in the place of each,
    one more for pictures, and the name of whom it answers before an answer.
    """
    note = inside(told, "note_post") or inside(told)
    words, links = text(note, "text"), []
    if note is told and (shown := things(told, "display_text_range")):
        words = words[_place(shown[0]) :]
    for link in _links(note):
        if link.get("media_key"):
            words = words.replace(text(link, "url"), "").rstrip()
            continue
        written, shown_as = text(link, "expanded_url"), text(link, "display_url")
        # X writes http:// before what was written without; few people write it themselves.
        if written == f"http://{shown_as}":
            written = shown_as
        else:
            links.append(written)
        words = words.replace(text(link, "url"), written, 1)
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), tuple(links)


def _links(told: Any) -> list[Any]:
    """Give the links of a post, of which X may name one twice: for each picture of several."""
    return [link for link in things(told, "entities", "urls") if isinstance(link, dict)]


def _place(told: Any) -> int:
    if not isinstance(told, int):
        raise UnfitAnswerError("The answer does not say where the words begin.")
    return told


def said_in(told: Any) -> tuple[list[tuple[Seen, datetime]], int]:
    """Read posts, each with when; and say how many cannot be read."""
    found, unreadable = [], 0
    for one in things(told, "data"):
        try:
            found.append((seen_in(one, told), moment(one, "created_at")))
        except UnfitAnswerError:
            unreadable += 1
    return found, unreadable
