"""Connects an account on any AT Protocol server, and brings, reads and removes its posts."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar

import httpx

from tabard.common.env import env
from tabard.common.http import Client, UnfitAnswerError
from tabard.connectors.answers import contents, expect, raise_for, text, things, told_apart
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
    RejectedError,
    Said,
    Seen,
)
from tabard.connectors.bluesky import handles, identity, leave, names, replies, view
from tabard.connectors.bluesky.granted import Granted
from tabard.connectors.bluesky.names import POST
from tabard.connectors.bluesky.others import WithOthers
from tabard.connectors.bluesky.records import record_of, said_in, seen
from tabard.connectors.bluesky.session import Access, Session, error_in
from tabard.connectors.counting import graphemes

# What people are asked to call the app password that they make for us, in small letters.
APP_PASSWORD = "tabard"  # noqa: S105 - its name, not the password
# As many posts as a server lists at once.
A_PAGE = 100
STILL_TO_DELETE = "Delete Tabard's app password in the account's settings on Bluesky."


class Bluesky(WithOthers):
    """AT Protocol (atproto.com/specs): 300 graphemes and 3000 bytes, four pictures.

    Everything is asked of the account's own server, which its directory entry names; what others
    say and how many liked it, through that server, of Bluesky's view of all servers.
    """

    name: ClassVar[str] = "Bluesky"
    limits: ClassVar[Limits] = Limits(
        length=300,
        unit="characters",
        pictures=4,
        alt_text=2000,
        picture_bytes=2_000_000,
        parts=25,
        cards=True,
    )
    asks: ClassVar[tuple[Asked, ...]] = (
        Asked(
            name="server",
            label="Server",
            hint="Where the account lives. Leave it as it is unless you were told another.",
            secret=False,
            default=env("BLUESKY_SERVER", default="https://bsky.social"),
        ),
        Asked(
            name="identifier",
            label="Handle",
            hint="For example roads.exampleton.gov.uk or name.bsky.social",
            secret=False,
        ),
        Asked(
            name="password",
            label="App password",
            hint="Made in the account's settings under “App passwords”. Not the sign-in password.",
            secret=True,
        ),
    )

    def __init__(self, http: Client, base_url: str, secrets: Mapping[str, str]) -> None:
        self._http = http
        # What was granted on a server's page is bound to a key; a session begins with a password.
        way = Granted if "key" in secrets else Session
        self._session: Access = way(http, base_url, secrets)

    @property
    def secrets(self) -> Mapping[str, str]:
        """What has to be kept: what leave gave, or the app password and the session it began."""
        return self._session.secrets

    rights = staticmethod(leave.rights)
    asks_handle = staticmethod(leave.asks_handle)
    application = staticmethod(leave.application)
    document = staticmethod(leave.document)
    ask_leave = staticmethod(leave.ask)
    take_leave = staticmethod(leave.take)

    @staticmethod
    def new_key() -> str:
        """Choose the key of a record before it is written."""
        return names.new_tid()

    @staticmethod
    def recognise(text: str) -> Named | None:
        """Know handles, DIDs, at:// addresses and the addresses of Bluesky's own pages."""
        return names.recognise(text)

    @staticmethod
    def count(words: str) -> int:
        """Count graphemes, of which the network takes 300 in at most 3000 bytes."""
        return graphemes(words, most=300, most_bytes=3000)

    def identify(self) -> Profile:
        """Be accepted at the account's own server, and follow its handle's domain back to it."""
        with told_apart(writing=False):
            handle = identity.prove(self._session, self._http).handle
            did = self.secrets["did"]
            handles.insist(handle, did, self._http)
            profile = self._record(did, "app.bsky.actor.profile", "self") or {}
        name = profile.get("displayName")
        return Profile(
            stable_id=did,
            handle=handle,
            display_name=name if isinstance(name, str) and name else handle,
            url=f"https://bsky.app/profile/{did}",
        )

    def deliver(self, post: Post) -> Delivered:
        """Write a record that may not be there yet; if it is, the post is delivered."""
        images = [self._image(picture) for picture in post.pictures]
        record = record_of(post, images, self._thumb(post))
        if post.answers is not None:
            self._session.begin()
            record["reply"] = replies.reply_to(self._session, self._http, post.answers)
        with told_apart():
            answer = self._write("putRecord", post.once_only_key, record=record, swapRecord=None)
            uri = names.post_uri(self.secrets["did"], post.once_only_key)
            if error_in(answer) == "InvalidSwap":
                return self._there_already(uri)
            raise_for(answer)
            expect(contents(answer), "uri", uri)
            return Delivered(network_id=uri, url=names.page(uri))

    def look_for(self, post: Post) -> Seen | None:
        """Look at the record's address, which is known before it is written."""
        self._session.begin()
        return self.read_back(names.post_uri(self.secrets["did"], post.once_only_key))

    def read_back(self, network_id: str) -> Seen | None:
        """Fetch the record from the account's own server."""
        did, key = names.parts(network_id)
        with told_apart(writing=False):
            record = self._record(did, POST, key)
            return None if record is None else seen(network_id, record)

    def said(self, before: str | None = None) -> Said:
        """List the records of the account's posts; what it reposted is of another kind."""
        self._session.begin()
        place = {"repo": self.secrets["did"], "collection": POST, "limit": str(A_PAGE)}
        with told_apart(writing=False):
            cursor = {"cursor": before} if before else {}
            answer = self._session.ask("com.atproto.repo.listRecords", **place, **cursor)
            raise_for(answer, writing=False)
            told = contents(answer)
            posts, unreadable = said_in(self.secrets["did"], things(told, "records"))
            older = text(told, "cursor") if told.get("cursor") else None
            return Said(tuple(posts), unreadable, older)

    def below(self, network_id: str) -> Hearing:
        """Give what others said below a post."""
        self._session.begin()
        return view.below(self._session, network_id, self.secrets["did"])

    def hear(self, after: str | None = None) -> Hearing:
        """Give who answered, mentioned or quoted the account, since or of late."""
        return view.hear(self._session, after)

    def describe(self) -> Described:
        """Ask how the account presents itself, and how many follow it."""
        self._session.begin()
        return view.describe(self._session, self.secrets["did"])

    @staticmethod
    def measures() -> Mapping[str, str]:
        """Name what Bluesky counts of a post."""
        return view.COUNTED

    def measure(self, network_id: str) -> Mapping[str, int]:
        """Give the numbers of a post."""
        return view.measure(self._session, network_id)

    def remove(self, network_id: str) -> None:
        """Delete the record; when there is none, that is well."""
        _, key = names.parts(network_id)
        with told_apart():
            raise_for(self._write("deleteRecord", key))

    def revoke(self) -> str:
        """End what leave gave; else delete the app password, if its name tells which it is."""
        with told_apart(writing=False):
            if "key" not in self.secrets:
                # Where it cannot be deleted, the session still ends.
                with suppress(AccessLostError, RejectedError):
                    self._delete_app_password()
            try:
                self._session.end()
            except AccessLostError:
                # Nothing is let in any more with what we have.
                return ""
        return "" if "key" in self.secrets else STILL_TO_DELETE

    def _delete_app_password(self) -> None:
        """Delete the app password that is called as we ask people to call it, if one is."""
        listed = self._session.signed("GET", "com.atproto.server.listAppPasswords")
        raise_for(listed, writing=False)
        called = [text(one, "name") for one in things(contents(listed), "passwords")]
        for name in [name for name in called if name.strip().casefold() == APP_PASSWORD]:
            told = {"name": name}
            answer = self._session.signed("POST", "com.atproto.server.revokeAppPassword", json=told)
            raise_for(answer, writing=False)

    def _thumb(self, post: Post) -> dict[str, Any] | None:
        """Bring the picture of a card, where one is shown."""
        if post.pictures or post.card is None or post.card.picture is None:
            return None
        thumb: dict[str, Any] = self._image(post.card.picture)["image"]
        return thumb

    def _image(self, picture: Picture) -> dict[str, Any]:
        """Bring a picture; it is forgotten unless a post names it, so this may be repeated."""
        kind = {"Content-Type": picture.media_type}
        with told_apart(writing=False):
            answer = self._session.signed(
                "POST", "com.atproto.repo.uploadBlob", content=picture.content, headers=kind
            )
            raise_for(answer, writing=False)
            told = contents(answer)
            text(told, "blob", "ref", "$link")
        size = {"width": picture.width, "height": picture.height}
        return {"alt": picture.alt, "image": told["blob"], "aspectRatio": size}

    def _write(self, method: str, key: str, **said: Any) -> httpx.Response:
        """Change one record of a post in the account's repository."""
        self._session.begin()
        place = {"repo": self.secrets["did"], "collection": POST, "rkey": key}
        return self._session.signed("POST", f"com.atproto.repo.{method}", json={**place, **said})

    def _there_already(self, uri: str) -> Delivered:
        """Make sure of a record with our key, which cannot be anybody else's."""
        if self.read_back(uri) is None:
            raise RejectedError("The post had arrived before, and was deleted on the network.")
        return Delivered(network_id=uri, url=names.page(uri))

    def _record(self, did: str, collection: str, key: str) -> dict[str, Any] | None:
        """Fetch a record, or learn that there is none."""
        place = {"repo": did, "collection": collection, "rkey": key}
        answer = self._session.ask("com.atproto.repo.getRecord", **place)
        if error_in(answer) == "RecordNotFound":
            return None
        raise_for(answer, writing=False)
        told = contents(answer)
        expect(told, "uri", f"at://{did}/{collection}/{key}")
        record = told.get("value")
        if not isinstance(record, dict):
            raise UnfitAnswerError("The answer holds no record.")
        return record
