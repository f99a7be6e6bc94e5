"""Posts come as JSON Lines, and each is answered or named as unfit."""

import io
import json
from typing import Any

import pytest

from tabard.checks import lines
from tabard.checks.api import Checks, Facts


def answered(**told: object) -> Any:
    found, could_not = lines.answer(Checks.of(Facts()), json.dumps(told).encode())
    assert could_not == ()
    return json.loads(found)


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
    with pytest.raises(lines.UnfitLineError, match=why):
        lines.read(line)


def test_lines_keep_their_numbers_and_empty_ones_are_passed_over():
    assert list(lines.lines(io.BytesIO(b"a\n\n \r\nb"))) == [(1, b"a\n"), (4, b"b")]


def test_a_line_without_end_is_refused_and_the_next_one_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "LONGEST_LINE", 10)

    found = list(lines.lines(io.BytesIO(b"x" * 35 + b"\n123456789\n")))

    assert found == [(1, b"x" * 11), (2, b"123456789\n")]
    with pytest.raises(lines.UnfitLineError, match="longer"):
        lines.read(found[0][1])
