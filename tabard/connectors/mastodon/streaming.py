"""Hears of mentions as they happen (docs.joinmastodon.org/methods/streaming)."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tabard.common.http import Client
from tabard.connectors import sse
from tabard.connectors.answers import contents, inside
from tabard.connectors.api import Hearing, RejectedError
from tabard.connectors.mastodon import hearing
from tabard.connectors.mastodon.server import GONE

NOTIFICATIONS = "/api/v1/streaming/user/notification"
NO_STREAM = "This server does not tell of things as they happen."


def where_in(instance: httpx.Response, server: str) -> str:
    """Read where a server streams, which is told as the address of a web socket."""
    told = contents(instance) if instance.is_success else {}
    found = inside(told, "configuration", "urls").get("streaming")
    if not isinstance(found, str) or not found.startswith(("ws://", "wss://")):
        return server
    return f"http{found.removeprefix('ws').rstrip('/')}"


@contextmanager
def opened(
    http: Client, server: str, bearer: dict[str, str], insist: Callable[[httpx.Response], None]
) -> Iterator[httpx.Response]:
    """Open the stream of the account's notifications."""
    asked = {**bearer, "Accept": "text/event-stream"}
    with http.stream("GET", f"{server}{NOTIFICATIONS}", headers=asked) as answer:
        if answer.status_code in GONE:
            raise RejectedError(NO_STREAM)
        if not answer.is_success:
            answer.read()
            insist(answer)
        if not answer.headers.get("content-type", "").startswith("text/event-stream"):
            raise RejectedError(NO_STREAM)
        yield answer


def hearings(answer: httpx.Response, account: str, place: str | None) -> Iterator[Hearing]:
    """Give what the stream tells; what cannot be read is counted and passed over."""
    for event in sse.events(answer):
        told = [_notification(event[1])] if event and event[0] == "notification" else []
        mentions = [
            one for one in told if inside({"": one}, "").get("type", "mention") == "mention"
        ]
        for one in mentions:
            place = _later(place, inside({"": one}, "").get("id"))
        heard, unreadable = hearing.heard_of(mentions, account)
        if mentions or not event:
            yield Hearing(heard, unreadable, place)


def _notification(said: str) -> dict[str, Any]:
    """Read an event; what is no JSON says nothing that could be heard."""
    try:
        return inside({"told": json.loads(said)}, "told")
    except (ValueError, RecursionError):
        return {}


def _later(place: str | None, number: Any) -> str | None:
    """Give the later place: numbers of notifications grow in length, and then in order."""
    known = [one for one in (place, number) if isinstance(one, str)]
    return max(known, key=lambda one: (len(one), one), default=None)
