"""Posts on a Bluesky server: what is asked of it, and what follows from its answers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta, timezone
from typing import ClassVar

import httpx
import jwt
import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import Answer, Script, scripted
from tabard.connectors.api import (
    AccessLostError,
    Card,
    Delivered,
    Picture,
    Post,
    Profile,
    RejectedError,
    TryLaterError,
    UnsureError,
)
from tabard.connectors.bluesky import Bluesky
from tabard.connectors.bluesky.proof import new_key
from tabard.connectors.tests.atproto import (
    CONNECTED,
    DID,
    GONE,
    KEY,
    POST,
    RECORD,
    URI,
    URL,
    WHO,
    WRITTEN,
    asked,
    entry,
    error,
    json,
    session,
    tokens,
)
from tabard.connectors.tests.contract import ConnectorContract, RecallsContract, RevokesContract

PICTURE = Picture(b"a picture", "image/png", "A gritter", 4, 3)
NO_SESSION = error("AuthenticationRequired", "Invalid identifier or password", 401)
BLOB = {
    "$type": "blob",
    "ref": {"$link": "bafkreig6j7dwdunw55rjnaw3jk2vt7k6ca7v2w6trixkvhlfj2eztz3ari"},
    "mimeType": "image/png",
    "size": 9,
}


class TestBluesky(RecallsContract, RevokesContract, ConnectorContract):
    connector = Bluesky
    allowance_headers = {"RateLimit-Limit": "100", "RateLimit-Remaining": "7"}
    secrets = CONNECTED
    post = POST
    delivered = Delivered(network_id=URI, url=URL)
    delivered_answer = WRITTEN
    seen_answer = json({"uri": URI, "cid": "bafyreia", "value": RECORD})
    gone_answer = GONE
    left_answers = (seen_answer,)
    left_nothing_answers = (gone_answer,)
    named_post = KEY
    said_at = POST.created_at
    said_answers = (
        json(
            {
                "records": [
                    {"uri": URI, "cid": "bafyreia", "value": RECORD},
                    {"uri": URI.replace("roads", "other"), "cid": "bafyreib", "value": RECORD},
                ],
                "cursor": "3m6abcdefgh21",
            }
        ),
    )
    before = "3m6abcdefgh21"
    nothing_said_answers = (json({"records": []}),)
    removed_answer = json({})
    refused_answer = error("InvalidRequest", "too many words")
    lost_answers: ClassVar[tuple[Answer, ...]] = (
        error("ExpiredToken"),
        error("ExpiredToken"),
        error("AuthenticationRequired", "Invalid identifier or password", 401),
    )
    revoked_answers: ClassVar[tuple[Answer, ...]] = (
        json({"passwords": [{"name": "phone"}, {"name": " Tabard"}]}),
        json({}),
        NO_SESSION,
    )
    revoked_before_answers: ClassVar[tuple[Answer, ...]] = (
        error("ExpiredToken"),
        error("ExpiredToken"),
        NO_SESSION,
        NO_SESSION,
    )
    profile = Profile(DID, "roads.test", "Roads team", f"https://bsky.app/profile/{DID}")
    profile_answers = (
        WHO,
        json(
            {
                "uri": f"at://{DID}/app.bsky.actor.profile/self",
                "value": {"displayName": "Roads team"},
            }
        ),
    )

    @pytest.fixture
    def network(self, directory):
        yield from at_home(directory)

    @pytest.fixture
    def http(self, network, directory):
        places = frozenset([network.place, directory.place])
        with open_http(deadline=5, allow_private=places) as http:
            yield http


class TestBlueskyByLeave(TestBluesky):
    """The same of an account that was connected by leave."""

    secrets = {
        "did": DID,
        "access_token": "the-access-token",
        "refresh_token": "the-refresh-token",
        "expires_at": "4102444800",
        "issuer": "https://issuer.example",
        "known_as": "https://tabard.example/accounts/known/bluesky.json",
        "key": new_key(),
    }
    lost_answers = (
        error("InvalidToken", status=401),
        json({"error": "invalid_grant", "error_description": "Session expired"}, 400),
    )
    revoked_answers = (json({}),)
    revoked_before_answers = (json({}),)

    @pytest.fixture
    def account(self, http, network, monkeypatch):
        ends = {"renewed_at": f"{network.url}/token", "ended_at": f"{network.url}/revoke"}
        secrets = {**self.secrets, "home": network.url, **ends}
        monkeypatch.setattr(self, "secrets", secrets)
        return Bluesky(http, network.url, secrets)

    def test_access_that_ended_by_the_account_s_own_hand_is_well(self, account, network):
        network.says(json({"error": "invalid_client"}, 401))

        assert account.revoke() == ""

    def test_access_that_cannot_be_ended_is_left_to_a_person(self, account, network):
        network.says(json({"error": "unsupported_token_type"}, 400))

        with pytest.raises(RejectedError, match="unsupported_token_type"):
            account.revoke()

    def test_account_that_is_shut_has_lost_its_access(self, account, network):
        network.says(error("AccountTakedown", status=403))

        with pytest.raises(AccessLostError):
            account.deliver(POST)

    def test_token_that_is_refused_when_new_means_that_access_is_lost(self, account, network):
        new = {
            "access_token": "new",
            "refresh_token": "newer",
            "token_type": "DPoP",
            "expires_in": 60,
            "sub": DID,
        }
        network.says(error("InvalidToken", status=401), json(new), error("X", status=401))

        with pytest.raises(AccessLostError):
            account.deliver(POST)

        assert account.secrets["refresh_token"] == "newer"

    def test_word_for_the_proof_is_asked_for_by_home_and_issuer_in_their_own_ways(
        self, account, network
    ):
        word = {"DPoP-Nonce": "the-word", "WWW-Authenticate": 'DPoP error="use_dpop_nonce"'}
        network.says(httpx.Response(401, headers=word), WRITTEN)

        account.deliver(POST)

        said = [jwt_of(heard.headers["dpop"]) for heard in network.heard]
        assert [one.get("nonce") for one in said] == [None, "the-word"]
        assert {one["htu"] for one in said} == {f"{network.url}/xrpc/com.atproto.repo.putRecord"}
        assert [heard.headers["authorization"] for heard in network.heard] == [
            "DPoP the-access-token"
        ] * 2

    def test_refusal_with_a_word_that_is_no_json_is_only_a_refusal(self, account, network):
        network.says(httpx.Response(400, text="no", headers={"DPoP-Nonce": "the-word"}))

        with pytest.raises(RejectedError):
            account.deliver(POST)

        assert len(network.heard) == 1


def jwt_of(proof: str) -> dict[str, object]:
    return dict(jwt.decode(proof, options={"verify_signature": False}))


def at_home(directory: Script) -> Iterator[Script]:
    """Run a server, and have the directory name it as the account's home."""
    with scripted() as network:
        directory.says(json(entry(network.url)))
        yield network


