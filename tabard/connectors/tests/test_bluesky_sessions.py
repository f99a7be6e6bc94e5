"""Sessions with a Bluesky server, which run out, are renewed and are lost."""

from datetime import UTC, datetime

import httpx
import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import scripted
from tabard.connectors.api import AccessLostError, TryLaterError
from tabard.connectors.bluesky import Bluesky
from tabard.connectors.tests.atproto import (
    CONNECTED,
    DID,
    POST,
    WRITTEN,
    asked,
    error,
    session,
    tokens,
)


@pytest.fixture
def network():
    with scripted() as network:
        yield network


@pytest.fixture
def http(network):
    with open_http(allow_private=frozenset([network.place])) as http:
        yield http


@pytest.fixture
def account(http, network):
    return Bluesky(http, f"{network.url}/", CONNECTED)


@pytest.mark.parametrize(
    "run_out",
    [error("ExpiredToken"), error("InvalidToken"), error("AuthMissing", status=401)],
    ids=["expired", "invalid", "missing"],
)
def test_token_that_has_run_out_is_renewed_and_kept(account, network, run_out):
    network.says(run_out, session(2), WRITTEN)

    account.deliver(POST)

    assert asked(network) == [
        "com.atproto.repo.putRecord",
        "com.atproto.server.refreshSession",
        "com.atproto.repo.putRecord",
    ]
    assert tokens(network) == ["access-1", "refresh-1", "access-2"]
    assert account.secrets == {**CONNECTED, "access": "access-2", "refresh": "refresh-2"}


def test_session_that_has_run_out_is_begun_again_with_the_password(account, network):
    network.says(error("ExpiredToken"), error("ExpiredToken"), session(3), WRITTEN)

    account.deliver(POST)

    assert asked(network)[2] == "com.atproto.server.createSession"
    assert network.heard[2].json == {
        "identifier": "roads.test",
        "password": "abcd-efgh-ijkl-mnop",
    }
    assert account.secrets["access"] == "access-3"


def test_first_session_is_begun_before_the_first_question(http, network):
    account = Bluesky(http, network.url, {"identifier": "roads.test", "password": "p"})
    network.says(session(1), WRITTEN)

    account.deliver(POST)

    assert asked(network) == ["com.atproto.server.createSession", "com.atproto.repo.putRecord"]
    assert account.secrets["did"] == DID


def test_token_that_is_refused_when_new_means_that_access_is_lost(account, network):
    network.says(error("ExpiredToken"), session(2), error("InvalidToken"))

    with pytest.raises(AccessLostError):
        account.deliver(POST)


@pytest.mark.parametrize("name", ["AccountTakedown", "AccountDeactivated"])
def test_account_that_is_shut_means_that_access_is_lost(account, network, name):
    network.says(error(name, status=403))

    with pytest.raises(AccessLostError):
        account.deliver(POST)


def test_sign_in_that_belongs_to_another_account_is_not_used(account, network):
    network.says(error("ExpiredToken"), session(2, did="did:plc:strangerstranger22222222"))

    with pytest.raises(AccessLostError, match="another account"):
        account.deliver(POST)

    assert account.secrets == CONNECTED


def test_trouble_while_signing_in_is_tried_later_since_nothing_was_sent(account, network):
    network.says(error("ExpiredToken"), httpx.Response(502))

    with pytest.raises(TryLaterError):
        account.deliver(POST)


def test_too_many_sign_ins_wait_by_the_network_s_clock(account, network):
    now = datetime(2031, 1, 1, tzinfo=UTC)
    limited = {
        "Date": "Wed, 01 Jan 2031 00:00:00 GMT",
        "RateLimit-Reset": str(int(now.timestamp()) + 120),
    }
    network.says(error("ExpiredToken"), httpx.Response(429, headers=limited))

    with pytest.raises(TryLaterError) as waiting:
        account.deliver(POST)

    assert waiting.value.until is not None
    assert waiting.value.until < now


def test_sign_in_server_is_not_believed_about_where_the_account_lives(http, network):
    elsewhere = {"id": "#atproto_pds", "serviceEndpoint": "https://elsewhere.example"}
    account = Bluesky(http, network.url, {"identifier": "roads.test", "password": "p"})
    network.says(session(1, didDoc={"service": [elsewhere]}), WRITTEN)

    account.deliver(POST)

    assert asked(network) == ["com.atproto.server.createSession", "com.atproto.repo.putRecord"]
    assert "home" not in account.secrets


def test_renewal_is_asked_where_the_account_signed_in(network):
    with (
        scripted() as home,
        open_http(allow_private=frozenset([network.place, home.place])) as http,
    ):
        account = Bluesky(http, network.url, {**CONNECTED, "home": home.url})
        home.says(error("ExpiredToken"), WRITTEN)
        network.says(session(2))

        account.deliver(POST)

        assert asked(home) == ["com.atproto.repo.putRecord"] * 2
        assert asked(network) == ["com.atproto.server.refreshSession"]
