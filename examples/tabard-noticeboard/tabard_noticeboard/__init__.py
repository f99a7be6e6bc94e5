"""Noticeboard, a network that does not exist: words up to 280 characters, and no pictures."""

import re
import secrets as randomness
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import quote

import httpx

from tabard.common.http import Client
from tabard.connectors.answers import contents, expect, raise_for, text, told_apart, web_address
from tabard.connectors.api import Asked, Delivered, Limits, Named, Post, Profile, Seen
from tabard.connectors.links import links_in

PAGE = re.compile(
    r"https://noticeboard\.example/@(?P<handle>\w{1,30})(?:/(?P<post>[\w-]{1,60}))?/?(?:[?#]\S*)?"
)


class Noticeboard:
    """A notice is put under a key of our own, so that a second try changes nothing."""

    name: ClassVar[str] = "Noticeboard"
    limits: ClassVar[Limits] = Limits(
        length=280, unit="characters", pictures=0, alt_text=0, picture_bytes=0
    )
    asks: ClassVar[tuple[Asked, ...]] = (
        Asked(
            name="server",
            label="Server",
            hint="Where the board is.",
            secret=False,
            default="https://noticeboard.example",
        ),
        Asked(name="token", label="Token", hint="From the board's settings.", secret=True),
    )

    def __init__(self, http: Client, base_url: str, secrets: Mapping[str, str]) -> None:
        self.secrets = secrets
        self._http = http
        self._at = base_url.rstrip("/")

    @staticmethod
    def new_key() -> str:
        """Choose a key that nobody else will choose."""
        return randomness.token_urlsafe(15)

    @staticmethod
    def recognise(text: str) -> Named | None:
        """Know the addresses of boards and notices."""
        found = PAGE.fullmatch(text.strip())
        return Named("noticeboard", found["handle"], post_id=found["post"]) if found else None

    @staticmethod
    def count(words: str) -> int:
        """Count characters."""
        return len(words)

    def identify(self) -> Profile:
        """Ask whose token this is."""
        with told_apart(writing=False):
            answer = self._ask("GET", "/me")
            raise_for(answer, writing=False)
            told = contents(answer)
            named = [text(told, part) for part in ("id", "handle", "name")]
            return Profile(*named, url=web_address(told, "url"))

    def deliver(self, post: Post) -> Delivered:
        """Put a notice under its key."""
        with told_apart():
            answer = self._ask("PUT", _path(post.once_only_key), json={"words": post.words})
            raise_for(answer)
            told = contents(answer)
            expect(told, "id", post.once_only_key)
            return Delivered(post.once_only_key, web_address(told, "url"))

    def look_for(self, post: Post) -> Seen | None:
        """Look under the key."""
        return self.read_back(post.once_only_key)

    def read_back(self, network_id: str) -> Seen | None:
        """Fetch a notice, or learn that it is not there."""
        with told_apart(writing=False):
            answer = self._ask("GET", _path(network_id))
            if answer.status_code == HTTPStatus.NOT_FOUND:
                return None
            raise_for(answer, writing=False)
            told = contents(answer)
            expect(told, "id", network_id)
            words = text(told, "words")
            return Seen(network_id, web_address(told, "url"), words, tuple(links_in(words)), ())

    def remove(self, network_id: str) -> None:
        """Take a notice down; one that is gone already is well."""
        with told_apart():
            answer = self._ask("DELETE", _path(network_id))
            if answer.status_code != HTTPStatus.NOT_FOUND:
                raise_for(answer)

    def _ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        shown = {"Authorization": f"Bearer {self.secrets['token']}"}
        return self._http.request(method, f"{self._at}{path}", headers=shown, **how)


def _path(key: str) -> str:
    return f"/notices/{quote(key, safe='')}"