@pytest.fixture
def network(directory):
    yield from at_home(directory)


@pytest.fixture
def http(network, directory):
    with open_http(allow_private=frozenset([network.place, directory.place])) as http:
        yield http


@pytest.fixture
def account(http, network):
    return Bluesky(http, f"{network.url}/", CONNECTED)


def test_record_is_written_only_where_there_is_none(account, network):
    network.says(WRITTEN)

    account.deliver(POST)

    assert asked(network) == ["com.atproto.repo.putRecord"]
    assert network.heard[0].json == {
        "repo": DID,
        "collection": "app.bsky.feed.post",
        "rkey": KEY,
        "record": RECORD,
        "swapRecord": None,
    }


def test_every_try_says_the_same_bytes(account, network):
    network.says(httpx.Response(503), httpx.Response(503), WRITTEN)
    elsewhere = POST.created_at.astimezone(timezone(timedelta(hours=1)))

    for moment in (POST.created_at, elsewhere, POST.created_at):
        try:
            account.deliver(Post(POST.words, (), KEY, moment))
        except UnsureError:
            continue

    assert len({heard.body for heard in network.heard}) == 1


def test_record_that_is_there_already_is_delivered(account, network):
    network.says(error("InvalidSwap", "Record was at bafyreia"), TestBluesky.seen_answer)

    assert account.deliver(POST) == Delivered(URI, URL)
    assert asked(network) == ["com.atproto.repo.putRecord", "com.atproto.repo.getRecord"]


def test_record_that_was_there_and_is_deleted_is_not_written_again(account, network):
    network.says(error("InvalidSwap", "Record was at bafyreia"), GONE)

    with pytest.raises(RejectedError, match="deleted on the network"):
        account.deliver(POST)


def test_answer_about_another_record_leaves_the_delivery_unsure(account, network):
    network.says(json({"uri": URI.replace(KEY, "3m6zzzzzzzz22"), "cid": "bafyreia"}))

    with pytest.raises(UnsureError):
        account.deliver(POST)


