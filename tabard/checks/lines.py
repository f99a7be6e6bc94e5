"""Checking posts that come as JSON Lines, one answer for each line, on every core."""

import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from queue import Queue
from threading import Thread
from typing import Any, Protocol

from tabard.checks.api import Checks, Election, Facts, Finding, Level, Phrase, Text, Written

# Ten megabytes of text, every sign of it written as \uXXXX, and something around it.
LONGEST_LINE = 64 * 1024 * 1024
# How much is read at a time, and how many such pieces wait for each process.
PIECE, WAITING = 64 * 1024, 4


class Source(Protocol):
    """What lines come from: it gives what is there, and waits only if there is nothing."""

    def read1(self, size: int, /) -> bytes:
        """Give some bytes; none at the end."""
        ...


class UnfitLineError(ValueError):
    """A line cannot be checked; the message says why."""


class UnfitFactsError(ValueError):
    """What the council tells of itself cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a line: its number, the answer if there is one, and what went wrong."""

    number: int
    said: str
    fault: str = ""


# The answers that are asked for, in the order of their lines.
type Fed = Queue[Future[list[Answer]] | None]


def batches(source: Source) -> Iterator[tuple[int, list[bytes]]]:
    """Give the lines as they come, many together if many are there, with the first's number.

    Of a line that is too long only as much is kept as shows it.
    """
    number, rest = 1, b""
    while piece := source.read1(PIECE):
        first, *others = piece.split(b"\n")
        rest = (rest + first)[: LONGEST_LINE + 1]
        if others:
            lines = [rest, *others[:-1]]
            yield number, lines
            number, rest = number + len(lines), others[-1]
    if rest:
        yield number, [rest]


def answers(source: Source, facts: Facts, processes: int = 1) -> Iterator[list[Answer]]:
    """Answer every line in order, as soon as it can be."""
    if processes == 1:
        yield from map(partial(_answer_all, Checks.of(facts)), batches(source))
        return
    fed: Fed = Queue(processes * WAITING)
    # A process that is forked beside threads may take over a lock that nobody gives back.
    fresh = get_context("spawn")
    with ProcessPoolExecutor(processes, fresh, _be_ready, (facts,)) as pool:
        Thread(target=_feed, args=(fed, pool, source), daemon=True).start()
        while (answered := fed.get()) is not None:
            yield answered.result()


def _feed(fed: Fed, pool: Executor, source: Source) -> None:
    """Ask for one batch after another, but for no more than are taken; None stands at the end."""
    try:
        for batch in batches(source):
            fed.put(pool.submit(_answer_here, batch))
    except Exception as fault:  # noqa: BLE001 - whatever stops the reading is told where answers are taken
        broken: Future[list[Answer]] = Future()
        broken.set_exception(fault)
        fed.put(broken)
    fed.put(None)


# What a process of its own has made ready, once.
HERE: dict[str, Checks] = {}


def _be_ready(facts: Facts) -> None:
    HERE["checks"] = Checks.of(facts)


def _answer_here(batch: tuple[int, list[bytes]]) -> list[Answer]:
    return _answer_all(HERE["checks"], batch)


def _answer_all(checks: Checks, batch: tuple[int, list[bytes]]) -> list[Answer]:
    first, lines = batch
    return [
        answer(checks, number, line)
        for number, line in enumerate(lines, start=first)
        if line.strip()
    ]


def answer(checks: Checks, number: int, line: bytes) -> Answer:
    """Answer one line, or say why it cannot be."""
    try:
        told, written = read(line)
    except UnfitLineError as fault:
        return Answer(number, "", f"Line {number} was not checked. {fault}")
    looked = checks.look(written)
    found = {"id": told, "findings": [_told(one) for one in looked.findings]}
    said = json.dumps(found, separators=(",", ":"))
    names = ", ".join(looked.could_not)
    return Answer(number, said, f"Line {number}: {names} could not look." if names else "")


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


def _told(one: Finding) -> dict[str, str | int | float]:
    return {
        "check": one.check,
        "kind": one.kind,
        "level": one.level.value,
        "start": one.start,
        "end": one.end,
        "sure": one.sure,
    }


def facts_of(told: bytes) -> Facts:
    """Read what a council tells of itself: an object with the names of `Facts`."""
    try:
        given = dict(json.loads(told))
        _insist_on_known(given)
        return Facts(**{name: tuple(map(MADE.get(name, str), given[name])) for name in given})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise UnfitFactsError(f"The facts cannot be read: {fault}.") from None


def _insist_on_known(given: Iterable[str]) -> None:
    known = sorted(one.name for one in fields(Facts))
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise ValueError(f"nothing is known of “{unknown[0]}”, but of {', '.join(known)}")


def _election(told: Mapping[str, Any]) -> Election:
    lists = ("candidates", "parties", "slogans")
    return Election(
        told["name"],
        _moment(told["starts"]),
        _moment(told["ends"]),
        areas=frozenset(told.get("areas", ())),
        **{name: tuple(told.get(name, ())) for name in lists},
    )


def _moment(told: str) -> datetime:
    at = datetime.fromisoformat(told)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _phrase(told: Mapping[str, Any]) -> Phrase:
    level = Level(told.get("level", Level.ADVICE))
    return Phrase(
        told["words"], told["why"], told["what_to_do"], level, pattern=told.get("pattern", False)
    )


def _swearword(told: tuple[str, str]) -> tuple[str, Level]:
    word, level = told
    return word, Level(level)


MADE: dict[str, Any] = {"elections": _election, "phrases": _phrase, "swearwords": _swearword}
