"""Server-sent events, read from whatever comes."""

from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.connectors.sse import events


def read(*pieces: bytes, largest: int = 100) -> list[tuple[str, str] | None]:
    return list(events(httpx.Response(200, content=iter(pieces)), largest=largest))


@pytest.mark.parametrize(
    ("told", "events"),
    [
        (b"event: update\ndata: {}\n\n", [("update", "{}")]),
        (b"data: a\r\ndata:b\r\n\r\n", [("", "a\nb")]),
        (b"event: a\nevent: b\ndata: c\nid: 7\nretry\n\n", [("b", "c")]),
        (b":thump\n\n", [None]),
        (b"event: update\n\n", [None]),
        (b"data: \xff\n\n", [("", "\N{REPLACEMENT CHARACTER}")]),
        (b"data: unfinished", []),
        (b"", []),
    ],
)
def test_events_are_read(told, events):
    assert read(told) == events


def test_an_event_that_is_too_large_is_let_go_and_the_next_one_read():
    large = [b"data: ", *[b"x" * 40] * 5, b"\n\n"]

    assert read(*large, b"data: next\n\n") == [None, ("", "next")]


@given(st.binary(max_size=60), st.integers(1, 7))
def test_it_is_the_same_in_whatever_pieces_it_comes(told: bytes, size: int):
    whole = told + b"\n\ndata: last\r\n\r\n"
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]

    assert read(*pieces) == read(whole)
    assert read(whole)[-1] == ("", "last")


def test_an_answer_that_is_cut_ends_the_events():
    def cut() -> Iterator[bytes]:
        yield b"data: a\n\ndata: b"
        raise httpx.ReadTimeout("The time is over.")

    assert list(events(httpx.Response(200, content=cut()))) == [("", "a")]
