"""Connects a board on Pinterest, and brings, reads, changes and removes its pins."""

import secrets as randomness
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import quote

from tabard.common.http import Client, UnfitAnswerError
from tabard.connectors.answers import (
    contents,
    expect,
    inside,
    number,
    raise_for,
    text,
    things,
    told_apart,
)
from tabard.connectors.api import (
    Asked,
    Delivered,
    Described,
    Limits,
    Named,
    Offered,
    Post,
    Profile,
    Said,
    Seen,
    UnsureError,
)
from tabard.connectors.pinterest import leave, names
from tabard.connectors.pinterest.pins import (
    is_same,
    picture_of,
    said_in,
    seen_in,
    words_at,
    words_of,
)
from tabard.connectors.renewing import Renewing

# As many pins as are listed at once, and as many pages as are looked through.
A_PAGE, MOST_PAGES = 250, 20
STILL_TO_DO = "Take Tabard off “Apps” under “Security”, in the account's settings on Pinterest."
# What is counted, and what Pinterest means by it (help.pinterest.com, “Pinterest Analytics”).
DAYS_COUNTED = 89
COUNTED = {
    "views": ("IMPRESSION", "how often it was on somebody's screen, in the last 90 days"),
    "openings": ("PIN_CLICK", "how often it was opened, in the last 90 days"),
    "link clicks": ("OUTBOUND_CLICK", "how often its link was followed, in the last 90 days"),
    "saves": ("SAVE", "how often somebody put it on a board, in the last 90 days"),
    "comments": ("TOTAL_COMMENTS", "how often somebody wrote below it, ever"),
    "reactions": ("TOTAL_REACTIONS", "how often somebody reacted to it, ever"),
}


