"""Hostile and friendly JSON."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.practice.api import bodies
from tabard.practice.api.problems import ProblemError
from tabard.practice.rules import Draft, DraftPicture

GOOD: dict[str, Any] = {
    "words": "Hello",
    "created_at": "2026-11-23T12:00:00+00:00",
    "pictures": [{"sha256": "a" * 64, "alt": "A cat."}],
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(list(GOOD)), inner),
)


def test_post_is_read_as_it_was_sent():
    read = bodies.read_draft(json.dumps(GOOD).encode())

    assert read == Draft(
        words="Hello",
        created_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
        pictures=(DraftPicture(sha256="a" * 64, alt="A cat."),),
    )


@settings(deadline=None)
@given(st.text(), st.lists(st.tuples(st.text(), st.text())))
def test_any_words_and_alt_texts_come_through_unchanged(
    words: str, pictures: list[tuple[str, str]]
):
    sent = GOOD | {
        "words": words,
        "pictures": [{"sha256": sha256, "alt": alt} for sha256, alt in pictures],
    }

    read = bodies.read_draft(json.dumps(sent).encode())

    assert (read.words, [(one.sha256, one.alt) for one in read.pictures]) == (words, pictures)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "This is not JSON."),
        (b"{", "This is not JSON."),
        (b"\xff\xfe", "This is not JSON."),
        (b'{"words": NaN}', "This is not JSON."),
        (b'{"words": "a", "words": "b"}', "This is not JSON."),
        (b'{"words": ' + b"9" * 5_000 + b"}", "This is not JSON."),
        (b"[" * 60_000, "The JSON is nested too deeply."),
        (b'{"a":[{"b":[[]]}]}', "The JSON is nested too deeply."),
        (b'["\\"[[[[[["]', "Send exactly: words, created_at, pictures, answers."),
        (b"[]", "Send exactly: words, created_at, pictures, answers."),
        (b"null", "Send exactly: words, created_at, pictures, answers."),
        (b'"words"', "Send exactly: words, created_at, pictures, answers."),
    ],
)
def test_what_is_not_the_agreed_json_is_refused(content: bytes, why: str):
    with pytest.raises(ProblemError) as problem:
        bodies.read_draft(content)

    assert (problem.value.status, str(problem.value)) == (422, why)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"more": 1}, "Send exactly: words, created_at, pictures, answers."),
        ({"words": 1}, "“words” is text."),
        ({"words": None}, "“words” is text."),
        ({"created_at": 1_700_000_000}, "“created_at” is text."),
        ({"created_at": "yesterday"}, "“created_at” is a time as in ISO 8601."),
        ({"created_at": "2026-11-23T12:00:00"}, "“created_at” says how far it is from UTC."),
        ({"created_at": "2026-11-23"}, "“created_at” says how far it is from UTC."),
        ({"pictures": {}}, "“pictures” is a list."),
        ({"pictures": "ab"}, "“pictures” is a list."),
        ({"pictures": ["a"]}, "Send exactly: sha256, alt."),
        ({"pictures": [{"sha256": "a"}]}, "Send exactly: sha256, alt."),
        ({"pictures": [{"sha256": "a", "alt": 1}]}, "“alt” is text."),
        ({"pictures": [{"sha256": ["a"], "alt": ""}]}, "“sha256” is text."),
    ],
)
def test_field_of_another_kind_is_refused(change: dict[str, object], why: str):
    with pytest.raises(ProblemError) as problem:
        bodies.read_draft(json.dumps(GOOD | change).encode())

    assert (problem.value.status, str(problem.value)) == (422, why)


@settings(deadline=None)
@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_nothing_but_a_draft_or_a_problem_comes_of_any_bytes(content: bytes):
    with suppress(ProblemError):
        assert isinstance(bodies.read_draft(content), Draft)
