"""How much a network still takes, as each of them says it beside its answers."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from tabard.common.http import open_http
from tabard.common.tests.scripted import scripted
from tabard.connectors.allowances import allowance, heard
from tabard.connectors.api import Allowance

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
EPOCH = int(NOW.timestamp())
SOON = NOW + timedelta(seconds=45)
NETWORKS_CLOCK = "Mon, 23 Nov 2026 11:00:00 GMT"


def answer(status: int = 200, method: str = "POST", **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = httpx.Request(method, "https://network.example/")
    return httpx.Response(status, headers=named, request=request)


X = {"x_rate_limit_limit": "100", "x_rate_limit_remaining": "7"}
MASTODON = {"X_RateLimit_Limit": "300", "X_RateLimit_Remaining": "299"}
BLUESKY = {"RateLimit_Limit": "3000", "RateLimit_Remaining": "0"}
PINTEREST = {"X_RateLimit_Limit": "1000, 1000;w=60", "X_RateLimit_Remaining": "998"}
APP = "x_app_usage"
BUSINESS = "x_business_use_case_usage"


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        (X | {"x_rate_limit_reset": str(EPOCH + 45)}, (7, 100, SOON)),
        (MASTODON | {"X_RateLimit_Reset": "2026-11-23T12:00:45.000Z"}, (299, 300, SOON)),
        (BLUESKY | {"RateLimit_Reset": str(EPOCH + 45)}, (0, 3000, SOON)),
        (BLUESKY | {"RateLimit_Policy": "3000;w=300"}, (0, 3000, None)),
        (PINTEREST | {"X_RateLimit_Reset": "45"}, (998, 1000, SOON)),
        # The network's clock is an hour behind ours.
        (X | {"Date": NETWORKS_CLOCK, "x_rate_limit_reset": str(EPOCH - 3555)}, (7, 100, SOON)),
        (
            {APP: '{"call_count": 28, "total_time": 91, "total_cputime": 3}'},
            (9, 100, NOW + timedelta(hours=1)),
        ),
        ({APP: '{"call_count": 130}'}, (0, 100, NOW + timedelta(minutes=5))),
        (
            {
                APP: '{"call_count": 2}',
                BUSINESS: '{"7": [{"type": "pages", "call_count": 100, '
                '"estimated_time_to_regain_access": 19}, {"type": "ads"}, 4], "8": "?"}',
            },
            (0, 100, NOW + timedelta(minutes=19)),
        ),
        ({BUSINESS: '{"7": [{"call_count": 100, "estimated_time_to_regain_access": 9999}]}'}, None),
    ],
    ids=str,
)
@time_machine.travel(NOW, tick=False)
def test_each_network_s_way_to_say_what_it_still_takes_is_read(headers, told):
    told = told or (0, 100, NOW + timedelta(hours=24))

    assert allowance(answer(**headers)) == Allowance(True, *told)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x_rate_limit_limit": "100"},
        {"x_rate_limit_remaining": "7"},
        {"x_rate_limit_limit": "0", "x_rate_limit_remaining": "0"},
        {"x_rate_limit_limit": "100", "x_rate_limit_remaining": "-7"},
        {"x_rate_limit_limit": "100", "x_rate_limit_remaining": "7" * 13},
        {APP: "much"},
        {APP: "[" * 9000},
        {APP: "[]"},
        {APP: "{}"},
        {APP: '{"call_count": "28", "total_time": -1, "total_cputime": 100000}'},
        {BUSINESS: '{"7": {}}'},
    ],
    ids=str,
)
def test_what_is_not_said_so_that_it_can_be_read_is_left_out(headers):
    assert allowance(answer(**headers)) is None


@time_machine.travel(NOW, tick=False)
def test_network_that_asks_to_wait_takes_nothing_until_then():
    told = allowance(answer(429, "GET", Retry_After="45", **X))
    without = allowance(answer(429, Retry_After="45"))

    assert told == Allowance(False, 0, 100, SOON)
    assert without == Allowance(True, 0, 1, SOON)


@given(
    st.sampled_from(["x-rate-limit-remaining", "x-rate-limit-limit", "x-app-usage"]),
    st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0")),
)
def test_no_header_makes_an_answer_fail(name, said):
    request = httpx.Request("GET", "https://network.example/")
    headers = [(b"x-rate-limit-remaining", b"1"), (b"x-rate-limit-limit", b"2")]
    headers.append((name.encode(), said.encode("latin-1")))

    told = allowance(httpx.Response(200, headers=headers, request=request))

    assert told is None or 0 <= told.percent <= 100


@pytest.mark.parametrize(
    ("left", "most", "percent"),
    [(0, 300, 0), (1, 300, 1), (3, 300, 1), (150, 300, 50), (300, 300, 100), (9, 3, 100)],
)
def test_nothing_is_left_only_where_nothing_is_left(left, most, percent):
    assert Allowance(True, left, most, None).percent == percent


def test_the_last_that_was_said_counts_for_reading_and_writing_and_nothing_after_the_end():
    def says(left: int) -> httpx.Response:
        headers = {"RateLimit-Limit": "10", "RateLimit-Remaining": f"{left}"}
        return httpx.Response(200, headers=headers)

    with scripted() as network, open_http(allow_private=frozenset([network.place])) as http:
        network.says(says(9), says(8), says(7), httpx.Response(200), says(1))
        with heard(http) as told:
            http.post(network.url)
            http.post(network.url)
            http.get(network.url)
            http.get(network.url)
        http.get(network.url)

        assert told == {
            True: Allowance(True, 8, 10, None),
            False: Allowance(False, 7, 10, None),
        }
        assert http.event_hooks == {"request": [], "response": []}
