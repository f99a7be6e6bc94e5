"""Mastodon's connector: what it asks, and what follows from the answers."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import Fault, scripted
from tabard.connectors.api import (
    AccessLostError,
    Delivered,
    Described,
    Heard,
    Hearing,
    Kind,
    Picture,
    Post,
    Profile,
    RejectedError,
    SeenPicture,
    TryLaterError,
    UnsureError,
)
from tabard.connectors.mastodon import Mastodon, connector, once
from tabard.connectors.tests.contract import ConnectorContract, RecallsContract, RevokesContract

URL = "https://social.example/@roads/1174408"
WORDS = "Gritting tonight: https://roads.example/gritting. Drive well! 👩‍👩‍👧"
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
POST = Post(WORDS, (), "key-1", AT)
PICTURE = Picture(b"a picture", "image/png", "A gritter", 4, 3)
SHOWN = (
    '<p>Gritting tonight: <a href="https://roads.example/gritting" target="_blank">'
    '<span class="invisible">https://</span><span class="">roads.example/gritting</span>'
    '<span class="invisible"></span></a>. Drive well! 👩‍👩‍👧</p>'
)
STATUS = {
    "id": "1174408",
    "url": URL,
    "content": SHOWN,
    "visibility": "public",
    "created_at": "2026-11-23T09:30:01.000Z",
    "media_attachments": [],
}
ACCOUNT = {
    "id": "117",
    "username": "roads",
    "display_name": "Roads team",
    "url": "https://social.example/@roads",
    "uri": "https://social.example/ap/users/117",
}


@pytest.fixture(autouse=True)
def first_try(monkeypatch) -> None:
    """Have each post be sent as soon as it is made."""
    monkeypatch.setattr(once, "now", lambda: AT)


def status(code: int = 200, **differs: object) -> httpx.Response:
    return httpx.Response(code, json={**STATUS, **differs})


def error(code: int, words: str = "Nicht gefunden") -> httpx.Response:
    return httpx.Response(code, json={"error": words})


def latest(*posts: Any) -> httpx.Response:
    return httpx.Response(200, json=list(posts))


class TestMastodon(RecallsContract, RevokesContract, ConnectorContract):
    connector = Mastodon
    allowance_headers = {"X-RateLimit-Limit": "100", "X-RateLimit-Remaining": "7"}
    secrets = {
        "token": "the-mastodon-token",
        "account": "117",
        "client_id": "client",
        "client_secret": "the-client-secret",
    }
    revoked_answers = (httpx.Response(200, json={}),)
    # Whether it had ended before a server does not tell apart (RFC 7009, section 2.2).
    revoked_before_answers = revoked_answers
    post = POST
    delivered = Delivered(network_id="1174408", url=URL)
    delivered_answer = status()
    # The words as they were written are asked for separately.
    seen_answer = status(text=WORDS)
    gone_answer = error(404)
    left_answers = (latest(STATUS),)
    left_nothing_answers = (latest(),)
    removed_answer = status(text=WORDS)
    refused_answer = error(422, "These are too many words.")
    lost_answers = (error(401),)
    named_post = "1174408"
    said_at = datetime(2026, 11, 23, 9, 30, 1, tzinfo=UTC)
    said_answers = (
        latest(
            STATUS,
            {**STATUS, "id": "1174407", "visibility": "direct"},
            {**STATUS, "id": "1174406", "visibility": "private"},
            {"id": "1174405", "visibility": "public"},
        ),
    )
    before = "1174405"
    nothing_said_answers = (latest(),)
    profile = Profile(
        stable_id="https://social.example/ap/users/117",
        handle="roads@social.example",
        display_name="Roads team",
        url="https://social.example/@roads",
    )
    profile_answers = (
        httpx.Response(200, json=ACCOUNT),
        httpx.Response(200, json={"domain": "social.example"}),
    )


@pytest.fixture
def network():
    with scripted() as network:
        yield network


@pytest.fixture
def account(network):
    with open_http(allow_private=frozenset([network.place])) as http:
        yield Mastodon(http, f"{network.url}/", {"token": "t", "account": "117"})


def asked(network) -> list[tuple[str, str]]:
    return [(one.method, urlsplit(one.path).path) for one in network.heard]


def test_a_post_goes_with_its_key_its_language_and_to_everybody(account, network):
    network.says(status())

    account.deliver(POST)

    (heard,) = network.heard
    assert heard.headers["idempotency-key"] == "key-1"
    assert heard.headers["authorization"] == "Bearer t"
    assert heard.json == {"status": WORDS, "visibility": "public", "language": "en"}


def test_pictures_go_first_with_their_alt_text_and_the_post_names_them(account, network):
    network.says(httpx.Response(200, json={"id": "m1"}), status())

    account.deliver(Post(WORDS, (PICTURE,), "key-1", AT))

    assert asked(network) == [("POST", "/api/v2/media"), ("POST", "/api/v1/statuses")]
    assert b'name="description"\r\n\r\nA gritter' in network.heard[0].body
    assert b'filename="picture.png"' in network.heard[0].body
    assert network.heard[1].json["media_ids"] == ["m1"]


def test_a_picture_is_waited_for(account, network, monkeypatch):
    monkeypatch.setattr(connector, "BETWEEN_LOOKS", timedelta(0))
    network.says(
        httpx.Response(202, json={"id": "m1"}),
        httpx.Response(206, json={"id": "m1"}),
        httpx.Response(200, json={"id": "m1"}),
        status(),
    )

    account.deliver(Post(WORDS, (PICTURE,), "key-1", AT))

    assert asked(network)[1:3] == [("GET", "/api/v1/media/m1")] * 2


def test_a_picture_that_takes_too_long_puts_the_post_off(account, network, monkeypatch):
    monkeypatch.setattr(connector, "BETWEEN_LOOKS", timedelta(0))
    network.says(httpx.Response(202, json={"id": "m1"}))

    with pytest.raises(TryLaterError, match="still working on a picture"):
        account.deliver(Post(WORDS, (PICTURE,), "key-1", AT))

    assert len(network.heard) == 1 + connector.LOOKS_AT_A_PICTURE


def test_a_picture_that_is_refused_makes_no_post(account, network):
    network.says(error(422, "Too large"))

    with pytest.raises(RejectedError, match="Too large"):
        account.deliver(Post(WORDS, (PICTURE,), "key-1", AT))

    assert asked(network) == [("POST", "/api/v2/media")]


@pytest.mark.parametrize(
    "call",
    [
        lambda account: account.deliver(POST),
        lambda account: account.read_back("1"),
        lambda account: account.remove("1"),
        lambda account: account.identify(),
        lambda account: account.look_for(POST),
    ],
    ids=["deliver", "read back", "remove", "identify", "look for"],
)
def test_missing_rights_are_for_a_person_to_mend(account, network, call):
    network.says(error(403, "This action is outside the authorized scopes"))

    with pytest.raises(AccessLostError, match="outside the authorized scopes"):
        call(account)


def test_waiting_is_as_long_as_the_server_says(account, network):
    in_a_minute = datetime.fromtimestamp(time.time(), UTC) + timedelta(minutes=1)
    network.says(
        httpx.Response(429, headers={"X-RateLimit-Reset": in_a_minute.isoformat()}, json={})
    )

    with pytest.raises(TryLaterError) as waiting:
        account.deliver(POST)

    assert waiting.value.until is not None
    assert abs(waiting.value.until - in_a_minute) < timedelta(seconds=5)


def test_the_words_are_read_as_they_were_written(account, network):
    network.says(status(), httpx.Response(200, json={"text": WORDS}))

    seen = account.read_back("1174408")

    assert seen is not None
    assert (seen.words, seen.links) == (WORDS, ("https://roads.example/gritting",))
    assert asked(network) == [
        ("GET", "/api/v1/statuses/1174408"),
        ("GET", "/api/v1/statuses/1174408/source"),
    ]


def test_of_a_server_that_keeps_no_source_the_words_are_read_as_they_are_shown(account, network):
    content = (
        '<p>Hello <span class="h-card"><a href="https://b.example/@ada" class="u-url mention">'
        "@<span>ada</span></a></span><br>second line &amp; more</p><p>"
        '<a href="https://social.example/tags/grit" class="mention hashtag">#<span>grit</span>'
        "</a></p>"
    )
    network.says(status(content=content), error(404))

    seen = account.read_back("1174408")

    assert seen is not None
    assert (seen.words, seen.links) == ("Hello @ada\nsecond line & more\n\n#grit", ())


def test_alt_texts_are_read_and_none_is_an_empty_one(account, network):
    pictures = [{"description": "A gritter"}, {"description": None}]
    network.says(status(media_attachments=pictures, text=WORDS))

    seen = account.read_back("1174408")

    assert seen is not None
    assert seen.pictures == (SeenPicture("A gritter", None), SeenPicture("", None))


def test_another_post_than_was_asked_for_is_no_answer(account, network):
    network.says(status(id="2"))

    with pytest.raises(TryLaterError):
        account.read_back("1174408")


@pytest.mark.parametrize(
    "differs",
    [
        {"content": "<p>Something else</p>"},
        {"created_at": "2026-11-23T09:19:59.000Z"},
        {"media_attachments": [{"description": "A gritter"}]},
    ],
    ids=["other words", "before ours", "with a picture"],
)
def test_a_post_that_is_not_ours_is_not_taken_for_it(account, network, differs):
    network.says(latest({**STATUS, **differs}))

    assert account.look_for(POST) is None


def test_a_post_is_found_though_the_server_shows_it_in_its_own_way(account, network):
    post = Post("Thanks @ada@b.example!\n\n\nRoads", (PICTURE,), "k", AT)
    network.says(
        latest(
            {**STATUS, "id": "9"},
            {
                **STATUS,
                "content": '<p>Thanks <a class="mention" href="https://b.example/@ada">@ada</a>!'
                "</p><p>Roads</p>",
                "created_at": "2026-11-23T09:31:00",
                "media_attachments": [{"description": "A gritter"}],
            },
        )
    )

    seen = account.look_for(post)

    assert seen is not None
    assert seen.network_id == "1174408"
    (heard,) = network.heard
    assert parse_qs(urlsplit(heard.path).query) == {"limit": ["40"], "exclude_reblogs": ["true"]}


def test_whose_posts_they_are_is_asked_where_it_is_not_known(account, network):
    account.secrets = {"token": "t"}
    network.says(*TestMastodon.profile_answers, latest(STATUS))

    assert account.look_for(POST) is not None
    assert asked(network)[2] == ("GET", "/api/v1/accounts/117/statuses")
    assert account.secrets == {"token": "t", "account": "117"}


@pytest.mark.parametrize(
    "answer",
    [httpx.Response(200, json={}), latest({**STATUS, "created_at": "soon"}), latest({"id": "1"})],
)
def test_a_list_that_cannot_be_read_is_asked_for_again(account, network, answer):
    network.says(answer)

    with pytest.raises(TryLaterError):
        account.look_for(POST)


def test_a_server_that_has_no_name_goes_by_its_address(account, network):
    told = {**ACCOUNT, "uri": None}
    network.says(httpx.Response(200, json=told), error(404))

    profile = account.identify()

    assert profile.handle == f"roads@{network.place}"
    assert profile.stable_id == ACCOUNT["url"]


@pytest.mark.parametrize("gone", [404, 410])
def test_what_is_gone_already_is_taken_down(account, network, gone):
    network.says(error(gone))

    account.remove("1174408")

    assert asked(network) == [("DELETE", "/api/v1/statuses/1174408")]


def test_a_number_cannot_lead_elsewhere(account, network):
    network.says(error(404))

    account.read_back("../accounts")

    assert asked(network) == [("GET", "/api/v1/statuses/..%2Faccounts")]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("https://example.com", 23),
        ("https://example.com/" + "a" * 300, 23),
        ("see https://a.example, and https://b.example.", 4 + 23 + 6 + 23 + 1),
        ("@ada@social.example hello", 10),
        ("@ada hello", 10),
        ("write to ada@social.example", 27),
        ("👩‍👩‍👧", 1),
        ("e\N{COMBINING ACUTE ACCENT}", 1),
    ],
)
def test_words_are_counted_as_mastodon_counts_them(words: str, count: int):
    assert Mastodon.count(words) == count


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Roads@Social.Example", ("roads@social.example", None)),
        ("social.example/@roads", ("roads@social.example", None)),
        ("https://social.example/users/roads", ("roads@social.example", None)),
        (
            "https://social.example/@roads/12?a#b",
            ("roads@social.example", "12"),
        ),
        (
            "https://social.example/users/roads/statuses/12",
            ("roads@social.example", "12"),
        ),
    ],
)
def test_handles_and_pages_are_recognised(text: str, named: tuple[str, str | None]):
    found = Mastodon.recognise(text)

    assert found is not None
    assert found.server == "https://social.example"
    assert (found.handle, found.post_id) == named


@pytest.mark.parametrize(
    "text",
    [
        "@roads@practice",
        "roads@social.example",
        "https://www.youtube.com/@roads",
        "https://social.example/roads",
        "@roads@social.example@b.example",
        "https://social.example/@roads/12/more",
    ],
)
def test_what_only_looks_like_it_is_not_recognised(text: str):
    assert Mastodon.recognise(text) is None


SOMEBODY = {**ACCOUNT, "id": "9", "acct": "ada@b.example", "url": "https://b.example/@ada"}
SAID = {
    **STATUS,
    "id": "21",
    "content": "<p>When will it be done?</p>",
    "account": {**SOMEBODY, "uri": None},
    "in_reply_to_id": "1174408",
    "in_reply_to_account_id": "117",
}
HEARD = Heard(
    kind=Kind.ANSWER,
    network_id="21",
    url=URL,
    words="When will it be done?",
    author=Profile("https://b.example/@ada", "ada@b.example", "Roads team", SOMEBODY["url"]),
    at=datetime(2026, 11, 23, 9, 30, 1, tzinfo=UTC),
    answers="1174408",
)


def test_an_answer_stands_below_what_it_answers(account, network):
    network.says(status())

    account.deliver(Post("Tomorrow.", (), "key-1", AT, answers="21"))

    assert network.heard[0].json["in_reply_to_id"] == "21"


def test_a_post_is_changed_and_keeps_its_pictures(account, network):
    network.says(status(media_attachments=[{"id": "m1"}]), status())

    account.edit("1174408", Post("Over.", (), "key-1", AT))

    assert asked(network)[1] == ("PUT", "/api/v1/statuses/1174408")
    assert network.heard[1].json == {"status": "Over.", "language": "en", "media_ids": ["m1"]}


def test_a_post_without_pictures_is_changed_without_any(account, network):
    network.says(status(), status())

    account.edit("1174408", Post("Over.", (), "key-1", AT))

    assert network.heard[1].json == {"status": "Over.", "language": "en"}


def test_a_change_whose_answer_is_lost_is_unsure(account, network):
    network.says(status(), Fault.CUT_AFTER)

    with pytest.raises(UnsureError):
        account.edit("1174408", POST)


def test_what_others_said_below_a_post_is_heard_oldest_first(account, network):
    first = {**SAID, "id": "20", "created_at": "2026-11-23T09:00:00Z", "in_reply_to_id": None}
    ours = {**SAID, "account": ACCOUNT}
    network.says(
        httpx.Response(
            200,
            json={
                "ancestors": [],
                "descendants": [SAID, first, ours, {**SAID, "visibility": "direct"}, "x"],
            },
        )
    )

    hearing = account.below("1174408")

    assert hearing.heard[1] == HEARD
    assert [(one.network_id, one.answers) for one in hearing.heard] == [
        ("20", None),
        ("21", "1174408"),
    ]
    assert (hearing.unreadable, hearing.after) == (1, None)
    assert asked(network) == [("GET", "/api/v1/statuses/1174408/context")]


def test_mentions_are_heard_with_where_to_go_on(account, network):
    mention = {**SAID, "in_reply_to_account_id": None}
    network.says(latest({"id": "52", "status": mention}, {"id": "51", "status": None}, "x"))

    hearing = account.hear()

    assert [one.kind for one in hearing.heard] == [Kind.MENTION]
    assert (hearing.unreadable, hearing.after) == (2, "52")


def test_what_came_since_is_asked_for(account, network):
    network.says(latest())

    assert account.hear("52") == Hearing((), 0, "52")
    assert parse_qs(urlsplit(network.heard[0].path).query) == {
        "types[]": ["mention"],
        "limit": ["40"],
        "min_id": ["52"],
    }


def test_an_account_tells_how_it_presents_itself(account, network):
    told = {
        **ACCOUNT,
        "followers_count": 812,
        "following_count": "many",
        "fields": [{"verified_at": None}, {"verified_at": "2026-11-01T00:00:00Z"}],
        "source": {"note": "We mend roads.", "fields": [{"value": "https://roads.example"}]},
    }
    network.says(httpx.Response(200, json=told))

    assert account.describe() == Described(
        "Roads team", "We mend roads.", ("https://roads.example",), followers=812, verified=True
    )


def test_the_numbers_of_a_post_are_named(account, network):
    network.says(status(favourites_count=3, reblogs_count=0, replies_count=None))

    assert account.measure("1174408") == {"favourites_count": 3, "reblogs_count": 0}
    assert set(account.measure("1174408")) <= set(Mastodon.measures())


def test_a_token_that_was_made_by_hand_is_for_a_person_to_revoke(account, network):
    assert "Authorized apps" in account.revoke()
    assert network.heard == []


def test_a_token_of_another_application_is_for_a_person_to_revoke(account, network):
    account.secrets = {"token": "t", "client_id": "client"}
    network.says(httpx.Response(403, json={"error": "unauthorized_client"}))

    assert "Authorized apps" in account.revoke()
