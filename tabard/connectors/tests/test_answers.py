"""Refusals of networks, and what they mean for the caller."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import free_again, raise_for, reason, things
from tabard.connectors.api import AccessLostError, RejectedError, TryLaterError, UnsureError

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
EPOCH = int(NOW.timestamp())
NETWORKS_CLOCK = "Mon, 23 Nov 2026 11:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"Retry-After": "30"}, 30),
        ({"Retry-After": "1.5"}, 1.5),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, 0),
        ({"Retry-After": "Mon, 23 Nov 2026 12:01:00 GMT"}, 60),
        ({"Retry-After": "Mon, 23 Nov 2026 12:01:00 -0000"}, 60),
        ({"Retry-After": "99999999"}, 86_400),
        ({"Retry-After": "9" * 400}, None),
        ({"RateLimit-Reset": "45"}, 45),
        ({"RateLimit-Reset": str(EPOCH + 45)}, 45),
        ({"RateLimit-Reset": str(EPOCH - 45)}, 0),
        ({"X-RateLimit-Reset": "2026-11-23T12:00:45.000Z"}, 45),
        ({"X-Rate-Limit-Reset": str(EPOCH + 45)}, 45),
        # Our clock is an hour ahead of the network's, or the network's behind ours.
        ({"Date": NETWORKS_CLOCK, "RateLimit-Reset": str(EPOCH - 3600 + 45)}, 45),
        ({"Date": "never", "RateLimit-Reset": str(EPOCH + 45)}, 45),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_end_of_a_limit_is_read_however_it_is_written(headers, wait):
    until = free_again(httpx.Response(429, headers=headers))

    assert until == (None if wait is None else NOW + timedelta(seconds=wait))


@given(st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0")), st.booleans())
def test_no_header_makes_us_wait_for_more_than_a_day_or_fail(said, dated):
    headers = [(b"retry-after", said.encode("latin-1"))]
    headers += [(b"date", said.encode("latin-1"))] if dated else []

    with time_machine.travel(NOW, tick=False):
        until = free_again(httpx.Response(429, headers=headers))

    assert until is None or NOW <= until <= NOW + timedelta(hours=24)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (httpx.Response(422, json={"title": "No", "detail": "Too long"}), "Too long"),
        (httpx.Response(400, json={"error": "Bad", "message": "Too long"}), "Too long"),
        (httpx.Response(400, json={"error": {"code": 1}}), "it answered 400 and gave no reason."),
        (httpx.Response(404, html="<p>No</p>"), "it answered 404 and gave no reason."),
        (httpx.Response(400, json={"message": "a\n\u202eb\0  c"}), "a b c"),
        (httpx.Response(400, json={"message": "x" * 999}), "x" * 300),
    ],
)
def test_reason_is_in_the_network_s_words_and_fit_for_a_page(answer, words):
    assert reason(answer) == words


@pytest.mark.parametrize(
    ("status", "writing", "reading"),
    [
        (400, RejectedError, RejectedError),
        (401, AccessLostError, AccessLostError),
        (403, RejectedError, RejectedError),
        (404, RejectedError, RejectedError),
        (408, UnsureError, TryLaterError),
        (413, RejectedError, RejectedError),
        (429, TryLaterError, TryLaterError),
        (304, RejectedError, RejectedError),
        (307, RejectedError, RejectedError),
        (500, UnsureError, TryLaterError),
        (503, UnsureError, TryLaterError),
        (599, UnsureError, TryLaterError),
        (999, UnsureError, TryLaterError),
    ],
)
def test_refusal_says_what_to_do_next(status, writing, reading):
    with pytest.raises(writing):
        raise_for(httpx.Response(status))
    with pytest.raises(reading):
        raise_for(httpx.Response(status), writing=False)


def test_success_is_no_refusal():
    raise_for(httpx.Response(204))


def test_list_that_is_none_is_refused():
    with pytest.raises(UnfitAnswerError, match=r"no list at a\.b"):
        things({"a": {"b": "words"}}, "a", "b")
    assert things({}, "a", "b") == []
