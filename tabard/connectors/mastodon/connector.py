"""Connects an account on a server of the fediverse, and brings, reads and removes its posts."""

import secrets as randomness
import time
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

import httpx

from tabard.common.http import Client
from tabard.connectors.answers import (
    contents,
    expect,
    listed,
    raise_for,
    reason,
    text,
    things,
    told_apart,
    web_address,
)
from tabard.connectors.api import (
    AccessLostError,
    Asked,
    Delivered,
    Described,
    Hearing,
    Limits,
    Named,
    Picture,
    Post,
    Profile,
    Said,
    Seen,
    TryLaterError,
)
from tabard.connectors.mastodon import hearing, leave, names
from tabard.connectors.mastodon.posts import is_same, said_in, seen_in

GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
# As many posts as a server lists at once.
LATEST = 40
# A picture that is not ready by then is brought again with the next try.
LOOKS_AT_A_PICTURE = 10
BETWEEN_LOOKS = timedelta(seconds=1)
STILL_TO_REVOKE = "Revoke Tabard under “Authorized apps” in the account's settings on its server."
COUNTED = {
    "favourites_count": "how often it was favourited, as far as this server has heard",
    "reblogs_count": "how often it was boosted, as far as this server has heard",
    "replies_count": "answers directly below it, as far as this server has heard",
}


