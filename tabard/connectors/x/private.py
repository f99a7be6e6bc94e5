"""What is said to an account on X in private, between two alone, and answered there."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import quote

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import inside, moment, text, things, told_apart
from tabard.connectors.api import Delivered, Heard, Hearing, Kind, Post, RejectedError
from tabard.connectors.x.account import AtX
from tabard.connectors.x.hearing import profile_in
from tabard.connectors.x.posts import CLOCKS_DIFFER
from tabard.connectors.x.session import pages

MESSAGES = {
    "event_types": "MessageCreate",
    "dm_event.fields": "created_at,dm_conversation_id,text",
    "expansions": "sender_id",
    "max_results": "100",
}


class TalksInPrivate(AtX):
    """Reads and answers direct messages; what is said in groups is not for the account alone."""

    def told_privately(self, after: str | None = None) -> Hearing:
        """Give what was said to the account alone: all since, or the newest page."""
        own = self._own()
        with told_apart(writing=False):
            found = pages(self._session, "/2/dm_events", **MESSAGES)
            return _hearing_in(found if after else islice(found, 1), own, after)

    def answer_privately(self, heard: Heard, post: Post) -> Delivered:
        """Answer whoever said it, unless the answer is there already: X takes no key."""
        if post.pictures:
            raise RejectedError("On X an answer in private goes without pictures.")
        at = f"/2/dm_conversations/with/{quote(heard.author.stable_id, safe='')}"
        if there := self._answered(f"{at}/dm_events", post):
            return there
        with told_apart():
            said = {"text": post.words}
            told = self._session.asked("POST", f"{at}/messages", json=said, writing=True)
            return _delivered(inside(told, "data"), "dm_event_id")

    def _answered(self, path: str, post: Post) -> Delivered | None:
        """Look for an answer that was given already with these words."""
        own, since = self._own(), post.created_at - CLOCKS_DIFFER
        with told_apart(writing=False):
            for one in _messages(pages(self._session, path, **MESSAGES)):
                if moment(one, "created_at") < since:
                    return None
                if (text(one, "sender_id"), text(one, "text")) == (own, post.words):
                    return _delivered(one, "id")
        return None


def _messages(found: Iterable[Any]) -> Iterator[Any]:
    for told in found:
        yield from things(told, "data")


def _delivered(told: Any, number: str) -> Delivered:
    return Delivered(text(told, number), _page(text(told, "dm_conversation_id")))


def _page(conversation: str) -> str:
    return f"https://x.com/messages/{quote(conversation, safe='')}"


def _hearing_in(found: Iterable[Any], own: str, after: str | None) -> Hearing:
    """Read messages, which are listed newest first, down to where was stopped before."""
    heard, unreadable, newest = list[Heard](), 0, after
    for told in found:
        people = {inside(one).get("id"): one for one in things(told, "includes", "users")}
        for one in things(told, "data"):
            try:
                number = text(one, "id")
                if after and _place(number) <= _place(after):
                    return Hearing(tuple(sorted(heard, key=_when)), unreadable, newest)
                newest = max(newest or number, number, key=_place)
                if _is_for_two(one, own) and text(one, "sender_id") != own:
                    heard.append(_heard(one, people))
            except UnfitAnswerError:
                unreadable += 1
    return Hearing(tuple(sorted(heard, key=_when)), unreadable, newest)


def _is_for_two(told: Any, own: str) -> bool:
    """Say whether nobody else reads it: a conversation of two is named by both."""
    return own in text(told, "dm_conversation_id").split("-")


def _place(number: str) -> tuple[int, str]:
    """Give the place of a message: X numbers them in order, and longer numbers are greater."""
    return len(number), number


def _when(heard: Heard) -> tuple[int, str]:
    return _place(heard.network_id)


def _heard(told: Any, people: dict[Any, Any]) -> Heard:
    return Heard(
        kind=Kind.PRIVATE,
        network_id=text(told, "id"),
        url=_page(text(told, "dm_conversation_id")),
        words=text(told, "text"),
        author=profile_in(people.get(text(told, "sender_id"))),
        at=moment(told, "created_at"),
    )
