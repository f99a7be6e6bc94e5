"""Connects an account on a server of the fediverse, and brings, reads and removes its posts."""

import secrets as randomness
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import quote

import httpx

from tabard.connectors.answers import (
    contents,
    expect,
    listed,
    text,
    things,
    told_apart,
    web_address,
)
from tabard.connectors.api import (
    Asked,
    Delivered,
    Described,
    Heard,
    Hearing,
    Limits,
    Named,
    Picture,
    Post,
    Said,
    Seen,
    TryLaterError,
)
from tabard.connectors.mastodon import hearing, leave, names, once
from tabard.connectors.mastodon.others import POSTS, WithOthers
from tabard.connectors.mastodon.posts import is_before, is_same, said_in, seen_in
from tabard.connectors.mastodon.server import GONE, account_path, post_path

# More than an account says in the time in which a post is tried.
MOST_PAGES = 10
# A picture that is not ready by then is brought again with the next try.
LOOKS_AT_A_PICTURE = 10
BETWEEN_LOOKS = timedelta(seconds=1)
STILL_TO_REVOKE = "Revoke Tabard under “Authorized apps” in the account's settings on its server."
COUNTED = {
    "favourites_count": "how often it was favourited, as far as this server has heard",
    "reblogs_count": "how often it was boosted, as far as this server has heard",
    "replies_count": "answers directly below it, as far as this server has heard",
}


