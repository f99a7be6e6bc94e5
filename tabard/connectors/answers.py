"""Reads networks' answers, which may be late, lost, broken or hostile, and tells these apart."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import httpx

from tabard.common.http import RefusedAddressError, UnfitAnswerError
from tabard.connectors.api import AccessLostError, RejectedError, TryLaterError, UnsureError

LONGEST_WAIT = timedelta(hours=24)
LONGEST_REASON = 300
# Networks write a number as seconds from now, or as seconds since 1970.
LONG_AFTER_1970 = 10**8
WHEN_FREE = ("retry-after", "ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset")
WHERE_WORDS_ARE = ("detail", "message", "error_description", "error", "title")

type Maker = Callable[[list[tuple[str, Any]]], dict[str, Any]]


@contextmanager
def told_apart(*, writing: bool = True) -> Iterator[None]:
    """Turn a request that failed into an error that says what to do next.

    Nothing has happened if the connection failed. If the answer was lost or cannot be read, a
    write may have happened and a read can be repeated.
    """
    try:
        yield
    except (RefusedAddressError, httpx.InvalidURL) as error:
        raise RejectedError(f"{error}") from error
    except (httpx.LocalProtocolError, UnicodeError) as error:
        raise RejectedError("This holds characters that cannot be sent to the network.") from error
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise TryLaterError("The network could not be reached.") from error
    except (httpx.TransportError, httpx.DecodingError) as error:
        if writing:
            raise UnsureError from error
        raise TryLaterError("The network's answer was lost or could not be read.") from error


def raise_for(answer: httpx.Response, *, writing: bool = True) -> None:
    """Raise what a refusal means for the caller; return if it is none."""
    if answer.is_success:
        return
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        raise AccessLostError
    if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        raise TryLaterError("The network asks us to wait.", until=free_again(answer))
    if answer.is_redirect:
        raise RejectedError("The network sent us on to another address, where we do not go.")
    if answer.is_client_error and answer.status_code != HTTPStatus.REQUEST_TIMEOUT:
        raise RejectedError(f"The network refused: {reason(answer)}")
    if writing:
        raise UnsureError
    raise TryLaterError("The network is in trouble.", until=free_again(answer))


def reason(answer: httpx.Response) -> str:
    """Give the network's own words for a refusal, fit to be shown to people."""
    try:
        told = contents(answer)
    except UnfitAnswerError:
        told = {}
    words = next((said for key in WHERE_WORDS_ARE if isinstance(said := told.get(key), str)), "")
    return shown(words) or f"it answered {answer.status_code} and gave no reason."


def shown(words: str) -> str:
    """Make foreign words fit to be shown to people: on one line, and no longer than is read."""
    told = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    return told[:LONGEST_REASON]


def free_again(answer: httpx.Response) -> datetime | None:
    """Say when to try again, by the network's own clock, since ours may be wrong."""
    theirs = _moment(answer.headers.get("date", "")) or ours()
    said = next((answer.headers[name] for name in WHEN_FREE if name in answer.headers), "")
    if re.fullmatch(r"\d{1,12}(\.\d{1,9})?", said, re.ASCII) and float(said) < LONG_AFTER_1970:
        wait = timedelta(seconds=float(said))
    elif moment := _moment(said):
        wait = moment - theirs
    else:
        return None
    return ours() + min(max(wait, timedelta(0)), LONGEST_WAIT)


def ours() -> datetime:
    """Say what time it is by our own clock."""
    return datetime.fromtimestamp(time.time(), UTC)


def _moment(said: str) -> datetime | None:
    """Read a moment as seconds since 1970, as ISO 8601 or as HTTP writes it."""
    for read in (_epoch, datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(said)
        except (ValueError, OverflowError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _epoch(said: str) -> datetime:
    return datetime.fromtimestamp(float(said), UTC)


def contents(answer: httpx.Response, *, made_by: Maker | None = None) -> dict[str, Any]:
    """Give the JSON object in an answer; `made_by` makes each object from its pairs."""
    told = _read(answer, made_by)
    if not isinstance(told, dict):
        raise UnfitAnswerError("The answer is not a JSON object.")
    return told


def listed(answer: httpx.Response) -> list[Any]:
    """Give the JSON list in an answer."""
    told = _read(answer, None)
    if not isinstance(told, list):
        raise UnfitAnswerError("The answer is not a JSON list.")
    return told


def _read(answer: httpx.Response, made_by: Maker | None) -> Any:
    try:
        return json.loads(answer.content, object_pairs_hook=made_by)
    except (ValueError, RecursionError) as error:
        raise UnfitAnswerError("The answer is not JSON that can be read.") from error


def text(told: Any, *path: str) -> str:
    """Give the words at a path into an answer."""
    found = _at(told, path)
    if not isinstance(found, str):
        raise UnfitAnswerError(f"The answer has no words at {'.'.join(path)}.")
    return found


def number(told: Any, *path: str) -> int:
    """Give the whole number at a path into an answer."""
    found = _at(told, path)
    if not isinstance(found, int):
        raise UnfitAnswerError(f"The answer has no whole number at {'.'.join(path)}.")
    return found


def expect(told: Any, key: str, wanted: str) -> None:
    """Insist that an answer speaks of what was asked about."""
    if text(told, key) != wanted:
        raise UnfitAnswerError("The answer is about something else.")


def things(told: Any, *path: str) -> list[Any]:
    """Give the list at a path into an answer; where there is nothing, there is an empty list."""
    found = _at(told, path)
    if not isinstance(found, list | None):
        raise UnfitAnswerError(f"The answer has no list at {'.'.join(path)}.")
    return found or []


def inside(told: Any, *path: str) -> dict[str, Any]:
    """Give the object at a path into an answer; where there is none, an empty one."""
    found = _at(told, path)
    return found if isinstance(found, dict) else {}


def web_address(told: Any, *path: str) -> str:
    """Give the address of a page for people."""
    found = text(told, *path)
    if not re.match(r"https?://[^/\s]", found):
        raise UnfitAnswerError(f"The answer has no web address at {'.'.join(path)}.")
    return found


def moment(told: Any, *path: str) -> datetime:
    """Give the moment at a path into an answer, as ISO 8601 writes it; without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(text(told, *path))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UnfitAnswerError(f"The answer has no time at {'.'.join(path)}.") from error


def _at(told: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        told = told.get(step) if isinstance(told, dict) else None
    return told
