"""Connects an account on X, and brings, reads and removes its posts."""

import secrets as randomness
from collections.abc import Iterator, Mapping
from datetime import UTC
from http import HTTPStatus
from itertools import islice
from typing import Any, ClassVar
from urllib.parse import quote

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import contents, expect, inside, shown, text, things, told_apart
from tabard.connectors.api import (
    Asked,
    Delivered,
    Described,
    Hearing,
    Limits,
    Named,
    Picture,
    Post,
    RejectedError,
    Said,
    Seen,
)
from tabard.connectors.x import counting, leave, measuring, names
from tabard.connectors.x.hearing import SAID, described_in, hearing_in
from tabard.connectors.x.others import WithOthers
from tabard.connectors.x.posts import CLOCKS_DIFFER, WHOLE, is_same, said_in, seen_in
from tabard.connectors.x.private import TalksInPrivate
from tabard.connectors.x.session import DuplicateError, pages, raise_what_is_wrong

GONE = "https://api.x.com/2/problems/resource-not-found"
# As many posts as X lists at once.
A_PAGE = 100
STILL_TO_DO = "Take Tabard off “Connected apps”, in the account's settings on X."


class X(WithOthers, TalksInPrivate):
    """X API v2 (docs.x.com, description 2.167): 280 weighted characters, four pictures.

    An account is the council's own or a person's official one: X has no pages, and an organisation
    with its badge may affiliate the accounts of its people. X cannot edit posts by its API.
    """

    name: ClassVar[str] = "X"
    limits: ClassVar[Limits] = Limits(
        length=280,
        unit="characters",
        pictures=4,
        alt_text=1000,
        picture_bytes=5_000_000,
        parts=25,
        cards=True,
    )
    asks: ClassVar[tuple[Asked, ...]] = (
        Asked(
            name="refresh_token",
            label="Refresh token",
            hint="Made with the council's own application, with the right to stay connected.",
            secret=True,
        ),
    )

    @staticmethod
    def new_key() -> str:
        """Choose a key, which X does not take: it knows a post only by its words."""
        return randomness.token_urlsafe(15)

    @staticmethod
    def recognise(text: str) -> Named | None:
        """Know the addresses of profiles and posts; a bare @name could be on many networks."""
        return names.recognise(text)

    @staticmethod
    def count(words: str) -> int:
        """Count the weight of words, as X does."""
        return counting.count(words)

    rights = staticmethod(leave.rights)
    server = staticmethod(leave.server)
    to_set_up = staticmethod(leave.to_set_up)
    try_out = staticmethod(leave.try_out)
    ask_leave = staticmethod(leave.ask)
    take_leave = staticmethod(leave.take)

    def deliver(self, post: Post) -> Delivered:
        """Put a post on X, unless it says that it has these words already and it is ours."""
        said: dict[str, Any] = {"text": post.words}
        if post.pictures:
            said["media"] = {"media_ids": [self._bring(picture) for picture in post.pictures]}
        if post.answers:
            said["reply"] = {"in_reply_to_tweet_id": post.answers}
        try:
            with told_apart():
                told = self._session.asked("POST", "/2/tweets", json=said, writing=True)
                number = text(told, "data", "id")
        except DuplicateError:
            there = self.look_for(post)
            if there is None:
                raise
            return Delivered(there.network_id, there.url)
        return Delivered(number, names.page(number))

    def look_for(self, post: Post) -> Seen | None:
        """Look through what the account said since for the same words and pictures."""
        since = (post.created_at - CLOCKS_DIFFER).astimezone(UTC)
        with told_apart(writing=False):
            for told in self._pages(start_time=f"{since:%Y-%m-%dT%H:%M:%SZ}"):
                for seen, at in said_in(told)[0]:
                    if is_same(post, seen, at):
                        return seen
        return None

    def read_back(self, network_id: str) -> Seen | None:
        """Fetch a post, or learn that it is not there."""
        with told_apart(writing=False):
            told = self._post(network_id, **WHOLE)
            return None if told is None else seen_in(told["data"], told)

    def said(self, before: str | None = None) -> Said:
        """List what the account said itself; X goes back 3200 posts."""
        with told_apart(writing=False):
            told = next(self._pages(**({"pagination_token": before} if before else {})))
            posts, unreadable = said_in(told)
            older = text(told, "meta", "next_token") if "next_token" in told["meta"] else None
            return Said(tuple(posts), unreadable, older)

    def remove(self, network_id: str) -> None:
        """Delete a post; when it is gone already, that is well."""
        with told_apart():
            answer = self._session.ask("DELETE", _path(network_id))
            if answer.status_code == HTTPStatus.NOT_FOUND:
                return
            raise_what_is_wrong(answer, writing=True)
            told = contents(answer)
            if not inside(told, "data").get("deleted") and not _is_gone(told):
                raise UnfitAnswerError("X does not say that the post is deleted.")

    def below(self, network_id: str) -> Hearing:
        """Give what others said below a post, or anywhere in the thread that it began.

        X searches seven days back and no further.
        """
        own = self._own()
        below = f"(conversation_id:{network_id} OR in_reply_to_tweet_id:{network_id}) -from:{own}"
        with told_apart(writing=False):
            found = pages(self._session, "/2/tweets/search/recent", query=below, **SAID)
            return hearing_in(found, own)

    def hear(self, after: str | None = None) -> Hearing:
        """Give what mentions the account: all since, or the newest page."""
        own = self._own()
        path = f"/2/users/{quote(own, safe='')}/mentions"
        with told_apart(writing=False):
            since = {"since_id": after} if after else {}
            found = pages(self._session, path, **SAID, **since)
            return hearing_in(found if after else islice(found, 1), own, after)

    def hide(self, network_id: str) -> None:
        """Hide an answer below a post of the account's own; people can still choose to see it."""
        self._set_hidden(network_id, hidden=True)

    def show(self, network_id: str) -> None:
        """Show an answer again."""
        self._set_hidden(network_id, hidden=False)

    measures = staticmethod(measuring.measures)
    prices = staticmethod(measuring.prices)
    charges = staticmethod(measuring.charges)

    def measure(self, network_id: str) -> Mapping[str, int]:
        """Give the numbers of a post; of one that is gone there are none."""
        with told_apart(writing=False):
            asked = {"post.fields": "public_metrics,non_public_metrics"}
            told = self._post(network_id, **asked)
            return {} if told is None else measuring.numbers_in(told["data"])

    def describe(self) -> Described:
        """Ask how the account presents itself today."""
        asked = {"user.fields": "description,entities,public_metrics,verified"}
        told = self._session.asked("GET", "/2/users/me", params=asked)
        with told_apart(writing=False):
            return described_in(told.get("data"))

    def revoke(self) -> str:
        """Have X end the tokens of this account."""
        return "" if self._session.end(leave.END) else STILL_TO_DO

    def _set_hidden(self, network_id: str, *, hidden: bool) -> None:
        path = f"{_path(network_id)}/hidden"
        with told_apart():
            told = self._session.asked("PUT", path, json={"hidden": hidden}, writing=True)
            if inside(told, "data").get("hidden") is not hidden:
                raise UnfitAnswerError("X does not say that the answer is hidden, or shown.")

    def _bring(self, picture: Picture) -> str:
        """Bring a picture and its alt text; it is forgotten unless a post names it."""
        named = (f"picture.{picture.media_type.partition('/')[2]}", picture.content)
        told = self._session.asked(
            "POST",
            "/2/media/upload",
            data={"media_category": "tweet_image"},
            files={"media": (*named, picture.media_type)},
        )
        with told_apart(writing=False):
            number = text(told, "data", "id")
        if picture.alt:
            said = {"id": number, "metadata": {"alt_text": {"text": picture.alt}}}
            self._session.asked("POST", "/2/media/metadata", json=said)
        return number

    def _pages(self, **which: str) -> Iterator[dict[str, Any]]:
        """Give what the account said itself page by page, newest first."""
        path = f"/2/users/{quote(self._own(), safe='')}/tweets"
        asked = {"max_results": str(A_PAGE), "exclude": "retweets", **WHOLE, **which}
        yield from pages(self._session, path, **asked)

    def _post(self, network_id: str, **asked: str) -> dict[str, Any] | None:
        """Fetch a post with what is asked about it, or learn that it is not there."""
        answer = self._session.ask("GET", _path(network_id), params=asked)
        if answer.status_code == HTTPStatus.NOT_FOUND:
            return None
        raise_what_is_wrong(answer, writing=False)
        told = contents(answer)
        if "data" not in told:
            _insist_that_it_is_gone(told)
            return None
        expect(told["data"], "id", network_id)
        return told


def _insist_that_it_is_gone(told: Any) -> None:
    """Make sure that X has no such post, and not only none that it shows us."""
    problems = things(told, "errors")
    if problems and not _is_gone(told):
        raise RejectedError(f"X does not show this post: {shown(text(problems[0], 'title'))}")
    if not problems:
        raise UnfitAnswerError("The answer holds no post.")


def _is_gone(told: Any) -> bool:
    return any(text(one, "type") == GONE for one in things(told, "errors"))


def _path(network_id: str) -> str:
    return f"/2/tweets/{quote(network_id, safe='')}"