class Mastodon(WithOthers):
    """Mastodon's client API (docs.joinmastodon.org/client): 500 characters, four pictures.

    A server sets its own limits; these are those of a server that says nothing else.
    """

    name: ClassVar[str] = "Mastodon"
    limits: ClassVar[Limits] = Limits(
        length=500,
        unit="characters",
        pictures=4,
        alt_text=1500,
        picture_bytes=2_000_000,
        parts=25,
        cards=True,
    )
    asks: ClassVar[tuple[Asked, ...]] = (
        Asked(
            name="server",
            label="Server",
            hint="Where the account lives, for example https://social.exampleton.gov.uk",
            secret=False,
        ),
        Asked(
            name="token",
            label="Access token",
            hint="Under “Development” in the account's settings: make an application that may read "
            "and write, and copy its access token.",
            secret=True,
        ),
    )

    @staticmethod
    def new_key() -> str:
        """Choose a key under which the server takes one post within the hour."""
        return randomness.token_urlsafe(15)

    @staticmethod
    def recognise(text: str) -> Named | None:
        """Know `@name@server` and the addresses of profiles and posts."""
        return names.recognise(text)

    @staticmethod
    def count(words: str) -> int:
        """Count graphemes; a link counts 23, and of a mention not the server."""
        return names.count(words)

    rights = staticmethod(leave.rights)
    register = staticmethod(leave.register)
    ask_leave = staticmethod(leave.ask)
    take_leave = staticmethod(leave.take)

    def deliver(self, post: Post) -> Delivered:
        """Put a post on the server, unless it may be there already and is found."""
        return self._put(post, visibility="public")

    def answer_privately(self, heard: Heard, post: Post) -> Delivered:
        """Answer with a post that its author alone can see, who has to be named in it."""
        words = f"@{heard.author.handle} {post.words}"
        return self._put(replace(post, words=words, answers=heard.network_id), visibility="direct")

    def _put(self, post: Post, *, visibility: str) -> Delivered:
        if once.has_to_look(post, self._http, self._server):
            there = self.look_for(post)
            if there is not None:
                return Delivered(there.network_id, there.url)
        said: dict[str, Any] = {
            "status": post.words,
            "visibility": visibility,
            "language": post.language.partition("-")[0],
        }
        if post.answers is not None:
            said["in_reply_to_id"] = post.answers
        if post.pictures:
            said["media_ids"] = [self._bring(picture) for picture in post.pictures]
        with told_apart():
            key = {"Idempotency-Key": post.once_only_key}
            answer = self._asked("POST", "/api/v1/statuses", json=said, headers=key, writing=True)
            told = contents(answer)
            return Delivered(network_id=text(told, "id"), url=web_address(told, "url"))

    def look_for(self, post: Post) -> Seen | None:
        """Look through what the account said since for the same words and pictures.

        A server keeps the key of a post for an hour, and other servers than Mastodon none at all.
        """
        with told_apart(writing=False):
            for page in self._since(post):
                for told in page:
                    if is_same(post, told):
                        return seen_in(told)
        return None

    def _since(self, post: Post) -> Iterator[list[Any]]:
        """Give what the account said since a post was first sent, page by page."""
        further: dict[str, str] = {}
        for _ in range(MOST_PAGES):
            page = listed(self._statuses(limit=POSTS, **further))
            yield page
            if not page or is_before(post, page[-1]):
                return
            further = {"max_id": text(page[-1], "id")}

    def read_back(self, network_id: str) -> Seen | None:
        """Fetch a post and its words as they were written, or learn that it is not there."""
        with told_apart(writing=False):
            answer = self._ask("GET", post_path(network_id))
            if answer.status_code in GONE:
                return None
            self._insist(answer)
            told = contents(answer)
            expect(told, "id", network_id)
            return seen_in(told, words=self._source(network_id))

    def said(self, before: str | None = None) -> Said:
        """List the account's own posts that everybody can see, without what it boosted."""
        with told_apart(writing=False):
            told = listed(self._statuses(limit=POSTS, **({"max_id": before} if before else {})))
            posts, unreadable = said_in(told)
            return Said(tuple(posts), unreadable, text(told[-1], "id") if told else None)

    def edit(self, network_id: str, post: Post) -> None:
        """Put other words in a post's place; its pictures stay, which have to be named anew."""
        with told_apart(writing=False):
            told = contents(self._asked("GET", post_path(network_id)))
            pictures = [text(one, "id") for one in things(told, "media_attachments")]
        said = {"status": post.words, "language": post.language.partition("-")[0]}
        with told_apart():
            more = {"media_ids": pictures} if pictures else {}
            self._asked("PUT", post_path(network_id), json={**said, **more}, writing=True)

    def below(self, network_id: str) -> Hearing:
        """Give what others said below a post, as far as this server has heard."""
        with told_apart(writing=False):
            account = self._account()
            told = contents(self._asked("GET", post_path(network_id, "/context")))
            return Hearing(*hearing.heard_below(told, account), None)

    def describe(self) -> Described:
        """Ask how the account presents itself, and how many follow it."""
        with told_apart(writing=False):
            told = contents(self._asked("GET", "/api/v1/accounts/verify_credentials"))
            return hearing.described(told)

    @staticmethod
    def measures() -> Mapping[str, str]:
        """Name what a server counts of a post."""
        return COUNTED

    def measure(self, network_id: str) -> Mapping[str, int]:
        """Give the numbers of a post, as far as this server has heard."""
        with told_apart(writing=False):
            told = contents(self._asked("GET", post_path(network_id)))
            return hearing.counted(told, tuple(COUNTED))

    def remove(self, network_id: str) -> None:
        """Delete a post; when it is gone already, that is well."""
        with told_apart():
            answer = self._ask("DELETE", post_path(network_id))
            if answer.status_code not in GONE:
                self._insist(answer, writing=True)

    def revoke(self) -> str:
        """Have the server end the token, which it does only for the application that got it."""
        if leave.end(self._http, self._server, self.secrets):
            return ""
        return STILL_TO_REVOKE

    def _statuses(self, **which: str | int) -> httpx.Response:
        path = account_path(self._account(), "/statuses")
        return self._asked("GET", path, params={"exclude_reblogs": "true", **which})

    def _source(self, network_id: str) -> str | None:
        """Ask for the words as they were written; not every server can say."""
        answer = self._ask("GET", post_path(network_id, "/source"))
        return text(contents(answer), "text") if answer.is_success else None

    def _bring(self, picture: Picture) -> str:
        """Bring a picture, and wait until it is ready; it may be brought again."""
        kind = picture.media_type
        with told_apart(writing=False):
            answer = self._asked(
                "POST",
                "/api/v2/media",
                files={"file": (f"picture.{kind.partition('/')[2]}", picture.content, kind)},
                data={"description": picture.alt},
            )
            number = text(contents(answer), "id")
            for _ in range(LOOKS_AT_A_PICTURE):
                if answer.status_code == HTTPStatus.OK:
                    return number
                time.sleep(BETWEEN_LOOKS.total_seconds())
                answer = self._asked("GET", f"/api/v1/media/{quote(number, safe='')}")
            raise TryLaterError("The server is still working on a picture.")
