"""Checking posts that come as JSON Lines, one answer for each line."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from tabard.checks.api import Checks, Finding, Text, Written

# Ten megabytes of text, every sign of it written as \uXXXX, and something around it.
LONGEST_LINE = 64 * 1024 * 1024


class UnfitLineError(ValueError):
    """A line cannot be checked; the message says why."""


def lines(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Give every line with its number; of one that is too long, only as much as shows it."""
    number = 0
    while line := source.readline(LONGEST_LINE + 1):
        number += 1
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = source.readline(LONGEST_LINE + 1)
        if line.strip():
            yield number, line


def read(line: bytes) -> tuple[Any, Written]:
    """Give the id and what was written; raise UnfitLineError with what is wrong."""
    if len(line) > LONGEST_LINE:
        raise UnfitLineError("It is longer than 64 MB.")
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        raise UnfitLineError("It is not JSON.") from None
    if not isinstance(told, dict) or "id" not in told:
        raise UnfitLineError("It is not an object with an “id”.")
    if not isinstance(told.get("text"), str):
        raise UnfitLineError("Its “text” is not a string.")
    network = told.get("network") or ""
    if not isinstance(network, str):
        raise UnfitLineError("Its “network” is not a string.")
    return told["id"], Written(Text(told["text"]), network=network, at=_at(told.get("at")))


def _at(told: Any) -> datetime | None:
    if told is None:
        return None
    try:
        return datetime.fromisoformat(told)
    except (TypeError, ValueError):
        raise UnfitLineError("Its “at” is not a date and time such as 2027-05-01T09:30Z.") from None


def answer(checks: Checks, line: bytes) -> tuple[str, tuple[str, ...]]:
    """Give the answer to a line, and which checks could not look."""
    told, written = read(line)
    looked = checks.look(written)
    found = {"id": told, "findings": [_told(one) for one in looked.findings]}
    return json.dumps(found, separators=(",", ":")), looked.could_not


def _told(one: Finding) -> dict[str, str | int | float]:
    return {
        "check": one.check,
        "kind": one.kind,
        "level": one.level.value,
        "start": one.start,
        "end": one.end,
        "sure": one.sure,
    }
