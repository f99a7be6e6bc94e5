"""Connects a Page of Facebook, and brings, reads, changes and removes its posts."""

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
    Kind,
    Limits,
    Named,
    Picture,
    Post,
    Profile,
    RejectedError,
    Said,
    Seen,
)
from tabard.connectors.links import links_in
from tabard.connectors.meta import counts, graph, leaving, names, pages, stories
from tabard.connectors.meta.refusals import DuplicateError, GoneError

LATEST = 25
MOST = 100
VERIFIED = {"blue_verified": True, "gray_verified": True, "not_verified": False}
LATEST = 25
MOST = 100


class Facebook:
    """A Page of Facebook (developers.facebook.com/docs/pages-api): 63,206 characters, ten pictures.

    On Facebook a personable official account is a Page: a person's own, or a shared one whose
    posts they sign. A profile belongs to the person, and stays out.
    """

    name: ClassVar[str] = "Facebook"
    limits: ClassVar[Limits] = Limits(
        length=63_206,
        unit="characters",
        pictures=10,
        alt_text=1000,
        picture_bytes=4_000_000,
        cards=True,
    )
    asks: ClassVar[tuple[Asked, ...]] = (
        Asked(
            name="token",
            label="Page access token",
            hint="On Facebook a personable official account is a Page: a person's own, or a shared "
            "one whose posts they sign. A profile belongs to the person and stays out. Copy the "
            "token of the Page, not that of a person, from the council's application.",
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
    rights = staticmethod(pages.rights)
    to_set_up = staticmethod(pages.to_set_up)
    try_out = staticmethod(leaving.try_out)
    ask_leave = staticmethod(pages.ask)
    take_leave = staticmethod(pages.take)
    offered = staticmethod(pages.offered)
    measures = staticmethod(counts.of_posts)

    @staticmethod
    def new_key() -> str:
        """Choose a key; Facebook knows none, so that a lost answer is found out by looking."""
        return randomness.token_urlsafe(15)

    @staticmethod
    def recognise(text: str) -> Named | None:
        """Know the addresses of Pages and of their posts."""
        return names.recognise_page(text)

    @staticmethod
    def count(words: str) -> int:
        """Count as strictly as Facebook may."""
        return names.units(words)

    def identify(self) -> Profile:
        """Ask which Page the token opens."""
        with told_apart(writing=False):
            profile = pages.profile(self._graph.get("me", fields=pages.PROFILE))
            self.secrets = {**self.secrets, "page": profile.stable_id}
            return profile

    def deliver(self, post: Post) -> Delivered:
        """Put a post on the Page, or an answer below what somebody said.

        Where Facebook says that it has the words already, they may be those of an earlier try.
        """
        try:
            return self._answer(post, post.answers) if post.answers else self._post(post)
        except DuplicateError:
            if found := self.look_for(post):
                return Delivered(found.network_id, found.url)
            raise RejectedError(
                "Facebook does not take the same words twice within a short time. Change them."
            ) from None

    def look_for(self, post: Post) -> Seen | None:
        """Look among what the Page said since the first try for the same words."""
        with told_apart(writing=False):
            mine = self._answers(post.answers) if post.answers else self._posts_since(post)
            same = [one for one in mine if stories.is_same(post, one)]
            return stories.seen(self._graph, same[:1])[0] if same else None

    def read_back(self, network_id: str) -> Seen | None:
        """Fetch a post or an answer, or learn that it is not there."""
        is_post = network_id.startswith(f"{self._page()}_")
        with told_apart(writing=False):
            fields = stories.POST if is_post else stories.COMMENT
            try:
                told = self._graph.get(network_id, fields=fields)
            except GoneError:
                return None
            expect(told, "id", network_id)
            return stories.seen(self._graph, [told])[0]

    def said(self, before: str | None = None) -> Said:
        """List what the Page posted."""
        with told_apart(writing=False):
            place = {"after": before} if before else {}
            told = self._graph.get(
                self._page(), "published_posts", fields=stories.POST, limit=LATEST, **place
            )
            good, unreadable = stories.readable(things(told, "data"))
            seen = stories.seen(self._graph, good)
            posts = zip(seen, map(stories.time_of, good), strict=True)
            return Said(tuple(posts), unreadable, leaving.further(told))

    def edit(self, network_id: str, post: Post) -> None:
        """Put other words in the place of a post's or an answer's."""
        with told_apart():
            self._graph.post(network_id, message=post.words)

    def remove(self, network_id: str) -> None:
        """Delete a post or an answer; when it is gone already, that is well."""
        with told_apart():
            try:
                self._graph.delete(network_id)
            except GoneError:
                return

    def below(self, network_id: str) -> Hearing:
        """Give the comments below a post, and the answers to them."""
        with told_apart(writing=False):
            told = self._comments(network_id, order="chronological")
            others = [one for one in told if not stories.is_by(one, self._page())]
            return stories.hearing([(others, Kind.ANSWER, network_id)], None)

    def hear(self, after: str | None = None) -> Hearing:
        """Give the posts that name the Page, and what was said below its latest posts."""
        page = self._page()
        with told_apart(writing=False):
            naming = self._graph.get(page, "tagged", fields=stories.HEARD, limit=MOST)
            inner = f"comments.filter(stream).order(reverse_chronological).limit({MOST})"
            said = self._graph.get(
                page, "published_posts", fields=f"id,{inner}{{{stories.HEARD}}}", limit=LATEST
            )
            found: list[tuple[list[Any], Kind, str | None]]
            found = [(things(naming, "data"), Kind.MENTION, None)]
            for one in things(said, "data"):
                comments = things(one, "comments", "data")
                others = [each for each in comments if not stories.is_by(each, page)]
                found.append((others, Kind.ANSWER, text(one, "id")))
            return stories.hearing(found, after)

    def hide(self, network_id: str) -> None:
        """Hide a comment from all but its author and their friends."""
        self._set_hidden(network_id, hidden=True)

    def show(self, network_id: str) -> None:
        """Show a comment again."""
        self._set_hidden(network_id, hidden=False)

    def measure(self, network_id: str) -> Mapping[str, int]:
        """Give the numbers of a post."""
        with told_apart(writing=False):
            return counts.of_post(self._graph, network_id)

    def describe(self) -> Described:
        """Ask how the Page presents itself."""
        fields = "name,about,website,followers_count,verification_status"
        with told_apart(writing=False):
            told = self._graph.get(self._page(), fields=fields)
            return Described(
                display_name=text(told, "name"),
                about=f"{told.get('about') or ''}",
                links=tuple(f"{told.get('website') or ''}".split()),
                followers=counts.whole(told.get("followers_count")),
                verified=VERIFIED.get(f"{told.get('verification_status')}"),
            )

    def revoke(self) -> str:
        """End what the person gave leave for, if it was for this Page alone."""
        return leaving.revoke(self._http, self._server, self.secrets, pages.RIGHTS)

    def _post(self, post: Post) -> Delivered:
        said: dict[str, Any] = {"message": post.words}
        if post.pictures:
            said["attached_media"] = [{"media_fbid": self._bring(one)} for one in post.pictures]
        elif links := links_in(post.words):
            said["link"] = links[0]
        return self._put((self._page(), "feed"), said)

    def _answer(self, post: Post, answers: str) -> Delivered:
        said: dict[str, Any] = {"message": post.words}
        if len(post.pictures) > 1:
            raise RejectedError("On Facebook an answer takes one picture.")
        if post.pictures:
            said["attachment_id"] = self._bring(post.pictures[0])
        return self._put((answers, "comments"), said)

    def _put(self, where: tuple[str, str], said: Mapping[str, Any]) -> Delivered:
        """Write, and have the address of what was written told at once."""
        with told_apart():
            told = self._graph.post(*where, fields="id,permalink_url", **said)
            return Delivered(text(told, "id"), stories.address_of(told))

    def _bring(self, picture: Picture) -> str:
        """Bring a picture that nobody sees yet; it may be brought again."""
        name = f"picture.{picture.media_type.partition('/')[2]}"
        described = {"alt_text_custom": picture.alt} if picture.alt else {}
        with told_apart(writing=False):
            told = self._graph.post(
                self._page(),
                "photos",
                writing=False,
                files={"source": (name, picture.content, picture.media_type)},
                published=False,
                **described,
            )
            return text(told, "id")

    def _posts_since(self, post: Post) -> list[Any]:
        since, fields = stories.earliest(post), stories.POST
        told = self._graph.get(
            self._page(), "published_posts", fields=fields, since=since, limit=MOST
        )
        return things(told, "data")

    def _answers(self, network_id: str) -> list[Any]:
        told = self._comments(network_id, order="reverse_chronological")
        return [one for one in told if stories.is_by(one, self._page())]

    def _comments(self, network_id: str, order: str) -> list[Any]:
        fields = stories.COMMENT
        told = self._graph.get(
            network_id, "comments", filter="stream", order=order, fields=fields, limit=MOST
        )
        return things(told, "data")

    def _set_hidden(self, network_id: str, *, hidden: bool) -> None:
        with told_apart():
            self._graph.post(network_id, is_hidden=hidden)

    def _page(self) -> str:
        """Give the Page's number, and ask for it where only a token was typed in."""
        return self.secrets["page"] if "page" in self.secrets else self.identify().stable_id
