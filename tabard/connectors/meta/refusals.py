"""What a refusal of the Graph API means: it says so by codes, whatever the status is.

developers.facebook.com/docs/graph-api/guides/error-handling
"""

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import httpx

from tabard.common.http import UnfitAnswerError
from tabard.connectors import answers
from tabard.connectors.api import (
    AccessLostError,
    ConnectorError,
    RejectedError,
    TryLaterError,
    UnsureError,
)

LOST = frozenset({102, 190, 463, 467})
# Of the application, the person, the Page, and of each kind of business (80000 to 80014).
BUSY = frozenset({4, 9, 17, 32, 341, 613, *range(80_000, 80_015)})
DENIED = frozenset({3, 10, *range(200, 300)})
TROUBLE = frozenset({-2, -1, 1, 2})
BLOCKED = 368
DUPLICATE = 506
INVALID = 100
UNKNOWN_NAME = 803
NOT_READY = 9007
# Of what is not there, and of what nobody may publish for now because of Meta's rules.
SUBCODE_GONE = 33
SUBCODE_RESTRICTED = 2_207_051
SUBCODE_TOO_MANY_POSTS = 2_207_042
WHY_LOST = {
    458: "Whoever connected this account has taken the council's application off it.",
    459: "Whoever connected this account has to sign in at Facebook, which waits for them.",
    460: "Whoever connected this account has changed their password at Facebook.",
    463: "The access that was given has run out.",
    464: "Whoever connected this account has to confirm theirs at Facebook.",
    492: "Whoever connected this account looks after the Page no more.",
}
PROOF = "appsecret_proof"
ANOTHER_APPLICATION = (
    "The network knows the council's application by another secret. Ask an administrator to set "
    "it up again."
)
# What was used up, in per cent: of an application or a Page within an hour, and of a business with
# the minutes that it has to wait (developers.facebook.com/docs/graph-api/overview/rate-limiting).
USAGE = "x-business-use-case-usage"
USED_IN_AN_HOUR = ("x-app-usage", "x-page-usage")
ALL = 100
TOKEN = re.compile(r"\bEA\w{16,}")
STATUS_SPEAKS = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


class GoneError(RejectedError):
    """Meta does not have it, or does not show it to us."""


class DuplicateError(UnsureError):
    """Meta has the same words already, which may be ours."""


class NotReadyError(TryLaterError):
    """Meta is still working on a picture."""


def raise_for(answer: httpx.Response, *, writing: bool, hide: str) -> None:
    """Raise what a refusal means for the caller; return if it is none."""
    if answer.is_success:
        return
    error = _error(answer)
    code, subcode = _number(error, "code"), _number(error, "error_subcode")
    words = _words(error, hide)
    meant = (
        _of_access(code, subcode, words)
        or _of_the_moment(code, subcode, answer)
        or _of_trouble(error, code, answer, writing=writing)
    )
    if meant is None and code is not None and not _speaks(answer):
        meant = _of_what_was_said(code, subcode, words)
    if meant is not None:
        raise meant
    answers.raise_for(answer, writing=writing)


def _of_access(code: int | None, subcode: int | None, words: str) -> ConnectorError | None:
    if code in LOST:
        why = WHY_LOST.get(subcode or code or 0, "The network no longer lets us in.")
        return AccessLostError(f"{why} Connect the account again.")
    if code == BLOCKED or subcode == SUBCODE_RESTRICTED:
        return RejectedError(f"The network blocks this account for now by its rules: {words}")
    if code in DENIED:
        return AccessLostError(f"The network does not let us do this: {words}")
    return AccessLostError(ANOTHER_APPLICATION) if code == INVALID and PROOF in words else None


def _of_the_moment(
    code: int | None, subcode: int | None, answer: httpx.Response
) -> ConnectorError | None:
    if subcode == SUBCODE_TOO_MANY_POSTS:
        return TryLaterError("The network takes no more posts of this account today.")
    if code == NOT_READY:
        return NotReadyError("The network is still working on a picture.")
    if code in BUSY:
        return TryLaterError("The network asks us to wait.", until=free_again(answer))
    return None


def _of_trouble(
    error: dict[str, Any], code: int | None, answer: httpx.Response, *, writing: bool
) -> ConnectorError | None:
    if code not in TROUBLE and error.get("is_transient") is not True:
        return None
    if writing:
        return UnsureError()
    return TryLaterError("The network is in trouble.", until=free_again(answer))


def _of_what_was_said(code: int, subcode: int | None, words: str) -> ConnectorError:
    if code == DUPLICATE:
        return DuplicateError("The network says that it has these words already.")
    if code == UNKNOWN_NAME or (code == INVALID and subcode == SUBCODE_GONE):
        return GoneError(f"The network does not have this: {words}")
    return RejectedError(f"The network refused: {words}")


def _speaks(answer: httpx.Response) -> bool:
    """Say whether the status tells more than the code does."""
    return answer.is_server_error or answer.is_redirect or answer.status_code in STATUS_SPEAKS


def _error(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answers.contents(answer).get("error")
    except UnfitAnswerError:
        return {}
    return told if isinstance(told, dict) else {}


def _number(error: dict[str, Any], key: str) -> int | None:
    found = error.get(key)
    return found if isinstance(found, int) else None


def _words(error: dict[str, Any], hide: str) -> str:
    """Give the words that are meant for people, and never a token that they repeat."""
    said = (error.get(key) for key in ("error_user_msg", "message"))
    words = next((one for one in said if isinstance(one, str) and one), "it gave no reason.")
    return answers.shown(TOKEN.sub("…", words.replace(hide, "…")))


def free_again(answer: httpx.Response) -> datetime | None:
    """Say when to try again: by what was used up, or as other networks say it."""
    minutes = max(_minutes(_header(answer, USAGE)), default=0)
    hourly = (answers.inside({"": _header(answer, name)}, "") for name in USED_IN_AN_HOUR)
    used = [one for told in hourly for one in told.values() if isinstance(one, int)]
    if minutes <= 0 and max(used, default=0) >= ALL:
        minutes = 60
    if minutes <= 0:
        return answers.free_again(answer)
    # No wait is longer, whatever is told.
    wait = min(timedelta(minutes=min(minutes, 10_000)), answers.LONGEST_WAIT)
    return datetime.fromtimestamp(time.time(), UTC) + wait


def _header(answer: httpx.Response, name: str) -> Any:
    try:
        return json.loads(answer.headers.get(name, "{}"))
    except (ValueError, RecursionError):
        return {}


def _minutes(told: Any) -> Iterator[int]:
    """Go through what is told of each business, for the minutes that it has to wait."""
    several = told.values() if isinstance(told, dict) else []
    for kind in (one for kinds in several if isinstance(kinds, list) for one in kinds):
        found = kind.get("estimated_time_to_regain_access") if isinstance(kind, dict) else 0
        yield found if isinstance(found, int) else 0
