"""What is wrong with a table of TOML: sentences that say where, what and what to do."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

# What a table has to hold: for each name its type, and the largest number or longest text.
type Told = Mapping[str, tuple[type, int]]

KINDS = {str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "a table"}
# The numbers that may be nothing.
MAY_BE_ZERO = {"pause_days", "pretest_questions", "refresher_days"}


def table(file: str, text: str, faults: list[str]) -> dict[str, Any]:
    """Read TOML; add a fault if it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        faults.append(f"{file}: it is not TOML: {problem}.")
        return {}


def wrong_with(
    where: str, told: Any, wanted: Told, optional: Collection[str] = ()
) -> Iterator[str]:
    """Say what is missing, too much, of another kind, too long or too large."""
    if not isinstance(told, dict):
        yield f"{where}: it is not a table. Begin it with a line in square brackets."
        return
    for name in sorted(told.keys() - wanted.keys()):
        yield f"{where}: “{name}” means nothing here. Take it out, or mend its spelling."
    for name, (kind, most) in wanted.items():
        if name not in told and name in optional:
            continue
        if name not in told:
            yield f"{where}: “{name}” is missing. Add it; it is {KINDS[kind]}."
        elif type(told[name]) is not kind:
            yield f"{where}: “{name}” is not {KINDS[kind]}. Make it that."
        else:
            yield from _out_of_bounds(where, name, told[name], most)


def _out_of_bounds(where: str, name: str, value: Any, most: int) -> Iterator[str]:
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        least = 0 if name in MAY_BE_ZERO else 1
        if not least <= value <= most:
            yield f"{where}: “{name}” is {value}. Make it {least} to {most}."
        return
    if not value or (isinstance(value, str) and not value.strip()):
        yield f"{where}: “{name}” is empty. Fill it in."
    elif len(value) > most:
        what = "characters" if isinstance(value, str) else "entries"
        yield f"{where}: “{name}” has {len(value)} {what}. Make it {most} at most."
