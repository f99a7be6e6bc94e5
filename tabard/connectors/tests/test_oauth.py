"""OAuth: what is asked for, what comes back, and what is believed of it."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import Fault, scripted
from tabard.connectors import oauth
from tabard.connectors.api import (
    AccessLostError,
    Application,
    Leave,
    RejectedError,
    TryLaterError,
)
from tabard.connectors.mastodon import Mastodon

HERE = "https://tabard.example/accounts/back/mastodon/"
KNOWN = Application("client", "the-client-secret", HERE)
LEAVE = Leave("https://social.example/oauth/authorize", "the-state", {"verifier": "v" * 43})
GOOD = {"state": "the-state", "code": "the-code"}
EVERYTHING = "read write"


@pytest.fixture
def network():
    with scripted() as network:
        yield network


@pytest.fixture
def http(network):
    with open_http(allow_private=frozenset([network.place])) as http:
        yield http


def token(**differs) -> httpx.Response:
    said = {"access_token": "the-token", "token_type": "Bearer", "scope": EVERYTHING}
    return httpx.Response(200, json={**said, **differs})


def take(http: Any, network: Any, answer: Any = GOOD, application: Any = KNOWN) -> Any:
    return Mastodon.take_leave(http, network.url, application, leave=LEAVE, answer=answer)


def test_leave_is_asked_with_a_challenge_and_a_state_for_this_try_alone(http):
    one, two = (Mastodon.ask_leave(http, "https://social.example/", KNOWN) for _ in range(2))
    asked = {name: value for name, (value,) in parse_qs(urlsplit(one.address).query).items()}
    digest = hashlib.sha256(one.kept["verifier"].encode()).digest()

    assert one.address.startswith("https://social.example/oauth/authorize?")
    assert asked == {
        "response_type": "code",
        "client_id": "client",
        "redirect_uri": HERE,
        "scope": "read:accounts read:statuses write:statuses write:media",
        "state": one.state,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "force_login": "true",
    }
    assert {one.state, one.kept["verifier"]}.isdisjoint({two.state, two.kept["verifier"]})
    assert len(one.kept["verifier"]) >= 43


def test_a_server_learns_of_the_software_once(http, network):
    network.says(httpx.Response(200, json={"client_id": "c", "client_secret": "s"}))

    known = Mastodon.register(http, f"{network.url}/", HERE)

    assert known == Application("c", "s", HERE)
    (heard,) = network.heard
    assert (heard.method, heard.path) == ("POST", "/api/v1/apps")
    assert heard.json["redirect_uris"] == HERE
    assert heard.json["scopes"] == "read:accounts read:statuses write:statuses write:media"


def test_a_code_is_changed_into_a_token_by_whoever_began(http, network):
    network.says(token())

    assert take(http, network) == {"token": "the-token"}

    (heard,) = network.heard
    assert heard.path == "/oauth/token"
    assert parse_qs(heard.body.decode()) == {
        "grant_type": ["authorization_code"],
        "code": ["the-code"],
        "redirect_uri": [HERE],
        "code_verifier": ["v" * 43],
    }
    who = base64.b64encode(b"client:the-client-secret").decode()
    assert heard.headers["authorization"] == f"Basic {who}"


def test_an_application_without_a_secret_says_only_who_it_is(http, network):
    network.says(token())

    take(http, network, application=Application("client", "", HERE))

    (heard,) = network.heard
    assert "authorization" not in heard.headers
    assert parse_qs(heard.body.decode())["client_id"] == ["client"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({}, "belongs to another try"),
        ({"state": "other", "code": "c"}, "belongs to another try"),
        ({"state": "ünïcode", "code": "c"}, "belongs to another try"),
        ({"state": "the-state"}, "sent no code"),
        ({"state": "the-state", "code": "c" * 4_001}, "sent no code"),
        ({"state": "the-state", "error": "access_denied"}, "did not give leave: access_denied"),
        (
            {"state": "the-state", "error": "x", "error_description": "You\nsaid\x07 no"},
            "did not give leave: You said no",
        ),
    ],
)
def test_what_cannot_be_believed_is_not_taken_to_the_server(http, network, answer, why):
    with pytest.raises(RejectedError, match=why):
        take(http, network, answer)

    assert network.heard == []


def test_an_answer_by_somebody_else_is_refused():
    answer = {**GOOD, "iss": "https://evil.example"}

    assert oauth.code_in(GOOD, LEAVE, issuer="https://social.example") == "the-code"
    with pytest.raises(RejectedError, match="somebody else"):
        oauth.code_in(answer, LEAVE, issuer="https://social.example")


@pytest.mark.parametrize("status", [400, 401])
def test_a_code_that_was_used_before_means_beginning_again(http, network, status):
    network.says(httpx.Response(status, json={"error": "invalid_grant"}))

    with pytest.raises(AccessLostError, match="no longer takes this leave"):
        take(http, network)


@pytest.mark.parametrize(
    "trouble",
    [*Fault, httpx.Response(503), httpx.Response(200, text="<html>"), httpx.Response(200, json=[])],
    ids=str,
)
def test_trouble_on_the_way_connects_nothing(http, network, trouble):
    network.says(trouble)

    with pytest.raises(TryLaterError):
        take(http, network)


def test_less_leave_than_is_needed_is_not_enough(http, network):
    network.says(token(scope="read write:statuses"))

    with pytest.raises(RejectedError, match="we also have to add pictures"):
        take(http, network)

    ended = parse_qs(network.heard[-1].body.decode())
    assert (network.heard[-1].path, ended["token"]) == ("/oauth/revoke", ["the-token"])


def test_leave_that_is_not_enough_is_refused_also_if_its_end_cannot_be_asked_for(http, network):
    network.says(token(scope="read"), Fault.CUT_BEFORE)

    with pytest.raises(RejectedError, match="we also have to post"):
        take(http, network)


def test_access_is_renewed_with_a_token_for_that(http, network):
    network.says(token(refresh_token="next"))

    told = oauth.renew(http, f"{network.url}/oauth/token", KNOWN, token="last")

    assert told["refresh_token"] == "next"
    assert parse_qs(network.heard[0].body.decode()) == {
        "grant_type": ["refresh_token"],
        "refresh_token": ["last"],
    }


def test_no_error_tells_a_secret(http, network):
    network.says(httpx.Response(400, json={"error": "the-client-secret the-code"}))

    with pytest.raises(AccessLostError) as lost:
        take(http, network)

    assert "the-client-secret" not in f"{lost.value!r} {lost.value.__cause__!r}"


@pytest.mark.parametrize("in_body", [True, False])
def test_a_network_that_refuses_only_the_code_knows_the_application(http, network, in_body):
    network.says(httpx.Response(400, json={"error": "invalid_grant"}))

    oauth.try_out(http, network.url, KNOWN, secret_in_body=in_body)

    said = parse_qs(network.heard[0].body.decode())
    assert said.get("client_secret") == (["the-client-secret"] if in_body else None)
    assert ("authorization" in network.heard[0].headers) is not in_body


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(401, json={}),
        httpx.Response(400, json={"error": "invalid_client"}),
        httpx.Response(403, json={"error": "unauthorized_client"}),
    ],
)
def test_a_network_that_does_not_know_the_application_says_so(http, network, answer):
    network.says(answer)

    with pytest.raises(RejectedError, match="does not know this application"):
        oauth.try_out(http, network.url, KNOWN)


def test_trouble_while_an_application_is_tried_out_is_tried_later(http, network):
    network.says(httpx.Response(503), Fault.CUT_AFTER, httpx.Response(400, content=b"<html>"))

    for _ in range(3):
        with pytest.raises(TryLaterError):
            oauth.try_out(http, network.url, KNOWN)


def test_no_proof_of_the_exchange_goes_to_a_network_that_refuses_it(http, network):
    leave = oauth.ask("https://a.example", KNOWN, rights="read", proves_exchange=False)
    network.says(token())
    oauth.redeem(http, network.url, KNOWN, code="the-code", leave=leave)

    assert "code_challenge" not in parse_qs(urlsplit(leave.address).query)
    assert "code_verifier" not in parse_qs(network.heard[0].body.decode())


def test_a_token_that_is_ended_opens_nothing_any_more(http, network):
    network.says(httpx.Response(200), httpx.Response(404), httpx.Response(503))

    assert oauth.revoke(http, network.url, KNOWN, token="t") is True
    assert oauth.revoke(http, network.url, KNOWN, token="t") is False
    with pytest.raises(TryLaterError):
        oauth.revoke(http, network.url, KNOWN, token="t")
