"""Mastodon's connector on a server that is not Mastodon: nothing is taken for granted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tabard.common.http import Client, open_http
from tabard.common.tests.scripted import Fault
from tabard.connectors.api import (
    AccessLostError,
    Delivered,
    Post,
    RejectedError,
    TryLaterError,
    UnsureError,
)
from tabard.connectors.mastodon import Mastodon, once
from tabard.connectors.tests.fediverse_server import FediverseServer
from tabard.connectors.tests.network_server import running

POST = "POST /api/v1/statuses"
WHEN = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SENT = Post("Gritting starts at ten.", (), "key-1", WHEN)


@pytest.fixture
def server() -> Iterator[FediverseServer]:
    with running(FediverseServer()) as server:
        yield server


@pytest.fixture
def http(server: FediverseServer) -> Iterator[Client]:
    with open_http(deadline=5, allow_private=frozenset([server.place])) as http:
        yield http


@pytest.fixture
def roads(server: FediverseServer, http: Client) -> Mastodon:
    return Mastodon(http, server.url, {"token": "t", "account": "1"})


@pytest.fixture(autouse=True)
def wait(monkeypatch):
    """Set how long ago the post was made."""

    def wait(seconds: float) -> None:
        monkeypatch.setattr(once, "now", lambda: WHEN + timedelta(seconds=seconds))

    wait(0)
    return wait


def test_the_first_try_is_one_request(server, roads):
    roads.deliver(SENT)

    assert server.asked() == [POST]


@pytest.mark.parametrize("fault", [Fault.CUT_AFTER, httpx.Response(502)], ids=["cut", "502"])
def test_a_post_whose_answer_was_lost_is_there_once(server, roads, wait, fault):
    server.breaks(POST, fault, after=True)
    with pytest.raises(UnsureError):
        roads.deliver(SENT)

    wait(30)
    delivered = roads.deliver(SENT)

    assert delivered == Delivered("000001", f"{server.url}/@roads/000001")
    assert list(server.posts) == ["000001"]


def test_a_post_that_never_arrived_is_sent_after_a_look(server, roads, wait):
    server.breaks(POST, Fault.CUT_AFTER)
    with pytest.raises(UnsureError):
        roads.deliver(SENT)

    wait(30)
    roads.deliver(SENT)

    assert len(server.posts) == 1
    assert server.asked().count(POST) == 2


@pytest.mark.parametrize("said_since", [1, 39, 40, 85])
def test_a_post_is_found_below_all_that_was_said_since(server, roads, wait, said_since):
    first = roads.deliver(SENT)
    for number in range(said_since):
        roads.deliver(replace(SENT, words=f"Something else, {number}."))

    wait(30)

    assert roads.deliver(SENT) == first
    assert len(server.posts) == said_since + 1


def test_a_look_that_fails_sends_nothing(server, roads, wait):
    wait(30)
    server.breaks("GET /api/v1/accounts/{account}/statuses", httpx.Response(503))

    with pytest.raises(TryLaterError):
        roads.deliver(SENT)

    assert server.posts == {}


def test_a_look_does_not_read_on_into_what_was_said_before(server, roads, wait):
    for number in range(45):
        roads.deliver(replace(SENT, words=f"Yesterday, {number}."))
    for one in server.posts.values():
        one["created_at"] = "2026-11-22T09:30:00Z"
    wait(30)

    roads.deliver(SENT)

    assert server.asked().count("GET /api/v1/accounts/1/statuses") == 1


def test_a_look_ends_at_some_time(server, roads, wait):
    for number in range(450):
        server.posts[f"{number:06}"] = {
            "id": f"{number:06}",
            "url": f"{server.url}/@roads/{number}",
            "content": "x",
            "visibility": "public",
            "created_at": WHEN.isoformat(),
            "account": {"id": "1"},
        }
    wait(30)

    assert roads.look_for(SENT) is None
    assert server.asked().count("GET /api/v1/accounts/1/statuses") == 10


@pytest.mark.parametrize(
    ("software", "seconds", "looks"),
    [
        ("mastodon", 60, False),
        ("Mastodon", 49 * 60, False),
        ("mastodon", 51 * 60, True),
        ("mastodon", -60, True),
        ("elsewhere", 9, False),
        ("elsewhere", 11, True),
        ("", 60, True),
    ],
)
def test_a_key_is_trusted_as_long_as_mastodon_keeps_it(
    roads, server, wait, software, seconds, looks
):
    server.software = software
    wait(seconds)

    roads.deliver(SENT)

    assert ("GET /api/v1/accounts/1/statuses" in server.asked()) == looks


@pytest.mark.parametrize(
    "answer",
    [
        Fault.CUT_AFTER,
        httpx.Response(404),
        httpx.Response(200, json={"links": "x"}),
        httpx.Response(200, json={"links": ["x", {"rel": "other", "href": "x"}]}),
        httpx.Response(
            200, json={"links": [{"rel": f"{once.NODEINFO}2.0", "href": "https://[x/"}]}
        ),
    ],
    ids=["cut", "none", "odd", "of another kind", "no address"],
)
def test_what_runs_on_a_server_that_does_not_say_is_not_known(server, roads, wait, answer):
    server.software = "mastodon"
    server.breaks("GET /.well-known/nodeinfo", answer)
    wait(60)

    roads.deliver(SENT)

    assert "GET /api/v1/accounts/1/statuses" in server.asked()


def test_a_post_that_is_too_long_is_refused_in_the_server_s_words(server, roads):
    with pytest.raises(RejectedError, match="the post is too long"):
        roads.deliver(replace(SENT, words="a" * 501))

    assert server.posts == {}


def test_a_bad_token_is_for_a_person_to_mend_whatever_the_number(server, http):
    stranger = Mastodon(http, server.url, {"token": "x", "account": "1"})

    for ask in (stranger.identify, lambda: stranger.deliver(SENT), stranger.said):
        with pytest.raises(AccessLostError):
            ask()

    assert server.posts == {}


def test_somebody_else_s_post_is_not_deleted_and_access_is_not_lost(server, roads, http):
    ada = Mastodon(http, server.url, {"token": "u", "account": "2"})
    theirs = ada.deliver(SENT)

    with pytest.raises(RejectedError, match="this is not yours"):
        roads.remove(theirs.network_id)

    assert list(server.posts) == [theirs.network_id]


def test_a_server_without_a_stream_says_so(roads):
    with pytest.raises(RejectedError, match="does not tell of things as they happen"):
        next(roads.listen())
