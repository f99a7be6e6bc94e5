"""Connects a professional account of Instagram, and brings, reads and removes its posts."""

import secrets as randomness
from collections.abc import Mapping
from typing import Any, ClassVar

from tabard.common.http import Client
from tabard.connectors.answers import expect, text, things, told_apart
from tabard.connectors.api import (
    Asked,
    Delivered,
    Described,
    Hearing,
    Limits,
    Named,
    Post,
    Profile,
    Quota,
    RejectedError,
    Said,
    Seen,
    TryLaterError,
    UnsureError,
)
from tabard.connectors.meta import (
    captions,
    containers,
    counts,
    graph,
    leaving,
    media,
    names,
    professionals,
    remarks,
    stories,
)
from tabard.connectors.meta.refusals import GoneError

LATEST = 25
MOST = 100
BY_HAND = "Meta does not let us delete here. Somebody has to delete it in Instagram's app."


class Instagram:
    """A professional account of Instagram (developers.facebook.com/docs/instagram-platform).

    2,200 characters and one to ten pictures, which Instagram fetches itself. On Instagram a
    personable official account is a professional account that belongs to a Page of Facebook.
    """

    name: ClassVar[str] = "Instagram"
    limits: ClassVar[Limits] = Limits(
        length=2200,
        unit="characters",
        pictures=10,
        alt_text=1000,
        picture_bytes=8_000_000,
        least_pictures=1,
    )
    asks: ClassVar[tuple[Asked, ...]] = (
        Asked(
            name="token",
            label="Page access token",
            hint="On Instagram a personable official account is a professional account that "
            "belongs to a Page of Facebook. Copy the token of that Page from the council's "
            "application.",
            secret=True,
        ),
    )

    def __init__(self, http: Client, base_url: str, secrets: Mapping[str, str]) -> None:
        self.secrets = secrets
        self._http = http
        self._server = base_url
        proof = secrets.get("client_secret", "")
        self._graph = graph.Graph(http, base_url, token=secrets["token"], client_secret=proof)

    server = staticmethod(graph.server)
    rights = staticmethod(professionals.rights)
    to_set_up = staticmethod(professionals.to_set_up)
    try_out = staticmethod(leaving.try_out)
    ask_leave = staticmethod(professionals.ask)
    take_leave = staticmethod(professionals.take)
    offered = staticmethod(professionals.offered)
    measures = staticmethod(counts.of_media)

    @staticmethod
    def new_key() -> str:
        """Choose a key, by which the container of a post is known again."""
        return randomness.token_urlsafe(15)

    @staticmethod
    def recognise(text: str) -> Named | None:
        """Know the addresses of profiles, and of posts where they say whose they are."""
        return names.recognise_profile(text)

    @staticmethod
    def count(words: str) -> int:
        """Count as strictly as Instagram may."""
        return names.units(words)

    def identify(self) -> Profile:
        """Ask which account belongs to the Page that the token opens."""
        fields = f"id,instagram_business_account{{{professionals.PROFILE}}}"
        with told_apart(writing=False):
            told = self._graph.get("me", fields=fields)
            text(told, "id")
            if "instagram_business_account" not in told:
                raise RejectedError("No professional account of Instagram belongs to this Page.")
            profile = professionals.profile(told["instagram_business_account"])
            known = {"account": profile.stable_id, "username": profile.handle}
            self.secrets = {**self.secrets, **known}
            return profile

    def deliver(self, post: Post) -> Delivered:
        """Publish a post from its container, which Instagram does once and never again."""
        if post.answers:
            captions.insist_on_answer(post)
            with told_apart():
                return remarks.answer(self._graph, post, post.answers)
        with told_apart():
            post.words.encode()
        captions.insist(post)
        number = self._kept(post) or self._keep(
            post, containers.make(self._graph, self._account(), post)
        )
        try:
            told = containers.publish(self._graph, self._account(), number)
        except containers.SpentError as error:
            return self._begin_again(post, error)
        with told_apart():
            post_id = text(told, "id")
            if "permalink" not in told:
                told = self._graph.get(post_id, fields=containers.WRITTEN)
            return Delivered(post_id, media.address_of(told))

    def look_for(self, post: Post) -> Seen | None:
        """Ask the container whether it was published, and look among the latest posts for it."""
        if post.answers:
            with told_apart(writing=False):
                said = remarks.below(self._graph, post.answers)
                return remarks.find([found for found in said if self._is_mine(found)], post)
        number = self._kept(post)
        state = containers.state(self._graph, number) if number else containers.EXPIRED
        if state not in {containers.PUBLISHED, *containers.OVER}:
            return None
        found = self._latest_like(post)
        if found is None and state == containers.PUBLISHED:
            raise UnsureError("Instagram says that it published the post, but does not show it.")
        if found is None and number:
            self._keep(post, "")
        return found

    def read_back(self, network_id: str) -> Seen | None:
        """Fetch a post or an answer, or learn that it is not there."""
        comment = remarks.comment_number(network_id)
        with told_apart(writing=False):
            try:
                fields = remarks.COMMENT if comment else media.MEDIA
                told = self._graph.get(comment or network_id, fields=fields)
            except GoneError:
                return None
            expect(told, "id", comment or network_id)
            return remarks.seen_comment(told) if comment else media.seen(told)

    def said(self, before: str | None = None) -> Said:
        """List what the account posted."""
        with told_apart(writing=False):
            place = {"after": before} if before else {}
            told = self._media(media.MEDIA, limit=LATEST, **place)
            posts, unreadable = media.readable(things(told, "data"))
            return Said(tuple(posts), unreadable, leaving.further(told))

    def remove(self, network_id: str) -> None:
        """Delete a post, where Meta gave leave for it, or an answer."""
        comment = remarks.comment_number(network_id)
        may = comment or professionals.DELETES in self.secrets.get(leaving.GRANTED, "").split()
        if not may:
            if self.read_back(network_id):
                raise RejectedError(BY_HAND)
            return
        with told_apart():
            try:
                self._graph.delete(comment or network_id)
            except GoneError:
                return

    def below(self, network_id: str) -> Hearing:
        """Give the comments below a post with the answers to them, or those to a comment."""
        with told_apart(writing=False):
            comments = remarks.below(self._graph, network_id)
            others = [found for found in comments if not self._is_mine(found)]
            return remarks.hearing([], others, None)

    def hear(self, after: str | None = None) -> Hearing:
        """Give the posts that name the account, and what was said below its latest posts."""
        with told_apart(writing=False):
            fields = f"id,permalink,username,comments.limit({MOST}){{{remarks.COMMENTS}}}"
            comments = remarks.below_latest(things(self._media(fields, limit=LATEST), "data"))
            naming = self._graph.get(self._account(), "tags", fields=media.NAMING, limit=LATEST)
            others = [found for found in comments if not self._is_mine(found)]
            return remarks.hearing(things(naming, "data"), others, after)

    def hide(self, network_id: str) -> None:
        """Hide a comment from all but its author."""
        self._set_hidden(network_id, hidden=True)

    def show(self, network_id: str) -> None:
        """Show a comment again."""
        self._set_hidden(network_id, hidden=False)

    def measure(self, network_id: str) -> Mapping[str, int]:
        """Give the numbers of a post."""
        with told_apart(writing=False):
            return counts.of_medium(self._graph, network_id)

    def quota(self) -> Quota:
        """Ask how many posts Instagram takes within a day, and how many it took."""
        with told_apart(writing=False):
            return counts.quota(self._graph, self._account())

    def describe(self) -> Described:
        """Ask how the account presents itself."""
        fields = "username,name,biography,website,followers_count,follows_count"
        with told_apart(writing=False):
            told = self._graph.get(self._account(), fields=fields)
            return Described(
                display_name=f"{told.get('name') or text(told, 'username')}",
                about=f"{told.get('biography') or ''}",
                links=tuple(f"{told.get('website') or ''}".split()),
                followers=counts.whole(told.get("followers_count")),
                following=counts.whole(told.get("follows_count")),
            )

    def revoke(self) -> str:
        """End what the person gave leave for, if it was for this account alone."""
        return leaving.revoke(self._http, self._server, self.secrets, professionals.RIGHTS)

    def _kept(self, post: Post) -> str:
        """Give the container of a post, if one was made."""
        key, _, number = self.secrets.get("container", "").partition(" ")
        return number if key == post.once_only_key else ""

    def _keep(self, post: Post, number: str) -> str:
        self.secrets = {**self.secrets, "container": f"{post.once_only_key} {number}"}
        return number

    def _begin_again(self, post: Post, error: Exception) -> Delivered:
        """Find what a container was published as; or have another made with the next try."""
        if found := self.look_for(post):
            return Delivered(found.network_id, found.url)
        raise TryLaterError("Instagram could not use the pictures as it was sent them.") from error

    def _latest_like(self, post: Post) -> Seen | None:
        with told_apart(writing=False):
            told = self._media(media.MEDIA, since=stories.earliest(post), limit=MOST)
            every = things(told, "data")
            return next((media.seen(one) for one in every if media.is_same(post, one)), None)

    def _is_mine(self, found: remarks.Found) -> bool:
        """Say whether the account said it itself; Instagram does not always tell by number."""
        told, mine = found[0], {self._account(), self.secrets.get("username")}
        who = told.get("from") if isinstance(told.get("from"), dict) else {}
        return bool(mine & {who.get("id"), told.get("username")})

    def _media(self, fields: str, **which: str | int) -> dict[str, Any]:
        return self._graph.get(self._account(), "media", fields=fields, **which)

    def _set_hidden(self, network_id: str, *, hidden: bool) -> None:
        with told_apart():
            self._graph.post(remarks.comment_number(network_id) or network_id, hide=hidden)

    def _account(self) -> str:
        """Give the account's number, and ask for it where only a token was typed in."""
        return self.secrets["account"] if "account" in self.secrets else self.identify().stable_id
