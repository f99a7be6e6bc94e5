"""What an account does with others on a server of the fediverse, where answers are odd or none."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import Fault, Script, scripted
from tabard.connectors.api import (
    AccessLostError,
    Followed,
    Hearing,
    Home,
    Kind,
    Label,
    Named,
    Profile,
    RejectedError,
    TryLaterError,
    UnsureError,
)
from tabard.connectors.mastodon import Mastodon
from tabard.connectors.tests.test_mastodon import HEARD, SAID, SOMEBODY, STATUS, asked, error

ADA = {**SOMEBODY, "uri": None}
WHO = Profile("https://b.example/@ada", "ada@b.example", "Roads team", SOMEBODY["url"])
NOTIFICATION = {"id": "52", "type": "mention", "status": SAID}


def told(*parts: object, **more: object) -> httpx.Response:
    return httpx.Response(200, json=parts[0] if parts else more)


@pytest.fixture
def network() -> Iterator[Script]:
    with scripted() as network:
        yield network


@pytest.fixture
def account(network: Script) -> Iterator[Mastodon]:
    with open_http(deadline=5, allow_private=frozenset([network.place])) as http:
        yield Mastodon(http, network.url, {"token": "t", "account": "117"})


def test_an_account_that_the_server_knows_is_found(account, network):
    network.says(told(ADA))

    assert account.find(Named("mastodon", handle="ada@b.example")) == WHO
    assert parse_qs(urlsplit(network.heard[0].path).query) == {"acct": ["ada@b.example"]}


@pytest.mark.parametrize(
    ("accounts", "found"),
    [([ADA], WHO), (["x", {**ADA, "acct": "ada@c.example"}], None), ([], None)],
    ids=["it", "others", "nobody"],
)
def test_an_account_of_another_server_is_asked_for_there(account, network, accounts, found):
    others = [one if isinstance(one, dict) else {"acct": "x"} for one in accounts]
    network.says(error(404), told(accounts=others))

    assert account.find(Named("mastodon", handle="Ada@B.example")) == found
    assert parse_qs(urlsplit(network.heard[1].path).query) == {
        "q": ["@Ada@B.example"],
        "type": ["accounts"],
        "resolve": ["true"],
        "limit": ["1"],
    }


def test_somebody_who_is_gone_cannot_be_followed_and_need_not_be_unfollowed(account, network):
    network.says(error(404), told(accounts=[]), error(404), told(accounts=[]))

    account.unfollow(WHO)
    with pytest.raises(RejectedError, match="no account"):
        account.follow(WHO)

    assert {method for method, _ in asked(network)} == {"GET"}


@pytest.mark.parametrize("act", ["follow", "unfollow"])
def test_whether_it_is_followed_is_unsure_when_the_answer_is_lost(account, network, act):
    network.says(told(ADA), Fault.CUT_AFTER)

    with pytest.raises(UnsureError):
        getattr(account, act)(WHO)

    assert asked(network)[1] == ("POST", f"/api/v1/accounts/9/{act}")


def test_who_is_followed_is_told_page_by_page(account, network):
    link = '<https://elsewhere.example/steal?max_id=77>; rel="next", <https://x/>; rel="prev"'
    page = httpx.Response(200, json=[ADA, "x"], headers={"Link": link})
    network.says(page, told([]))

    assert account.followed() == Followed((WHO,), 1, "77")
    assert account.followed("77") == Followed((), 0, None)
    assert parse_qs(urlsplit(network.heard[1].path).query) == {"limit": ["80"], "max_id": ["77"]}


def test_at_home_stands_what_others_say_in_public_themselves(account, network):
    plain = {**SAID, "in_reply_to_id": None, "in_reply_to_account_id": None}
    older = {**plain, "id": "19", "created_at": "2026-11-20T09:00:00Z"}
    boosted = {**plain, "id": "20", "reblog": SAID}
    ours = {**STATUS, "account": {"id": "117"}}
    private = {**plain, "id": "18", "visibility": "private"}
    network.says(told([plain, boosted, ours, older, "x", private]), told([]))

    home = account.home()

    assert [(one.network_id, one.kind) for one in home.posts] == [
        ("21", Kind.POST),
        ("19", Kind.POST),
    ]
    assert (home.unreadable, home.before) == (1, "18")
    assert account.home("18") == Home((), 0, None)
    assert parse_qs(urlsplit(network.heard[1].path).query) == {"limit": ["40"], "max_id": ["18"]}


def test_what_moderators_do_to_the_account_is_told(account, network):
    network.says(told(**ADA | {"limited": True, "suspended": False}))

    assert account.labels() == (Label("limited", network.url, SOMEBODY["url"]),)
    assert asked(network) == [("GET", "/api/v1/accounts/117")]


def test_a_post_that_is_gone_has_no_labels(account, network):
    network.says(error(404))

    assert account.labels("21") == ()


def events(*said: object) -> httpx.Response:
    lines = "".join(
        f"event: notification\ndata: {one if isinstance(one, str) else json.dumps(one)}\n\n"
        for one in said
    )
    return httpx.Response(200, text=lines, headers={"Content-Type": "text/event-stream"})


def streaming_at(url: object) -> httpx.Response:
    return told(domain="social.example", configuration={"urls": {"streaming": url}})


def test_a_mention_is_heard_where_the_server_streams(account, network):
    with scripted() as elsewhere:
        place = elsewhere.place
        network.says(streaming_at(f"ws://{place}/"))
        elsewhere.says(events(NOTIFICATION))
        with open_http(deadline=5, allow_private=frozenset([network.place, place])) as http:
            there = Mastodon(http, network.url, account.secrets)
            hearings = list(there.listen())
        [heard] = elsewhere.heard

    assert hearings == [Hearing((HEARD,), 0, "52")]
    assert heard.path == "/api/v1/streaming/user/notification"
    assert (heard.headers["authorization"], heard.headers["accept"]) == (
        "Bearer t",
        "text/event-stream",
    )


@pytest.mark.parametrize("url", [None, 7, "https://elsewhere.example"])
def test_a_server_that_names_no_web_socket_streams_itself(account, network, url):
    network.says(streaming_at(url), events(NOTIFICATION))

    assert [one.heard for one in account.listen()] == [(HEARD,)]


@pytest.mark.parametrize("instance", [error(404), error(500)])
def test_a_server_that_says_nothing_of_itself_streams_itself(account, network, instance):
    network.says(instance, events(NOTIFICATION))

    assert [one.heard for one in account.listen()] == [(HEARD,)]


def test_what_came_before_is_asked_for_once_the_stream_is_open(account, network):
    network.says(
        told(domain="x"),
        events({**NOTIFICATION, "id": "53"}),
        told([NOTIFICATION]),
    )

    assert [one.after for one in account.listen("51")] == ["52", "53"]
    assert [path for _, path in asked(network)] == [
        "/api/v2/instance",
        "/api/v1/streaming/user/notification",
        "/api/v1/notifications",
    ]


def test_what_cannot_be_read_is_passed_over_and_places_never_go_back(account, network):
    private = {**NOTIFICATION, "id": "100", "status": {**SAID, "visibility": "direct"}}
    network.says(
        told(domain="x"),
        events(
            "no JSON",
            "[" * 300_000,
            "[]",
            {"type": "follow", "id": "98"},
            {"id": 7},
            private,
            {**NOTIFICATION, "id": "99"},
        ),
    )

    hearings = list(account.listen())

    assert [len(one.heard) for one in hearings] == [0, 0, 0, 0, 0, 1]
    assert [one.unreadable for one in hearings] == [1, 1, 1, 1, 0, 0]
    assert [one.after for one in hearings] == [None] * 4 + ["100"] * 2


def test_signs_of_life_are_passed_on_and_other_events_are_not(account, network):
    said = ":thump\n\nevent: update\ndata: {}\n\n:thump\n\n"
    stream = httpx.Response(200, text=said, headers={"Content-Type": "text/event-stream"})
    network.says(told(domain="x"), stream)

    assert list(account.listen()) == [Hearing((), 0, None)] * 2


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (httpx.Response(200, html="<p>Hello"), RejectedError),
        (error(404), RejectedError),
        (error(401), AccessLostError),
        (error(503), TryLaterError),
        (Fault.CUT_AFTER, TryLaterError),
    ],
)
def test_a_stream_that_cannot_be_opened_says_why(account, network, answer, trouble):
    network.says(told(domain="x"), answer)

    with pytest.raises(trouble):
        next(account.listen())
