"""What is wrong with the tables of a scenario, one by one."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from tabard.training.work.faults import Told, wrong_with
from tabard.training.work.scenarios.phrases import PhraseError, understood
from tabard.training.work.scenarios.scripts import ASKS_AGAIN, DEEDS, PRIVATELY
from tabard.training.work.scenarios.signals import COUNTED

FILE = "scenario.toml"
LONGEST_POST = 500
ID = r"[a-z0-9-]+"
ENDINGS = {"passed", "not_yet", "harm"}
CLAUSES = {"all", "any", "two_of", "none"}

SCENARIO: Told = {
    "id": (str, 50),
    "title": (str, 100),
    "version": (str, 20),
    "about": (str, 300),
    "minutes": (int, 60),
    "setting": (str, 3_000),
    "good": (str, 1_000),
    "you": (dict, 10),
    "residents": (list, 10),
    "states": (list, 60),
    "points": (list, 40),
}
SCENARIO_MAY: Told = {"warning": (str, 500), "signals": (dict, 100), "lists": (dict, 100)}
YOU: Told = {"post": (str, LONGEST_POST)}
YOU_MAY: Told = {"picture": (str, 100), "alt": (str, 1_000)}
RESIDENT: Told = {"id": (str, 30), "name": (str, 60), "handle": (str, 30)}
STATE: Told = {"id": (str, 50), "says": (list, 10)}
GOING_ON: Told = {"asks_again": (dict, 10), "gives_up": (str, 50), "reactions": (list, 20)}
ENDING: Told = {"ending": (str, 10), "told": (str, 500)}
LINE: Told = {"by": (str, 30), "words": (list, 20)}
REACTION: Told = {"id": (str, 50), "means": (str, 200), "when": (list, 20), "leads_to": (str, 50)}
POINT: Told = {"says": (str, 200), "because": (str, 1_000), "shown_by": (list, 30)}
POINT_MAY: Told = {"is_slip": (bool, 1), "instead": (str, 500)}
SIGNAL: Told = {"says": (str, 200), "words": (list, 500)}
SIGNAL_MAY: Told = {"except": (list, 500), "can_be_negated": (bool, 1)}
ANSWER: Told = {"says": (str, LONGEST_POST), "deserves": (str, 50)}
ANSWER_MAY: Told = {"at": (str, 50), "privately": (bool, 1), "does": (list, len(DEEDS))}


def wrong(where: str, told: Any, wanted: Told, may: Told | None = None) -> list[str]:
    """Say what is wrong with a table that has to hold some things, and may hold others."""
    also = {
        name: kind for name, kind in (may or {}).items() if isinstance(told, dict) and name in told
    }
    return list(wrong_with(where, told, {**wanted, **also}))


def wrong_with_scenario(told: Mapping[str, Any], shared: Mapping[str, Any]) -> list[str]:
    """Say what is wrong with scenario.toml, table by table."""
    faults = wrong(FILE, told, SCENARIO, SCENARIO_MAY)
    if faults:
        return faults
    if not re.fullmatch(ID, told["id"]):
        faults.append(f"{FILE}: let its id hold only small letters, digits and hyphens.")
    faults += _wrong_with_you(told["you"])
    faults += _wrong_with_residents(told["residents"])
    faults += _wrong_with_signals(told, shared)
    speakers = {one.get("id") for one in told["residents"] if isinstance(one, dict)}
    signals = known_signals(told, shared)
    faults += _twice("state", told["states"])
    for place, state in enumerate(told["states"], start=1):
        faults += _wrong_with_state(_named("state", place, state), state, speakers, signals)
    for place, point in enumerate(told["points"], start=1):
        faults += _wrong_with_point(f"{FILE}, point {place}", point, signals)
    return faults


def known_signals(told: Mapping[str, Any], shared: Mapping[str, Any]) -> set[str]:
    """Give every signal that a scenario can ask about."""
    return {*shared["signals"], *told.get("signals", {}), *COUNTED, *DEEDS, PRIVATELY}


def _named(what: str, place: int, told: Any) -> str:
    name = told.get("id") if isinstance(told, dict) else None
    return f"{FILE}, {what} {name or place}"


def _twice(what: str, tables: Sequence[Any]) -> Iterator[str]:
    names = [one["id"] for one in tables if isinstance(one, dict) and "id" in one]
    for name in dict.fromkeys(one for one in names if names.count(one) > 1):
        yield f"{FILE}: two of the {what}s have the id “{name}”. Change one."


def _wrong_with_you(told: Any) -> Iterator[str]:
    where = f"{FILE}, you"
    faults = wrong(where, told, YOU, YOU_MAY)
    yield from faults
    if not faults and ("picture" in told) != ("alt" in told):
        yield f"{where}: a picture and what it shows, alt, go together. Add the other."


def _wrong_with_residents(tables: Sequence[Any]) -> Iterator[str]:
    yield from _twice("resident", tables)
    for place, told in enumerate(tables, start=1):
        yield from wrong(_named("resident", place, told), told, RESIDENT)


def _wrong_with_signals(told: Mapping[str, Any], shared: Mapping[str, Any]) -> Iterator[str]:
    lists = {**shared["lists"], **told.get("lists", {})}
    for name, words in told.get("lists", {}).items():
        yield from _wrong_with_words(f"{FILE}, list {name}", words)
    for name, table in told.get("signals", {}).items():
        where = f"{FILE}, signal {name}"
        faults = wrong(where, table, SIGNAL, SIGNAL_MAY)
        yield from faults
        if not faults:
            for phrase in (*table["words"], *table.get("except", [])):
                yield from _wrong_with_phrase(where, phrase, lists)


def _wrong_with_phrase(where: str, phrase: Any, lists: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(phrase, str):
        yield f"{where}: “{phrase}” is not text. Make it that."
        return
    try:
        understood(phrase, lists)
    except PhraseError as problem:
        yield f"{where}: the phrase “{phrase}” cannot be read: {problem}."


def _wrong_with_words(where: str, words: Any) -> Iterator[str]:
    """Say what is wrong with a list that has to hold texts."""
    if not isinstance(words, list) or not words:
        yield f"{where}: it is not a list with something in it. Make it that."
    elif not all(isinstance(one, str) and 0 < len(one) <= LONGEST_POST for one in words):
        yield f"{where}: let it hold only texts of up to {LONGEST_POST} characters."


def _wrong_with_state(
    where: str, told: Any, speakers: Collection[Any], signals: Collection[str]
) -> Iterator[str]:
    is_end = isinstance(told, dict) and "ending" in told
    faults = wrong(where, told, {**STATE, **(ENDING if is_end else GOING_ON)})
    yield from faults
    if faults:
        return
    for line in (*told["says"], *([] if is_end else [told["asks_again"]])):
        yield from _wrong_with_line(where, line, speakers)
    if is_end and told["ending"] not in ENDINGS:
        yield f"{where}: its ending is “{told['ending']}”. Write passed, not_yet or harm."
    if not is_end:
        yield from _twice("reaction", told["reactions"])
        for reaction in told["reactions"]:
            yield from _wrong_with_reaction(where, reaction, signals)


def _wrong_with_line(where: str, told: Any, speakers: Collection[Any]) -> Iterator[str]:
    faults = wrong(f"{where}, what is said", told, LINE)
    yield from faults
    if not faults:
        yield from _wrong_with_words(f"{where}, what is said", told["words"])
        if told["by"] not in speakers:
            yield f"{where}: there is no resident “{told['by']}”."


def _wrong_with_reaction(where: str, told: Any, signals: Collection[str]) -> Iterator[str]:
    name = told.get("id") if isinstance(told, dict) else ""
    where = f"{where}, reaction {name}"
    faults = wrong(where, told, REACTION)
    yield from faults
    if faults:
        return
    if name == ASKS_AGAIN:
        yield f"{where}: this id stands for asking again. Choose another."
    for condition in told["when"]:
        yield from _wrong_with_condition(where, condition, signals)


def _wrong_with_condition(where: str, told: Any, signals: Collection[str]) -> Iterator[str]:
    if not isinstance(told, dict) or not told or told.keys() - CLAUSES:
        yield f"{where}: write “when” as [{{ all = […], any = […], two_of = […], none = […] }}]."
        return
    for names in told.values():
        yield from _wrong_with_names(where, names, signals)


def _wrong_with_point(where: str, told: Any, signals: Collection[str]) -> Iterator[str]:
    faults = wrong(where, told, POINT, POINT_MAY)
    yield from faults
    if not faults:
        yield from _wrong_with_names(where, told["shown_by"], signals)


def _wrong_with_names(where: str, names: Any, signals: Collection[str]) -> Iterator[str]:
    if not isinstance(names, list):
        yield f"{where}: “{names}” is not a list of signals. Make it that."
        return
    for name in names:
        if name not in signals:
            yield f"{where}: there is no signal “{name}”. Mend its spelling, or add it."


def wrong_with_answers(file: str, name: str, told: Mapping[str, Any]) -> list[str]:
    """Say what is wrong with a file of labelled answers, taken for itself."""
    faults = wrong(file, told, {name: (list, 1_000)})
    for place, answer in enumerate([] if faults else told[name], start=1):
        where = f"{file}, answer {place}"
        # One that only does something has no words.
        says = isinstance(answer, dict) and answer.get("says") == "" and answer.get("does")
        found = wrong(where, {**answer, "says": "-"} if says else answer, ANSWER, ANSWER_MAY)
        faults += found
        if not found:
            unknown = [one for one in answer.get("does", []) if one not in DEEDS]
            faults += [f"{where}: nobody can do “{one}” here." for one in unknown]
    return faults
