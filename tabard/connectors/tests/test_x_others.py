"""What an account on X does with others, each request held to the models of X's own client."""

from collections.abc import Iterator

import httpx
import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import Fault
from tabard.connectors.api import (
    AccessLostError,
    Followed,
    Home,
    Kind,
    Named,
    Profile,
    RejectedError,
    TryLaterError,
    UnsureError,
)
from tabard.connectors.tests.network_server import running
from tabard.connectors.tests.test_x_network import secrets
from tabard.connectors.tests.x_network import ME, SOMEBODY, XNetwork, problem
from tabard.connectors.x import X

ADA = Profile("7", "ada", "Ada", "https://x.com/ada")
FOLLOW = "POST /2/users/{number}/following"
HOME = "GET /2/users/{number}/timelines/reverse_chronological"
UNFOLLOW = "DELETE /2/users/{number}/following/{whom}"


@pytest.fixture
def network() -> Iterator[XNetwork]:
    with running(XNetwork()) as network:
        yield network


@pytest.fixture
def account(network: XNetwork) -> Iterator[X]:
    with open_http(deadline=5, allow_private=frozenset([network.place])) as http:
        yield X(http, network.url, secrets())


def test_somebody_is_found_by_handle_and_nobody_by_one_that_nobody_has(account):
    assert account.find(Named("x", handle="Ada")) == ADA
    assert account.find(Named("x", handle="nobody")) is None


def test_nobody_is_found_where_x_has_no_such_page(account, network):
    network.breaks("GET /2/users/by/username/{name}", httpx.Response(404))

    assert account.find(Named("x", handle="ada")) is None


@pytest.mark.parametrize("answer", [httpx.Response(200, json={}), httpx.Response(503)])
def test_a_search_that_cannot_be_read_is_tried_later(account, network, answer):
    network.breaks("GET /2/users/by/username/{name}", answer)

    with pytest.raises(TryLaterError):
        account.find(Named("x", handle="ada"))


def test_a_handle_cannot_lead_elsewhere(account, network):
    assert account.find(Named("x", handle="../me")) is None
    assert network.asked() == ["GET /2/users/by/username/..%2Fme"]


def test_who_is_followed_twice_is_followed_once_and_then_no_more(account):
    account.follow(ADA)
    account.follow(ADA)
    followed = account.followed()
    account.unfollow(ADA)
    account.unfollow(ADA)

    assert followed == Followed((ADA,), 0, None)
    assert account.followed() == Followed((), 0, None)


def test_an_account_that_lets_nobody_follow_unasked_is_asked(account, network):
    waits = {"data": {"following": False, "pending_follow": True}}
    network.breaks(FOLLOW, httpx.Response(200, json=waits))

    account.follow(ADA)


@pytest.mark.parametrize("trouble", [Fault.CUT_AFTER, httpx.Response(200, json={}), "no"])
@pytest.mark.parametrize(("act", "at"), [("follow", FOLLOW), ("unfollow", UNFOLLOW)])
def test_whether_it_is_followed_is_unsure_unless_x_says_so(account, network, act, at, trouble):
    no = httpx.Response(200, json={"data": {"following": act == "unfollow"}})
    network.breaks(at, no if trouble == "no" else trouble)

    with pytest.raises(UnsureError):
        getattr(account, act)(ADA)


def test_leave_that_does_not_go_so_far_is_for_a_person_to_mend(account, network):
    network.breaks(FOLLOW, problem(403, "Your client app lacks the scopes that this needs."))

    with pytest.raises(AccessLostError, match="lacks the scopes"):
        account.follow(ADA)


def test_somebody_who_blocks_the_account_is_not_followed(account, network):
    network.breaks(FOLLOW, problem(403, "You have been blocked from following this account."))

    with pytest.raises(RejectedError, match="blocked from following"):
        account.follow(ADA)


def test_who_is_followed_is_told_page_by_page(account, network):
    network.page = 1
    network.people["8"] = {"id": "8", "name": "Bob", "username": "bob"}
    network.follows = ["8", "7"]

    first = account.followed()
    second = account.followed(first.before)

    assert [one.handle for one in first.accounts] == ["bob"]
    assert second == Followed((ADA,), 0, None)


def test_an_account_that_cannot_be_read_is_counted(account, network):
    told = {"data": [{"id": "9"}, SOMEBODY], "meta": {"result_count": 2}}
    network.breaks("GET /2/users/{number}/following", httpx.Response(200, json=told))

    assert account.followed() == Followed((ADA,), 1, None)


def test_at_home_stands_what_followed_accounts_say(account, network):
    network.follows = ["7"]
    network.hears("20", "Is it icy?")
    network.hears("21", "It is.")
    network.mentions.append({**network.mentions[0], "id": "22", "author_id": "8"})

    home = account.home()

    assert [(one.network_id, one.kind, one.author) for one in home.posts] == [
        ("21", Kind.POST, ADA),
        ("20", Kind.POST, ADA),
    ]
    assert (home.unreadable, home.before) == (0, None)


def test_home_is_gone_on_with_and_our_own_posts_are_left_out(account, network):
    said = {"text": "a", "created_at": network.at, "author_id": ME["id"]}
    told = {"data": [{"id": "20", **said}, {"id": "x"}], "includes": {"users": [ME]}}
    more = {**told, "meta": {"result_count": 2, "next_token": "on"}}
    network.breaks(
        "GET /2/users/{number}/timelines/reverse_chronological", httpx.Response(200, json=more)
    )

    assert account.home() == Home((), 1, "on")
    assert account.home("on") == Home((), 0, None)
    assert network.heard[-1].query["pagination_token"] == "on"
    assert network.heard[-1].query["exclude"] == "retweets"
