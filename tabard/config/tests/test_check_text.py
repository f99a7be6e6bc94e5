"""Anybody can have their own posts checked: lines in, lines out, without a database."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command


class Piped:
    """What stands in for standard input or output, of which only the bytes are used."""

    def __init__(self, content: bytes = b"") -> None:
        self.buffer = io.BytesIO(content)


def run(monkeypatch: pytest.MonkeyPatch, *lines: str) -> tuple[list[object], str, str]:
    """Give the answers, what was said of faults, and how it ended."""
    source, sink, faults = Piped("\n".join(lines).encode()), Piped(), io.StringIO()
    monkeypatch.setattr(sys, "stdin", source)
    monkeypatch.setattr(sys, "stdout", sink)
    try:
        call_command("check_text", stderr=faults)
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
