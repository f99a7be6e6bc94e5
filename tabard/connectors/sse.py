"""Reads server-sent events from an answer that goes on (html.spec.whatwg.org, section 9.2)."""

import re
from collections.abc import Iterator
from contextlib import suppress

import httpx

from tabard.common.http import MIB

BETWEEN = re.compile(rb"\r?\n\r?\n")
# As many bytes of it may have come with the piece before.
LONGEST_BETWEEN = 4


def events(answer: httpx.Response, *, largest: int = MIB) -> Iterator[tuple[str, str] | None]:
    """Give each event as its kind and what it says, until the answer or its time is over.

    None stands for a sign of life, and for an event that is larger than we take.
    """
    waiting, is_too_large = bytearray(), False
    with suppress(httpx.TransportError):
        for piece in answer.iter_raw():
            looked_through = max(0, len(waiting) - LONGEST_BETWEEN)
            waiting += piece
            while end := BETWEEN.search(waiting, looked_through):
                yield None if is_too_large else _event(bytes(waiting[: end.start()]))
                del waiting[: end.end()]
                looked_through, is_too_large = 0, False
            if len(waiting) > largest:
                is_too_large = True
                del waiting[:-LONGEST_BETWEEN]


def _event(told: bytes) -> tuple[str, str] | None:
    """Read the lines of an event; one that says nothing, but for remarks, is a sign of life."""
    fields: dict[str, list[str]] = {"event": [], "data": []}
    for line in told.decode(errors="replace").splitlines():
        name, _, value = line.partition(":")
        fields.get(name, []).append(value.removeprefix(" "))
    if not fields["data"]:
        return None
    return "".join(fields["event"][-1:]), "\n".join(fields["data"])
