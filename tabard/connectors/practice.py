"""The practice network: a network inside the product, spoken to over HTTP like any other."""

import re
import secrets as randomness
from collections.abc import Mapping
from datetime import UTC
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import quote

import httpx

from tabard.common.http import Client
from tabard.connectors.answers import (
    contents,
    expect,
    moment,
    raise_for,
    text,
    things,
    told_apart,
    web_address,
)
from tabard.connectors.api import (
    Asked,
    Delivered,
    Limits,
    Named,
    Picture,
    Post,
    Profile,
    Said,
    Seen,
    SeenPicture,
)
from tabard.connectors.counting import graphemes

HANDLE = re.compile(r"@(?P<handle>\w{3,30})@practice", re.ASCII | re.IGNORECASE)
LINK = re.compile(
    r"(?P<server>https?://[^/\s]+)/practice/@(?P<handle>\w{3,30})"
    r"(?:/post/(?P<post>[\w.:~-]{1,100}))?/?(?:[?#]\S*)?",
    re.ASCII | re.IGNORECASE,
)


class Practice:
    """The practice network: words up to 500 graphemes, four pictures; nothing leaves the house."""

    name: ClassVar[str] = "Practice network"
    limits: ClassVar[Limits] = Limits(
        length=500,
        unit="characters",
        pictures=4,
        alt_text=1000,
        picture_bytes=2_000_000,
        parts=25,
    )
    asks: ClassVar[tuple[Asked, ...]] = (
        Asked(
            name="token",
            label="Access token",
            hint="The practice network shows it on the account's page.",
            secret=True,
        ),
    )

    def __init__(self, http: Client, base_url: str, secrets: Mapping[str, str]) -> None:
        self.secrets = secrets
        self._http = http
        self._api = base_url.rstrip("/")

    @staticmethod
    def new_key() -> str:
        """Choose a key that nobody else will choose."""
        return randomness.token_urlsafe(15)

    @staticmethod
    def recognise(text: str) -> Named | None:
        """Know `@name@practice` and the addresses of profiles and posts."""
        if handle := HANDLE.fullmatch(text.strip()):
            return Named("practice", handle=handle["handle"].lower())
        if link := LINK.fullmatch(text.strip()):
            return Named(
                "practice",
                handle=link["handle"].lower(),
                post_id=link["post"],
                server=link["server"].lower(),
            )
        return None

    @staticmethod
    def count(words: str) -> int:
        """Count graphemes, of which the network takes 500 in at most 10,000 bytes."""
        return graphemes(words, most=500, most_bytes=10_000)

    def identify(self) -> Profile:
        """Ask to whom the token belongs."""
        with told_apart(writing=False):
            answer = self._ask("GET", "/me")
            raise_for(answer, writing=False)
            told = contents(answer)
            return Profile(
                stable_id=text(told, "id"),
                handle=text(told, "handle"),
                display_name=text(told, "name"),
                url=web_address(told, "url"),
            )

    def deliver(self, post: Post) -> Delivered:
        """Put a post under its key; again, and nothing changes."""
        said: dict[str, Any] = {
            "words": post.words,
            "created_at": post.created_at.astimezone(UTC).isoformat(timespec="milliseconds"),
            "pictures": [
                {"sha256": self._upload(picture), "alt": picture.alt} for picture in post.pictures
            ],
        }
        if post.answers is not None:
            said["answers"] = post.answers
        with told_apart():
            answer = self._ask("PUT", _path(post.once_only_key), json=said)
            raise_for(answer)
            told = contents(answer)
            expect(told, "id", post.once_only_key)
            return Delivered(network_id=post.once_only_key, url=web_address(told, "url"))

    def look_for(self, post: Post) -> Seen | None:
        """Look under the key, which is also the network's own name for the post."""
        return self.read_back(post.once_only_key)

    def read_back(self, network_id: str) -> Seen | None:
        """Fetch a post, or learn that it is not there."""
        with told_apart(writing=False):
            answer = self._ask("GET", _path(network_id))
            if answer.status_code == HTTPStatus.NOT_FOUND:
                return None
            raise_for(answer, writing=False)
            told = contents(answer)
            expect(told, "id", network_id)
            return _seen(told)

    def said(self, before: str | None = None) -> Said:
        """List the account's posts, a page at a time."""
        with told_apart(writing=False):
            answer = self._ask("GET", "/posts", params={"before": before} if before else {})
            raise_for(answer, writing=False)
            told = contents(answer)
            posts = [(_seen(one), moment(one, "created_at")) for one in things(told, "posts")]
            return Said(tuple(posts), 0, text(told, "before") if told.get("before") else None)

    def remove(self, network_id: str) -> None:
        """Take a post down; when it is gone already, that is well."""
        with told_apart():
            raise_for(self._ask("DELETE", _path(network_id)))

    def revoke(self) -> str:
        """Have the token forgotten; one that opens nothing any more is forgotten already."""
        with told_apart(writing=False):
            answer = self._ask("DELETE", "/token")
            if answer.status_code != HTTPStatus.UNAUTHORIZED:
                raise_for(answer, writing=False)
        return ""

    def _upload(self, picture: Picture) -> str:
        """Bring a picture; no post is made of it yet, so this may be repeated."""
        with told_apart(writing=False):
            answer = self._ask(
                "POST",
                "/pictures",
                content=picture.content,
                headers={"Content-Type": picture.media_type},
            )
            raise_for(answer, writing=False)
            return text(contents(answer), "sha256")

    def _ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.secrets['token']}", **how.pop("headers", {})}
        return self._http.request(method, f"{self._api}{path}", headers=headers, **how)


def _seen(told: Any) -> Seen:
    return Seen(
        network_id=text(told, "id"),
        url=web_address(told, "url"),
        words=text(told, "words"),
        links=tuple(text(link) for link in things(told, "links")),
        pictures=tuple(
            SeenPicture(alt=text(picture, "alt"), sha256=text(picture, "sha256"))
            for picture in things(told, "pictures")
        ),
        answers=text(told, "answers") if told.get("answers") else "",
    )


def _path(key: str) -> str:
    return f"/posts/{quote(key, safe='')}"
