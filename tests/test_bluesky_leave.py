"""Leave that is given on the real AT Protocol server's own pages, and what comes of it."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from django.utils import timezone

from tabard.common.http import Client, open_http
from tabard.config.atproto import Pds, create_account
from tabard.connectors.api import (
    AccessLostError,
    ConnectorError,
    Leave,
    Post,
    RejectedError,
)
from tabard.connectors.bluesky import Bluesky
from tabard.connectors.bluesky.proof import new_key
from tests.at_their_server import ON_THIS_MACHINE, give_leave, leave_given, refuse_leave

pytestmark = [pytest.mark.atproto, pytest.mark.usefixtures("did", "other")]

HANDLE, PASSWORD = "leave-roads.test", "correct horse battery"
OTHER = "leave-other.test"


@pytest.fixture
def answers() -> list[httpx.Response]:
    """What servers have answered, in order."""
    return []


@pytest.fixture
def http(pds: Pds, answers: list[httpx.Response]) -> Iterator[Client]:
    with open_http(allow_private=pds.places) as http:
        http.event_hooks = {"response": [answers.append]}
        yield http


@pytest.fixture(scope="module")
def did(pds: Pds) -> str:
    return create_account(pds, HANDLE, PASSWORD)[0]


@pytest.fixture(scope="module")
def other(pds: Pds) -> str:
    return create_account(pds, OTHER, PASSWORD)[0]


@pytest.fixture
def account(http: Client, pds: Pds, did: str) -> Bluesky:
    account = Bluesky(http, pds.url, leave_given(http, pds, HANDLE, PASSWORD))
    assert account.identify().stable_id == did
    return account


def post(words: str) -> Post:
    return Post(words, (), Bluesky.new_key(), timezone.now())


def take(http: Client, leave: Leave, answer: dict[str, str]) -> Any:
    return Bluesky.take_leave(http, "", ON_THIS_MACHINE, leave=leave, answer=answer)


def with_what(account: Bluesky, http: Client, **differs: str) -> Bluesky:
    return Bluesky(http, "", {**account.secrets, **differs})


def named(answers: list[httpx.Response], count: int) -> list[tuple[str, int]]:
    return [(one.url.path.rpartition("/")[2], one.status_code) for one in answers[-count:]]


def test_leave_is_for_what_is_asked_and_for_nothing_else(account, http):
    access = with_what(account, http)._session
    like = {"$type": "app.bsky.feed.like", "createdAt": "2026-11-23T09:30:00Z", "subject": {}}
    place = {"repo": account.secrets["did"], "collection": "app.bsky.feed.like"}

    liked = access.signed("POST", "com.atproto.repo.createRecord", json={**place, "record": like})
    closed = access.signed("POST", "com.atproto.server.deactivateAccount", json={})
    whose = access.signed("GET", "com.atproto.server.getSession").json()

    assert (liked.status_code, closed.status_code) == (403, 403)
    assert "email" not in whose


def test_account_is_asked_for_by_its_server_alone_where_it_has_no_handle_yet(http, pds, did):
    leave = Bluesky.ask_leave(http, pds.url, ON_THIS_MACHINE)
    secrets = take(http, leave, give_leave(leave.address, HANDLE, PASSWORD))

    assert (leave.server, secrets["did"]) == (pds.url, did)


def test_server_gives_its_word_for_the_proof_once(account, http, answers):
    fresh = with_what(account, http)

    fresh.deliver(post("One"))
    fresh.deliver(post("Two"))

    assert named(answers, 3) == [
        ("com.atproto.repo.putRecord", 401),
        ("com.atproto.repo.putRecord", 200),
        ("com.atproto.repo.putRecord", 200),
    ]


def test_word_that_the_server_has_forgotten_is_asked_for_anew(account, answers, pds):
    account._session._prover._nonces[pds.url] = "long-ago"

    account.deliver(post("After a while"))

    assert [status for _, status in named(answers, 2)] == [401, 200]


def test_token_is_renewed_before_it_runs_out_and_each_renewal_token_works_once(account, http):
    before = dict(account.secrets)
    later = with_what(account, http, expires_at="0")
    later.deliver(post("An hour later"))
    after = dict(later.secrets)

    assert before["refresh_token"] != after["refresh_token"]
    assert before["access_token"] != after["access_token"]
    assert {name: after[name] for name in ("key", "did", "home")} == {
        name: before[name] for name in ("key", "did", "home")
    }
    with pytest.raises(AccessLostError, match="replayed"):
        with_what(account, http, expires_at="0").deliver(post("With the old one"))
    # Somebody had used it twice, so nobody is let in any more.
    with pytest.raises(AccessLostError):
        with_what(later, http, expires_at="0").deliver(post("With the new one"))


def test_token_that_the_server_does_not_know_is_renewed(account, http):
    stale = with_what(account, http, access_token="made-up")

    stale.deliver(post("Still here"))

    assert stale.secrets["access_token"] != "made-up"


@pytest.mark.parametrize("wrong", [3600, -3600])
def test_clock_that_is_wrong_by_an_hour_loses_nothing(http, monkeypatch, wrong):
    right = time.time
    monkeypatch.setattr(time, "time", lambda: right() + wrong)

    leave = Bluesky.ask_leave(http, f"https://{HANDLE}", ON_THIS_MACHINE)
    secrets = take(http, leave, give_leave(leave.address, HANDLE, PASSWORD))
    account = Bluesky(http, "", {**secrets, "expires_at": "0"})
    delivered = account.deliver(post("What time is it?"))

    assert account.read_back(delivered.network_id) is not None


def test_stolen_tokens_open_nothing_without_their_key(account, http):
    thief = with_what(account, http, key=new_key())

    with pytest.raises(AccessLostError):
        thief.deliver(post("I am the council"))


def test_access_is_given_back_and_opens_nothing_any_more(account, http):
    assert account.revoke() == ""

    with pytest.raises(AccessLostError):
        with_what(account, http, expires_at="0").deliver(post("I have left"))
    assert with_what(account, http).revoke() == ""


def test_person_who_says_no_gives_nothing(http):
    leave = Bluesky.ask_leave(http, f"https://{HANDLE}", ON_THIS_MACHINE)
    brought = refuse_leave(leave.address, HANDLE, PASSWORD)

    with pytest.raises(RejectedError, match="did not give leave"):
        take(http, leave, brought)


@pytest.mark.parametrize(
    ("differs", "why"),
    [
        ({"iss": "https://other.example"}, "from somebody else"),
        ({"iss": ""}, "from somebody else"),
        ({"state": "another"}, "another try"),
    ],
)
def test_answer_that_is_not_to_this_question_is_not_even_redeemed(http, answers, differs, why):
    leave = Bluesky.ask_leave(http, f"https://{HANDLE}", ON_THIS_MACHINE)
    brought = give_leave(leave.address, HANDLE, PASSWORD)
    answers.clear()

    with pytest.raises(RejectedError, match=why):
        take(http, leave, {**brought, **differs})

    assert answers == []


def test_code_works_once_and_with_what_it_was_asked_with_alone(http):
    leave = Bluesky.ask_leave(http, f"https://{HANDLE}", ON_THIS_MACHINE)
    brought = give_leave(leave.address, HANDLE, PASSWORD)
    stolen = replace(leave, kept={**leave.kept, "verifier": "v" * 64})

    with pytest.raises(ConnectorError):
        take(http, stolen, brought)
    with pytest.raises(ConnectorError):
        take(http, leave, brought)


def test_leave_for_another_account_than_the_handle_s_is_refused_and_ended(http, answers):
    leave = Bluesky.ask_leave(http, f"https://{HANDLE}", ON_THIS_MACHINE)
    brought = give_leave(leave.address, OTHER, PASSWORD)

    with pytest.raises(RejectedError, match="for another account"):
        take(http, leave, brought)

    assert named(answers, 1) == [("revoke", 200)]


def test_handle_that_leads_to_somebody_else_is_refused(account, http, pds, other, monkeypatch):
    monkeypatch.setitem(pds.names, HANDLE, other)

    with pytest.raises(RejectedError, match=f"leads to another account, {other}"):
        with_what(account, http).identify()


def test_handle_that_the_account_s_entry_does_not_give_is_refused(http, pds, other, monkeypatch):
    monkeypatch.setitem(pds.names, "mayor.test", other)

    with pytest.raises(RejectedError, match=f"gives it another one, {OTHER}"):
        Bluesky.ask_leave(http, "https://mayor.test", ON_THIS_MACHINE)
