"""Anybody can have their own posts checked: lines in, lines out, without a database."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


class Piped:
    """What stands in for standard input or output, of which only the bytes are used."""

    def __init__(self, content: bytes = b"") -> None:
        self.buffer = io.BytesIO(content)


def run(
    monkeypatch: pytest.MonkeyPatch, *lines: str, **options: object
) -> tuple[list[object], str, str]:
    """Give the answers, what was said of faults, and how it ended."""
    source, sink, faults = Piped("\n".join(lines).encode()), Piped(), io.StringIO()
    monkeypatch.setattr(sys, "stdin", source)
    monkeypatch.setattr(sys, "stdout", sink)
    try:
        call_command("check_text", stderr=faults, processes=1, **options)
        ended = ""
    except CommandError as why:
        ended = str(why)
    answers = [json.loads(line) for line in sink.buffer.getvalue().splitlines()]
    return answers, faults.getvalue(), ended


def test_each_post_is_answered_in_order(monkeypatch: pytest.MonkeyPatch):
    answers, faults, ended = run(
        monkeypatch, '{"id": 1, "text": "The library is open."}', '{"id": 2, "text": "A"}'
    )

    assert answers == [{"id": 1, "findings": []}, {"id": 2, "findings": []}]
    assert (faults, ended) == ("", "")


def test_a_bad_line_is_named_and_the_run_goes_on(monkeypatch: pytest.MonkeyPatch):
    answers, faults, ended = run(monkeypatch, "", "{", '{"id": 2, "text": "The library is open."}')

    assert answers == [{"id": 2, "findings": []}]
    assert faults == "Line 2 was not checked. It is not JSON.\n"
    assert ended == "1 line could not be checked in full."


def test_what_the_council_tells_of_itself_is_minded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    facts = tmp_path / "facts.json"
    facts.write_text('{"numbers": ["01483 999999"]}')
    post = '{"id": 1, "text": "Tel. 01483 999999"}'

    with_them, *_ = run(monkeypatch, post, facts=facts)
    without, *_ = run(monkeypatch, post)

    assert with_them == [{"id": 1, "findings": []}]
    assert without != with_them


def test_facts_that_are_not_there_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    answers, _, ended = run(monkeypatch, facts=tmp_path / "none.json")

    assert (answers, "none.json" in ended) == ([], True)