class Pinterest:
    """Pinterest API v5 (developers.pinterest.com, description 5.23.0): a picture with 800 letters.

    The council's account is a business account, which its people share. Each connection is to one
    board: pins cannot go anywhere else, and who connects chooses it. A pin has one alt text, so one
    picture. What people write below pins is not told to software, so nothing is heard or answered.
    """

    name: ClassVar[str] = "Pinterest"
    limits: ClassVar[Limits] = Limits(
        length=800,
        unit="characters",
        pictures=1,
        alt_text=500,
        picture_bytes=10_000_000,
        least_pictures=1,
    )
    asks: ClassVar[tuple[Asked, ...]] = (
        Asked(
            name="board",
            label="Number of the board",
            hint="Where the pins go, for example 549755885175",
            secret=False,
        ),
        Asked(
            name="refresh_token",
            label="Refresh token",
            hint="Made with the council's own application, by who looks after the account.",
            secret=True,
        ),
    )

    def __init__(self, http: Client, base_url: str, secrets: Mapping[str, str]) -> None:
        self._session = Renewing(http, base_url, secrets, tokens=leave.TOKENS, judge=raise_for)
        self._board = quote(secrets.get("board", ""), safe="")

    @property
    def secrets(self) -> Mapping[str, str]:
        """What has to be kept: the board, and the tokens."""
        return self._session.secrets

    @staticmethod
    def new_key() -> str:
        """Choose a key, which Pinterest does not take: it knows a pin only by what it says."""
        return randomness.token_urlsafe(15)

    @staticmethod
    def recognise(text: str) -> Named | None:
        """Know the addresses of profiles, of boards by their owner, and of pins."""
        return names.recognise(text)

    @staticmethod
    def count(words: str) -> int:
        """Count characters, of which a description takes 800."""
        return len(words)

    rights = staticmethod(leave.rights)
    server = staticmethod(leave.server)
    to_set_up = staticmethod(leave.to_set_up)
    try_out = staticmethod(leave.try_out)
    ask_leave = staticmethod(leave.ask)
    take_leave = staticmethod(leave.take)

    @staticmethod
    def offered(http: Client, base_url: str, secrets: Mapping[str, str]) -> tuple[Offered, ...]:
        """Give each board that everybody can see, to choose one."""
        asking = Pinterest(http, base_url, secrets)
        with told_apart(writing=False):
            owner = asking._session.asked("GET", "/v5/user_account")
            return tuple(
                Offered(_profile(owner, board), {**asking.secrets, "board": text(board, "id")})
                for told in asking._pages("/v5/boards", privacy="PUBLIC")
                for board in things(told, "items")
            )

    def identify(self) -> Profile:
        """Ask to whom the tokens belong, and what the board is called."""
        with told_apart(writing=False):
            owner = self._session.asked("GET", "/v5/user_account")
            text(owner, "id")
            return _profile(owner, self._session.asked("GET", f"/v5/boards/{self._board}"))

    def deliver(self, post: Post) -> Delivered:
        """Put a pin on the board, with the picture in the same request."""
        said = {"board_id": self._board, **words_of(post), **picture_of(post)}
        with told_apart():
            told = self._session.asked("POST", "/v5/pins", json=said, writing=True)
            pin = text(told, "id")
        return Delivered(pin, names.page(pin))

    def look_for(self, post: Post) -> Seen | None:
        """Look through the board for a pin with the same words, made since."""
        with told_apart(writing=False):
            for told in self._pages(f"/v5/boards/{self._board}/pins"):
                for seen, at in said_in(things(told, "items"))[0]:
                    if is_same(post, seen, at):
                        return seen
        return None

    def read_back(self, network_id: str) -> Seen | None:
        """Fetch a pin, or learn that it is not there."""
        with told_apart(writing=False):
            answer = self._session.ask("GET", _path(network_id))
            if answer.status_code == HTTPStatus.NOT_FOUND:
                return None
            raise_for(answer, writing=False)
            told = contents(answer)
            expect(told, "id", network_id)
            return seen_in(told)

    def said(self, before: str | None = None) -> Said:
        """List the account's own pins on the board."""
        with told_apart(writing=False):
            which = {"bookmark": before} if before else {}
            told = next(self._pages(f"/v5/boards/{self._board}/pins", **which))
            posts, unreadable = said_in(things(told, "items"))
            older = text(told, "bookmark") if told.get("bookmark") else None
            return Said(tuple(posts), unreadable, older)

    def edit(self, network_id: str, post: Post) -> None:
        """Put other words and another alt text on a pin; its picture stays.

        Pinterest lets only some applications do this.
        """
        alt = {"alt_text": picture_of(post).get("alt_text", "")}
        with told_apart():
            told = self._session.asked(
                "PATCH", _path(network_id), json={**words_of(post), **alt}, writing=True
            )
            expect(told, "id", network_id)

    def remove(self, network_id: str) -> None:
        """Delete a pin; when it is gone already, that is well."""
        with told_apart():
            answer = self._session.ask("DELETE", _path(network_id))
            if answer.status_code != HTTPStatus.NOT_FOUND:
                raise_for(answer)

    def revoke(self) -> str:
        """Have Pinterest end the tokens, as far as it lets applications do so."""
        return "" if self._session.end(leave.END) else STILL_TO_DO

    @staticmethod
    def measures() -> Mapping[str, str]:
        """Name what Pinterest counts, each with what it means by it."""
        return {name: meaning for name, (_, meaning) in COUNTED.items()}

    def measure(self, network_id: str) -> Mapping[str, int]:
        """Give the numbers of a pin."""
        today = datetime.fromtimestamp(time.time(), UTC).date()
        asked = {
            "start_date": f"{today - timedelta(days=DAYS_COUNTED)}",
            "end_date": f"{today}",
            "metric_types": ",".join(metric for metric, _ in COUNTED.values()),
        }
        told = self._session.asked("GET", f"{_path(network_id)}/analytics", params=asked)
        in_all = inside(told, "all")
        found = {**inside(in_all, "summary_metrics"), **inside(in_all, "lifetime_metrics")}
        numbers = {name: found.get(metric) for name, (metric, _) in COUNTED.items()}
        return {name: int(one) for name, one in numbers.items() if isinstance(one, int | float)}

    def describe(self) -> Described:
        """Ask how the account presents itself today."""
        with told_apart(writing=False):
            told = self._session.asked("GET", "/v5/user_account")
            return Described(
                display_name=_name_in(told),
                about=words_at(told, "about"),
                links=(site,) if (site := words_at(told, "website_url")) else (),
                followers=_count(told, "follower_count"),
                following=_count(told, "following_count"),
            )

    def _pages(self, path: str, **which: str) -> Iterator[dict[str, Any]]:
        """Give a list page by page; Pinterest does not say in which order."""
        asked = {"page_size": str(A_PAGE), **which}
        for _ in range(MOST_PAGES):
            told = self._session.asked("GET", path, params=asked)
            if not isinstance(told.get("items"), list):
                raise UnfitAnswerError("The answer holds no list.")
            yield told
            if not told.get("bookmark"):
                return
            asked["bookmark"] = text(told, "bookmark")
        raise UnsureError("The board is too long to look through. Somebody has to look there.")


def _profile(owner: Any, board: Any) -> Profile:
    """Name a board by its owner: several boards can be connected, and each is an account here."""
    handle = text(owner, "username")
    return Profile(
        stable_id=f"{text(owner, 'id')}/{text(board, 'id')}",
        handle=handle,
        display_name=f"{_name_in(owner)}, board “{text(board, 'name')}”",
        url=f"https://www.pinterest.com/{handle}/",
    )


def _name_in(told: Any) -> str:
    return words_at(told, "business_name") or text(told, "username")


def _count(told: Any, name: str) -> int | None:
    """Give a number that Pinterest may leave out."""
    return number(told, name) if told.get(name) is not None else None


def _path(network_id: str) -> str:
    return f"/v5/pins/{quote(network_id, safe='')}"
