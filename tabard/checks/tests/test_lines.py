"""Posts come as JSON Lines, and each is answered or named as unfit."""

import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.checks import lines
from tabard.checks.api import Checks, Election, Facts, Level, Phrase
from tabard.checks.tests.test_api import Broken


def answered(**told: object) -> Any:
    found = lines.answer(Checks.of(Facts()), 1, json.dumps(told).encode())
    assert found.fault == ""
    return json.loads(found.said)


def test_places_are_in_code_points():
    assert answered(id="a", text="\U0001f468\u200d\U0001f469 jane@gmail.com", at=None) == {
        "id": "a",
        "findings": [
            {
                "check": "email",
                "kind": "email",
                "level": "stop",
                "start": 4,
                "end": 18,
                "sure": 0.99,
            }
        ],
    }


def test_any_id_comes_back_and_network_and_time_are_taken():
    told = answered(id=[1, "\ud800"], text="", network="bluesky", at="2027-05-01T09:30Z")

    assert told == {"id": [1, "\ud800"], "findings": []}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"id": 1, "text": ' + b"9" * 9_000 + b"}", "not JSON"),
        (b"[1]", "not an object"),
        (b'{"text": "a"}', "with an “id”"),
        (b'{"id": 1}', "“text” is not"),
        (b'{"id": 1, "text": null}', "“text” is not"),
        (b'{"id": 1, "text": "a", "network": 3}', "“network” is not"),
        (b'{"id": 1, "text": "a", "at": "tomorrow"}', "“at” is not"),
        (b'{"id": 1, "text": "a", "at": 5}', "“at” is not"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(line: bytes, why: str):
    found = lines.answer(Checks(), 7, line)

    assert (found.said, found.fault.startswith("Line 7 was not checked.")) == ("", True)
    assert why in found.fault


def test_a_check_that_breaks_is_named_beside_what_the_others_found():
    found = lines.answer(Checks({"broken": Broken(Facts())}), 3, b'{"id": 1, "text": "a"}')

    assert found == lines.Answer(3, '{"id":1,"findings":[]}', "Line 3: broken could not look.")


def numbered(content: bytes) -> list[tuple[int, bytes]]:
    return [
        (number, line)
        for first, together in lines.batches(io.BytesIO(content))
        for number, line in enumerate(together, start=first)
    ]


@given(st.lists(st.binary(max_size=9).map(lambda one: one.replace(b"\n", b""))), st.integers(1, 7))
def test_every_line_comes_once_with_its_number(told: Sequence[bytes], piece: int):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "PIECE", piece)

        found = numbered(b"".join(line + b"\n" for line in told))

    assert found == list(enumerate(told, start=1))


def test_the_last_line_needs_no_end():
    assert numbered(b"a\n\nb") == [(1, b"a"), (2, b""), (3, b"b")]


def test_a_line_without_end_is_refused_and_the_next_one_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "LONGEST_LINE", 10)
    monkeypatch.setattr(lines, "PIECE", 4)

    assert numbered(b"x" * 35 + b"\n123456789\n") == [(1, b"x" * 11), (2, b"123456789")]
    with pytest.raises(lines.UnfitLineError, match="longer"):
        lines.read(b"x" * 11)


@pytest.mark.parametrize("processes", [1, 2])
def test_answers_come_in_order_from_however_many_processes(
    processes: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(lines, "PIECE", 100)
    told = [json.dumps({"id": at, "text": "Call 07700 900123"}) for at in range(60)]

    found = lines.answers(io.BytesIO("\n \n".join(told).encode()), Facts(), processes)
    whole = [one for together in found for one in together]

    assert [one.number for one in whole] == list(range(1, 120, 2))
    assert [json.loads(one.said)["id"] for one in whole] == list(range(60))
    assert {len(json.loads(one.said)["findings"]) for one in whole} == {1}


class Torn:
    """A source that breaks after its first line."""

    def __init__(self) -> None:
        self.pieces = [b'{"id": 1, "text": "a"}\n{"id": 2']

    def read1(self, size: int, /) -> bytes:
        if not self.pieces:
            raise OSError("torn")
        return self.pieces.pop()[:size]


def test_lines_before_a_source_broke_are_answered_and_the_break_is_told():
    found = lines.answers(Torn(), Facts(), 2)

    assert next(found) == [lines.Answer(1, '{"id":1,"findings":[]}')]
    with pytest.raises(OSError, match="torn"):
        next(found)


def test_a_process_answers_with_what_it_has_made_ready(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "HERE", {})

    lines._be_ready(Facts())

    assert lines._answer_here((4, [b'{"id": 1, "text": "a"}', b" "])) == [
        lines.Answer(4, '{"id":1,"findings":[]}')
    ]


def test_facts_are_read_as_they_are_named():
    told = {
        "numbers": ["01483 999999"],
        "swearwords": [["blooming", "stop"]],
        "phrases": [{"words": "users", "why": "Why.", "what_to_do": "Do.", "level": "warning"}],
        "elections": [
            {"name": "May", "starts": "2027-03-20", "ends": "2027-05-06T22:00+01:00",
             "areas": ["Egham"], "parties": ["Roads"]},
        ],
    }  # fmt: skip

    facts = lines.facts_of(json.dumps(told).encode())

    ends = datetime(2027, 5, 6, 21, tzinfo=UTC)
    assert facts == Facts(
        numbers=("01483 999999",),
        swearwords=(("blooming", Level.STOP),),
        phrases=(Phrase("users", "Why.", "Do.", Level.WARNING),),
        elections=(
            Election(
                "May",
                datetime(2027, 3, 20, tzinfo=UTC),
                ends,
                areas=frozenset({"Egham"}),
                parties=("Roads",),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (b"{", "cannot be read"),
        (b"[1]", "cannot be read"),
        (b'{"roadz": []}', "nothing is known of “roadz”"),
        (b'{"elections": [{}]}', "cannot be read"),
        (b'{"swearwords": [["a", "loud"]]}', "cannot be read"),
        (b'{"numbers": 5}', "cannot be read"),
    ],
)
def test_what_is_wrong_with_facts_is_said(told: bytes, why: str):
    with pytest.raises(lines.UnfitFactsError, match=why):
        lines.facts_of(told)
