"""An account's access to X, and what X's refusals mean."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import httpx

from tabard.connectors.answers import number, raise_for, reason, text
from tabard.connectors.api import AccessLostError, RejectedError, TryLaterError
from tabard.connectors.renewing import Renewing

# What stands in a refusal that only a person can mend, at X or here.
SHUT_OUT = re.compile(r"\b(suspended|locked|client.forbidden|scopes?)\b", re.IGNORECASE)


class DuplicateError(RejectedError):
    """X has these words from this account already."""


def pages(session: Renewing, path: str, **asked: str) -> Iterator[dict[str, Any]]:
    """Ask for a list, and go on page by page as long as there is more."""
    while True:
        told = session.asked("GET", path, params=asked)
        number(told, "meta", "result_count")
        yield told
        if "next_token" not in told["meta"]:
            return
        asked["pagination_token"] = text(told, "meta", "next_token")


def raise_what_is_wrong(answer: httpx.Response, *, writing: bool = True) -> None:
    """Raise what a refusal means; X says in words alone which of many it is."""
    if answer.status_code == HTTPStatus.PAYMENT_REQUIRED:
        raise TryLaterError("The council's credit at X has run out. Somebody has to buy more.")
    if answer.status_code == HTTPStatus.FORBIDDEN:
        why = reason(answer)
        if "duplicate content" in why.lower():
            raise DuplicateError(f"The network refused: {why}")
        if SHUT_OUT.search(answer.text):
            raise AccessLostError(f"X does not let us do this: {why}")
    raise_for(answer, writing=writing)
