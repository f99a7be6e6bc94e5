"""What an account on Bluesky does with others, where answers are broken, several or late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import Fault, Script, scripted
from tabard.connectors.api import (
    Followed,
    Home,
    Kind,
    Label,
    Named,
    RejectedError,
    TryLaterError,
    UnsureError,
    Verification,
)
from tabard.connectors.bluesky import Bluesky, names
from tabard.connectors.tests.atproto import CONNECTED, DID, URI, asked, json
from tabard.connectors.tests.test_bluesky_view import ADA, AUTHOR, HEARD, SAID, WHO

AT = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
FOLLOW = f"at://{DID}/app.bsky.graph.follow"
VERIFICATION = f"at://{DID}/app.bsky.graph.verification"
SAYS_SO = {
    "subject": ADA,
    "handle": "ada.example",
    "displayName": "Ada",
    "createdAt": AT.isoformat(),
}
DONE = json({})


def listed(*records: object, cursor: str = ""):
    return json({"records": list(records), **({"cursor": cursor} if cursor else {})})


def record(collection: str, key: str, **value: object) -> dict[str, object]:
    return {"uri": f"{collection}/{key}", "value": value}


@pytest.fixture
def network() -> Iterator[Script]:
    with scripted() as network:
        yield network


@pytest.fixture
def account(network: Script) -> Iterator[Bluesky]:
    with open_http(deadline=5, allow_private=frozenset([network.place])) as http:
        yield Bluesky(http, network.url, CONNECTED)


@pytest.fixture
def next_key(monkeypatch) -> str:
    monkeypatch.setattr(names, "new_tid", lambda: "3m6next")
    return "3m6next"


def test_somebody_is_found_by_handle(account, network):
    network.says(json({"profiles": [AUTHOR]}))

    assert account.find(Named("bluesky", handle="ada.example")) == WHO
    assert parse_qs(urlsplit(network.heard[0].path).query) == {"actors": ["ada.example"]}


def test_a_follow_is_looked_for_on_every_page_before_it_is_written(account, network, next_key):
    other = record(FOLLOW, "1", subject=DID)
    network.says(
        listed(other, "x", {"uri": f"{FOLLOW}/2"}, cursor="on"),
        listed(record(FOLLOW, "3", subject="did:web:other.example")),
        json({"uri": f"{FOLLOW}/{next_key}"}),
    )

    account.follow(WHO)

    assert asked(network) == [
        *["com.atproto.repo.listRecords"] * 2,
        "com.atproto.repo.putRecord",
    ]
    assert parse_qs(urlsplit(network.heard[1].path).query)["cursor"] == ["on"]
    written = network.heard[2].json
    assert written.pop("record").keys() == {"$type", "subject", "createdAt"}
    assert written == {
        "repo": DID,
        "collection": "app.bsky.graph.follow",
        "rkey": next_key,
        "swapRecord": None,
    }


def test_a_list_that_never_ends_is_read_no_further(account, network):
    network.says(listed(cursor="on"))

    account.unfollow(WHO)

    assert asked(network) == ["com.atproto.repo.listRecords"] * 100


def test_every_record_of_a_follow_is_deleted(account, network):
    both = [record(FOLLOW, key, subject=ADA) for key in ("1", "2")]
    network.says(listed(*both), DONE, DONE)

    account.unfollow(WHO)

    assert [one.json["rkey"] for one in network.heard[1:]] == ["1", "2"]


@pytest.mark.parametrize("act", ["follow", "unfollow"])
def test_whether_a_follow_was_changed_is_unsure_when_the_answer_is_lost(account, network, act):
    found = [record(FOLLOW, "1", subject=ADA)] if act == "unfollow" else []
    network.says(listed(*found), Fault.CUT_AFTER)

    with pytest.raises(UnsureError):
        getattr(account, act)(WHO)


def test_a_record_of_somebody_else_is_not_deleted(account, network):
    theirs = {"uri": f"at://{ADA}/app.bsky.graph.follow/1", "value": {"subject": ADA}}
    network.says(listed(theirs))

    with pytest.raises(UnsureError):
        account.unfollow(WHO)

    assert asked(network) == ["com.atproto.repo.listRecords"]


def test_who_is_followed_is_told_page_by_page(account, network):
    network.says(json({"follows": [AUTHOR, {"did": ADA}], "cursor": "on"}), json({"follows": []}))

    assert account.followed() == Followed((WHO,), 1, "on")
    assert account.followed("on") == Followed((), 0, None)
    assert parse_qs(urlsplit(network.heard[1].path).query)["cursor"] == ["on"]


def test_at_home_stands_what_others_say_themselves(account, network):
    ours = {**SAID, "author": {**AUTHOR, "did": DID}}
    network.says(
        json(
            {
                "feed": [
                    {"post": SAID},
                    {"post": SAID, "reason": {"$type": "app.bsky.feed.defs#reasonRepost"}},
                    {"post": ours},
                    {"post": {"uri": "x"}},
                    "x",
                ],
                "cursor": "on",
            }
        )
    )

    assert account.home() == Home((replace(HEARD, kind=Kind.POST),), 2, "on")


def test_labels_that_are_taken_back_or_broken_say_nothing(account, network):
    label = {"val": "spam", "src": ADA, "uri": URI, "cts": AT.isoformat()}
    network.says(
        json({"posts": [{"labels": [label, {**label, "neg": True}, {"val": 7}, "x"]}]}),
        json({"posts": []}),
    )

    assert account.labels(URI) == (Label("spam", ADA, URI, AT),)
    assert account.labels(URI) == ()


def test_a_verification_takes_the_place_of_one_of_another_name(account, network, next_key):
    old = record(VERIFICATION, "1", **SAYS_SO | {"displayName": "Ada O."})
    broken = record(VERIFICATION, "2", subject=ADA)
    other = record(VERIFICATION, "3", **SAYS_SO | {"subject": DID})
    written = json({"uri": f"{VERIFICATION}/{next_key}"})
    network.says(json({"profiles": [AUTHOR]}), listed(old, broken, other), DONE, written)

    found = account.verify(WHO)

    assert (found.network_id, found.whom) == (f"{VERIFICATION}/{next_key}", WHO)
    assert [one.json["rkey"] for one in network.heard[2:]] == ["1", next_key]


def test_a_verification_that_says_so_already_is_left_as_it_is(account, network):
    network.says(json({"profiles": [AUTHOR]}), listed(record(VERIFICATION, "1", **SAYS_SO)))

    assert account.verify(WHO) == Verification(f"{VERIFICATION}/1", WHO, AT)
    assert len(network.heard) == 2


@pytest.mark.parametrize("answer", [json({"profiles": "x"}), json({"profiles": ["x"]})])
def test_a_verification_waits_where_nobody_can_be_looked_at(account, network, answer):
    network.says(answer)

    with pytest.raises(TryLaterError):
        account.verify(WHO)


def test_an_account_that_is_gone_is_not_verified(account, network):
    network.says(json({"profiles": []}))

    with pytest.raises(RejectedError, match="look at it again"):
        account.verify(WHO)


def test_whether_a_verification_was_written_is_unsure_when_the_answer_is_lost(account, network):
    network.says(json({"profiles": [AUTHOR]}), listed(), Fault.CUT_AFTER)

    with pytest.raises(UnsureError):
        account.verify(WHO)