class Mastodon:
    """Mastodon's client API (docs.joinmastodon.org/client): 500 characters, four pictures.

    A server sets its own limits; these are those of a server that says nothing else.
    """

    name: ClassVar[str] = "Mastodon"
    limits: ClassVar[Limits] = Limits(
        length=500, unit="characters", pictures=4, alt_text=1500, picture_bytes=2_000_000
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

    def __init__(self, http: Client, base_url: str, secrets: Mapping[str, str]) -> None:
        self.secrets = secrets
        self._http = http
        self._server = base_url.rstrip("/")

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

    def identify(self) -> Profile:
        """Ask to whom the token belongs, and by which name the server goes."""
        with told_apart(writing=False):
            told = contents(self._asked("GET", "/api/v1/accounts/verify_credentials"))
            page = web_address(told, "url")
            self.secrets = {**self.secrets, "account": text(told, "id")}
            return Profile(
                stable_id=told["uri"] if isinstance(told.get("uri"), str) else page,
                handle=f"{text(told, 'username')}@{self._domain()}",
                display_name=text(told, "display_name"),
                url=page,
            )

    def deliver(self, post: Post) -> Delivered:
        """Put a post on the server; with the same key, the hour through, it is the same post."""
        said: dict[str, Any] = {
            "status": post.words,
            "visibility": "public",
            "language": post.language.partition("-")[0],
        }
        if post.answers is not None:
            said["in_reply_to_id"] = post.answers
        if post.pictures:
            said["media_ids"] = [self._bring(picture) for picture in post.pictures]
        with told_apart():
            once = {"Idempotency-Key": post.once_only_key}
            answer = self._asked("POST", "/api/v1/statuses", json=said, headers=once, writing=True)
            told = contents(answer)
            return Delivered(network_id=text(told, "id"), url=web_address(told, "url"))

    def look_for(self, post: Post) -> Seen | None:
        """Look among the latest posts for one with the same words and pictures.

        A server keeps the key of a post for an hour, and other servers than Mastodon none at all.
        """
        with told_apart(writing=False):
            answer = self._statuses(limit=LATEST)
            return next((seen_in(one) for one in listed(answer) if is_same(post, one)), None)

    def read_back(self, network_id: str) -> Seen | None:
        """Fetch a post and its words as they were written, or learn that it is not there."""
        with told_apart(writing=False):
            answer = self._ask("GET", _path(network_id))
            if answer.status_code in GONE:
                return None
            _raise_for(answer)
            told = contents(answer)
            expect(told, "id", network_id)
            return seen_in(told, words=self._source(network_id))

    def said(self, before: str | None = None) -> Said:
        """List the account's own posts that everybody can see, without what it boosted."""
        with told_apart(writing=False):
            told = listed(self._statuses(limit=LATEST, **({"max_id": before} if before else {})))
            posts, unreadable = said_in(told)
            return Said(tuple(posts), unreadable, text(told[-1], "id") if told else None)

    def edit(self, network_id: str, post: Post) -> None:
        """Put other words in a post's place; its pictures stay, which have to be named anew."""
        with told_apart(writing=False):
            told = contents(self._asked("GET", _path(network_id)))
            pictures = [text(one, "id") for one in things(told, "media_attachments")]
        said = {"status": post.words, "language": post.language.partition("-")[0]}
        with told_apart():
            more = {"media_ids": pictures} if pictures else {}
            self._asked("PUT", _path(network_id), json={**said, **more}, writing=True)

    def below(self, network_id: str) -> Hearing:
        """Give what others said below a post, as far as this server has heard."""
        with told_apart(writing=False):
            account = self._account()
            told = contents(self._asked("GET", f"{_path(network_id)}/context"))
            return Hearing(*hearing.heard_below(told, account), None)

    def hear(self, after: str | None = None) -> Hearing:
        """Give the public posts that mention the account, since or of late."""
        asked: dict[str, str | int] = {"types[]": "mention", "limit": LATEST}
        with told_apart(writing=False):
            account = self._account()
            where = {**asked, **({"min_id": after} if after else {})}
            told = listed(self._asked("GET", "/api/v1/notifications", params=where))
            # The newest stands first, whichever way the list was asked for.
            latest = text(told[0], "id") if told else after
            return Hearing(*hearing.heard_of(told, account), latest)

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
            told = contents(self._asked("GET", _path(network_id)))
            return hearing.counted(told, tuple(COUNTED))

    def remove(self, network_id: str) -> None:
        """Delete a post; when it is gone already, that is well."""
        with told_apart():
            answer = self._ask("DELETE", _path(network_id))
            if answer.status_code not in GONE:
                _raise_for(answer, writing=True)

    def revoke(self) -> str:
        """Have the server end the token, which it does only for the application that got it."""
        if leave.end(self._http, self._server, self.secrets):
            return ""
        return STILL_TO_REVOKE

    def _statuses(self, **which: str | int) -> httpx.Response:
        path = f"/api/v1/accounts/{quote(self._account(), safe='')}/statuses"
        return self._asked("GET", path, params={"exclude_reblogs": "true", **which})

    def _account(self) -> str:
        """Give the number that the server has for the account; it is asked for once."""
        if "account" not in self.secrets:
            self.identify()
        return self.secrets["account"]

    def _domain(self) -> str:
        """Ask for the name that stands in handles, which need not be the server's own."""
        answer = self._ask("GET", "/api/v2/instance")
        if answer.status_code in GONE:
            return urlsplit(self._server).netloc
        _raise_for(answer)
        return text(contents(answer), "domain")

    def _source(self, network_id: str) -> str | None:
        """Ask for the words as they were written; not every server can say."""
        answer = self._ask("GET", f"{_path(network_id)}/source")
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

    def _asked(
        self, method: str, path: str, *, writing: bool = False, **how: Any
    ) -> httpx.Response:
        answer = self._ask(method, path, **how)
        _raise_for(answer, writing=writing)
        return answer

    def _ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.secrets['token']}", **how.pop("headers", {})}
        return self._http.request(method, f"{self._server}{path}", headers=headers, **how)


def _raise_for(answer: httpx.Response, *, writing: bool = False) -> None:
    """Raise what a refusal means: one for want of rights is for a person to mend."""
    if answer.status_code == HTTPStatus.FORBIDDEN:
        raise AccessLostError(f"The server does not let us do this: {reason(answer)}")
    raise_for(answer, writing=writing)


def _path(network_id: str) -> str:
    return f"/api/v1/statuses/{quote(network_id, safe='')}"
