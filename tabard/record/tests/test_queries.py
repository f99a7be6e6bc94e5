"""What an entry says in words, and what is found by its facts."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import tabard
from tabard.record import actions, queries
from tabard.record.queries import Things, in_words

# As many letters of a composed kind have to stand in the code.
FIXED = 8
PEOPLE = {5: "Sam Okafor", 6: "Ada Lovelace"}


def parts_of_the_code() -> Iterator[ast.AST]:
    """Give every part of the code that writes entries, and not what reads or repeats them."""
    for path in Path(tabard.__file__).parent.rglob("*.py"):
        ours = {"tests", "connectors", "record"} & set(path.parts) or path.name == "telling.py"
        if not ours:
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def recorded_kinds() -> set[str]:
    """Read the kinds of entry off every call of `record` and of what stands before it."""
    recorders = {"record", "_record", "record_about", "record_each"}
    return {
        node.args[0].value
        for node in parts_of_the_code()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in recorders
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_every_kind_of_entry_has_its_sentence():
    assert recorded_kinds() - set(queries.SENTENCES) == set()


def test_no_sentence_is_left_that_no_code_writes():
    parts = list(parts_of_the_code())
    whole = {node.value for node in parts if isinstance(node, ast.Constant)}
    composed = [
        pattern for node in parts if isinstance(node, ast.JoinedStr) if (pattern := _pattern(node))
    ]

    unwritten = [
        kind
        for kind in queries.SENTENCES
        if kind not in whole and not any(re.fullmatch(one, kind) for one in composed)
    ]
    assert unwritten == []


def _pattern(composed: ast.JoinedStr) -> str:
    """Give what a composed text can be; nothing if next to all of it is open."""
    fixed = [one.value if isinstance(one, ast.Constant) else None for one in composed.values]
    if sum(len(str(one)) for one in fixed if one) < FIXED:
        return ""
    return "".join(".+" if one is None else re.escape(str(one)) for one in fixed)


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        (
            "message approved",
            {"message": 12, "author": 6, "by": 5},
            "Sam Okafor approved Ada Lovelace's post 12.",
        ),
        (
            "message sent back",
            {"message": 12, "author": 6, "by": 5, "why": "Say where."},
            "Sam Okafor sent back Ada Lovelace's post 12: Say where.",
        ),
        (
            "take-down asked",
            {"message": 12, "by": 6, "why": ""},
            "Ada Lovelace asked for post 12 to be taken down.",
        ),
        (
            "accredited",
            {"applicant": 6, "by": 5, "until": "2027-05-03T22:59:00+00:00"},
            "Sam Okafor accredited Ada Lovelace until 3 May 2027.",
        ),
        (
            "ticket given",
            {"person": 6, "network": "practice"},
            "Ada Lovelace received leave to connect an account on Practice network.",
        ),
        (
            "ticket given",
            {"person": 6, "network": "pixelpost"},
            "Ada Lovelace received leave to connect an account on pixelpost.",
        ),
        ("message begun", {"message": 1, "by": 99}, "Somebody began to write post 1."),
        ("message begun", {"message": None, "by": None}, "[erased] began to write post [erased]."),
        (
            "delivery held",
            {"message": 1, "why": None},
            "Post 1 is held: [erased]",
        ),
        ("something new", {"by": 5}, "Something new."),
    ],
)
def test_an_entry_in_words(kind: str, facts: dict[str, Any], sentence: str):
    assert in_words(kind, facts, people=PEOPLE) == sentence


@pytest.mark.parametrize(
    ("reader", "sentence"),
    [
        (5, "You approved Ada Lovelace's post 12."),
        (6, "Sam Okafor approved your post 12."),
        (7, "Sam Okafor approved Ada Lovelace's post 12."),
    ],
)
def test_who_is_part_of_it_is_called_you(reader: int, sentence: str):
    facts = {"message": 12, "author": 6, "by": 5}

    assert in_words("message approved", facts, people=PEOPLE, reader=reader) == sentence


@pytest.mark.parametrize(
    ("reader", "because"),
    [
        (6, "is held: Your accreditation is suspended."),
        (7, "is held. Ada Lovelace was told: “Your accreditation is suspended.”"),
        (None, "is held. Ada Lovelace was told: “Your accreditation is suspended.”"),
    ],
)
def test_a_reason_that_speaks_to_the_author_is_told_to_others_as_such(
    reader: int | None, because: str
):
    facts = {"message": 12, "why": "Your accreditation is suspended."}
    things = Things(posts={12: (6, "The van")})

    said = in_words("delivery held", facts, people=PEOPLE, reader=reader, things=things)

    assert said.endswith(because)


def test_a_reason_that_speaks_to_somebody_unknown_is_still_no_readers_own():
    facts = {"message": 12, "why": "Your accreditation is suspended."}

    assert in_words("delivery held", facts, people=PEOPLE, reader=7) == (
        "Post 12 is held. Somebody was told: “Your accreditation is suspended.”"
    )


def test_braces_in_a_fact_are_only_words():
    facts = {"message": 12, "author": 6, "by": 5, "why": "{by} {0} {message.pk}"}

    assert in_words("message sent back", facts, people=PEOPLE).endswith(": {by} {0} {message.pk}")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("due_at", datetime(2026, 5, 3, 9, tzinfo=UTC).isoformat(), "3 May 2026 at 10:00am"),
        ("differences", ["words", "link"], "words, link"),
        ("differences", [], ""),
        ("how_many", 3, "3"),
        ("why", None, "[erased]"),
    ],
)
def test_a_fact_in_words(name: str, value: object, words: str):
    assert queries.shown(name, value) == words


def test_people_in_facts_are_found_and_erased_ones_are_not():
    facts: list[dict[str, Any]] = [
        {"by": 5, "author": 6},
        {"by": None, "message": 12},
        {"person": 5, "applicant": 8},
    ]

    assert queries.people_in(facts) == {5, 6, 8}


@pytest.mark.django_db
def test_entries_are_found_by_a_fact_oldest_first():
    first = actions.record("message begun", message=12, by=5)
    actions.record("message begun", message=13, by=12)
    last = actions.record("message submitted", message=12, by=5)

    assert list(queries.entries_about("message", 12)) == [first, last]
