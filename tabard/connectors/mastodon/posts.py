"""Posts as a server of the fediverse tells of them: in HTML, with the pictures made anew."""

from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import moment, text, things, web_address
from tabard.connectors.api import Post, Seen, SeenPicture
from tabard.connectors.mastodon.names import without_servers

# What the server makes of a mention or a hashtag leads somewhere, and was not written as a link.
NO_LINKS = frozenset({"mention", "hashtag"})
# What is for followers or for one person is nobody else's to read.
PUBLIC, PRIVATE = frozenset({"public", "unlisted"}), frozenset({"direct"})
# The server's clock and ours may differ by this much; a post of before that is another one.
CLOCKS_DIFFER = timedelta(minutes=10)


def is_before(post: Post, told: Any) -> bool:
    """Say whether a post of the server is from before we have sent one."""
    return moment(told, "created_at") < post.created_at - CLOCKS_DIFFER


def is_same(post: Post, told: Any) -> bool:
    """Say whether a post of the server is one that we have sent."""
    seen = seen_in(told)
    return (
        not is_before(post, told)
        and _bare(without_servers(post.words)) == _bare(seen.words)
        and [picture.alt for picture in post.pictures] == [one.alt for one in seen.pictures]
        and (post.answers or "") == seen.answers
    )


def _bare(words: str) -> str:
    return " ".join(words.split())


def said_in(told: list[Any]) -> tuple[list[tuple[Seen, datetime]], int]:
    """Read posts that everybody can see, each with when; and say how many cannot be read."""
    found, unreadable = [], 0
    for one in told:
        try:
            if text(one, "visibility") in PUBLIC:
                found.append((seen_in(one), moment(one, "created_at")))
        except UnfitAnswerError:
            unreadable += 1
    return found, unreadable


def seen_in(told: Any, *, words: str | None = None) -> Seen:
    """Read a post as the server tells of it; without its source, by what readers are shown."""
    shown = _Shown(text(told, "content"))
    pictures = things(told, "media_attachments")
    return Seen(
        network_id=text(told, "id"),
        url=web_address(told, "url"),
        words=shown.words if words is None else words,
        links=tuple(shown.links),
        # The server makes every picture anew, so that its bytes tell nothing.
        pictures=tuple(SeenPicture(_described(picture), None) for picture in pictures),
        answers=text(told, "in_reply_to_id") if told.get("in_reply_to_id") else "",
    )


def _described(picture: Any) -> str:
    """Give the alt text of a picture; none is null."""
    told = picture.get("description") if isinstance(picture, dict) else ""
    return text({"description": told or ""}, "description")


class _Shown(HTMLParser):
    """The words and links that readers are shown: paragraphs, line breaks and addresses."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.words, self.links = "", list[str]()
        self._link: str | None = None
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "p" and self.words:
            self.words += "\n\n"
        if tag == "br":
            self.words += "\n"
        if tag == "a" and not NO_LINKS & set((dict(attrs).get("class") or "").split()):
            self._link = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link is not None:
            self.links.append(self._link)
            self._link = None

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._link is not None:
            self._link += data
