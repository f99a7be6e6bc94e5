"""Reads how many calls a network still takes, which it says beside each of its answers."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx

from tabard.common.http import Client
from tabard.connectors.answers import LONGEST_WAIT, free_again, ours
from tabard.connectors.api import Allowance

READING = frozenset({"GET", "HEAD"})
# As X, Mastodon and Pinterest, and Bluesky write it; when it ends is read with the answers.
HOW_MANY = ("x-rate-limit", "x-ratelimit", "ratelimit")
# As Meta's networks write it: of the application, and of each account.
SHARES = ("x-app-usage", "x-business-use-case-usage")
SHARE_OF = ("call_count", "total_time", "total_cputime")
REGAINED = "estimated_time_to_regain_access"
ALL = 100
# Meta counts the hour that has passed, so that there is room again before it is over.
HOUR = timedelta(hours=1)
ROLLS = timedelta(minutes=5)
LONGEST_NUMBER = 12


@contextmanager
def heard(http: Client) -> Iterator[dict[bool, Allowance]]:
    """Note what is said meanwhile beside the answers: of writing and of reading, each the last."""
    last: dict[bool, Allowance] = {}

    def note(answer: httpx.Response) -> None:
        if said := allowance(answer):
            last[said.writes] = said

    before = http.event_hooks
    http.event_hooks = {**before, "response": [*before["response"], note]}
    try:
        yield last
    finally:
        http.event_hooks = before


def allowance(answer: httpx.Response) -> Allowance | None:
    """Give what stands beside an answer; nothing where nothing does that can be read."""
    writes = answer.request.method not in READING
    if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return Allowance(writes, 0, _told(answer, "limit") or 1, free_again(answer))
    left, most = _told(answer, "remaining"), _told(answer, "limit")
    if left is not None and most:
        return Allowance(writes, left, most, free_again(answer))
    return _of_a_hundred(answer, writes=writes)


def _told(answer: httpx.Response, what: str) -> int | None:
    """Give one number; some networks write more than one beside it, of other spans of time."""
    said = next((found for name in HOW_MANY if (found := answer.headers.get(f"{name}-{what}"))), "")
    number = re.match(rf"\d{{1,{LONGEST_NUMBER}}}(?!\d)", said, re.ASCII)
    return int(number[0]) if number else None


def _of_a_hundred(answer: httpx.Response, *, writes: bool) -> Allowance | None:
    told = [share for name in SHARES for share in _shares(answer.headers.get(name, ""))]
    if not told:
        return None
    used, stays_away = max(told)
    left = max(0, ALL - used)
    return Allowance(writes, left, ALL, ours() + (HOUR if left else stays_away or ROLLS))


def _shares(said: str) -> list[tuple[int, timedelta]]:
    """Give each share that is used up, and how long access stays away where it has gone."""
    try:
        told = json.loads(said)
    except (ValueError, RecursionError):
        return []
    if not isinstance(told, dict):
        return []
    of_accounts = [one for many in told.values() if isinstance(many, list) for one in many]
    return [
        (max(used), min(timedelta(minutes=_whole(one.get(REGAINED)) or 0), LONGEST_WAIT))
        for one in (told, *of_accounts)
        if isinstance(one, dict)
        and (used := [found for key in SHARE_OF if (found := _whole(one.get(key))) is not None])
    ]


def _whole(said: Any) -> int | None:
    """Give a whole number of a size that can be true."""
    return said if isinstance(said, int) and 0 <= said < 10**5 else None