def test_pictures_go_first_and_the_record_names_them(account, network):
    network.says(json({"blob": BLOB}), WRITTEN)

    account.deliver(Post("Look", (PICTURE,), KEY, POST.created_at))

    upload, put = network.heard
    assert (upload.body, upload.headers["content-type"]) == (b"a picture", "image/png")
    assert put.json["record"] == {
        "$type": "app.bsky.feed.post",
        "text": "Look",
        "createdAt": "2026-11-23T09:30:00.000Z",
        "langs": ["en-GB"],
        "embed": {
            "$type": "app.bsky.embed.images",
            "images": [
                {"alt": "A gritter", "image": BLOB, "aspectRatio": {"width": 4, "height": 3}}
            ],
        },
    }


CARD = Card("https://garden.gov.uk/bees", "Bees", "Where they live", PICTURE)
EXTERNAL = {
    "uri": "https://garden.gov.uk/bees",
    "title": "Bees",
    "description": "Where they live",
}


def test_page_that_is_linked_to_is_shown_with_its_picture(account, network):
    network.says(json({"blob": BLOB}), WRITTEN)

    account.deliver(Post("Look", (), KEY, POST.created_at, card=CARD))

    upload, put = network.heard
    assert upload.body == b"a picture"
    assert put.json["record"]["embed"] == {
        "$type": "app.bsky.embed.external",
        "external": {**EXTERNAL, "thumb": BLOB},
    }


def test_page_without_a_picture_is_shown_without(account, network):
    network.says(WRITTEN)

    account.deliver(Post("Look", (), KEY, POST.created_at, card=replace(CARD, picture=None)))

    (put,) = network.heard
    assert put.json["record"]["embed"]["external"] == EXTERNAL


def test_post_with_pictures_of_its_own_shows_no_page(account, network):
    network.says(json({"blob": BLOB}), WRITTEN)

    account.deliver(Post("Look", (PICTURE,), KEY, POST.created_at, card=CARD))

    assert len(network.heard) == 2
    assert network.heard[-1].json["record"]["embed"]["$type"] == "app.bsky.embed.images"


@pytest.mark.parametrize("answer", [httpx.Response(503), json({}), json({"blob": "none"})])
def test_picture_that_did_not_arrive_leaves_nothing_to_be_unsure_of(account, network, answer):
    network.says(answer)

    with pytest.raises(TryLaterError):
        account.deliver(Post("Look", (PICTURE,), KEY, POST.created_at))


@pytest.mark.parametrize("profile", [{}, {"displayName": ""}, {"displayName": 7}])
def test_account_without_a_name_is_called_by_its_handle(account, network, profile):
    network.says(WHO, json({"uri": f"at://{DID}/app.bsky.actor.profile/self", "value": profile}))

    assert account.identify().display_name == "roads.test"


def test_account_without_a_profile_is_called_by_its_handle(account, network):
    network.says(WHO, GONE)

    assert account.identify().display_name == "roads.test"


def test_reading_back_needs_no_sign_in(account, network):
    network.says(TestBluesky.seen_answer)

    account.read_back(URI)

    assert tokens(network) == [""]


def test_answer_without_a_record_is_asked_for_again_later(account, network):
    network.says(json({"uri": URI, "cid": "bafyreia", "value": 7}))

    with pytest.raises(TryLaterError):
        account.read_back(URI)


def test_record_that_is_deleted_is_named_by_its_key(account, network):
    network.says(json({}))

    account.remove(URI)

    assert asked(network) == ["com.atproto.repo.deleteRecord"]
    assert network.heard[0].json == {"repo": DID, "collection": "app.bsky.feed.post", "rkey": KEY}


@pytest.mark.parametrize("uri", ["", "https://bsky.app/", f"at://{DID}/app.bsky.feed.like/{KEY}"])
def test_address_of_something_else_is_rejected(account, network, uri):
    for call in (account.read_back, account.remove):
        with pytest.raises(RejectedError, match="not the address of a post"):
            call(uri)

    assert network.heard == []


def test_app_password_is_deleted_by_its_name_alone(account, network):
    network.says(json({"passwords": [{"name": "phone"}, {"name": "Tabard"}]}), json({}), NO_SESSION)

    assert account.revoke() == ""

    assert asked(network) == [
        "com.atproto.server.listAppPasswords",
        "com.atproto.server.revokeAppPassword",
        "com.atproto.server.createSession",
    ]
    assert network.heard[1].json == {"name": "Tabard"}


@pytest.mark.parametrize(
    "listed",
    [
        json({"passwords": [{"name": "phone"}]}),
        json({"passwords": []}),
        error("MethodNotImplemented"),
    ],
)
def test_app_password_that_is_called_otherwise_is_left_to_a_person(account, network, listed):
    network.says(listed, session(2), json({}))

    assert account.revoke() == "Delete Tabard's app password in the account's settings on Bluesky."

    assert asked(network)[-1] == "com.atproto.server.deleteSession"
    assert tokens(network)[-1] == "refresh-2"
