"""Facebook's connector by the contract, and what it makes of single answers."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import scripted
from tabard.connectors.api import (
    AccessLostError,
    Application,
    Delivered,
    Named,
    Post,
    Profile,
    RejectedError,
    TryLaterError,
    UnsureError,
)
from tabard.connectors.meta import Facebook
from tabard.connectors.tests.contract import ConnectorContract, RecallsContract, RevokesContract

OF_BUSINESS = "X-Business-Use-Case-Usage"
PAGE = "104000000000001"
NUMBER = f"{PAGE}_122000000000777"
URL = f"https://www.facebook.com/{PAGE}/posts/122000000000777"
WORDS = "Gritting tonight: https://roads.example/gritting. Drive well! 👩‍👩‍👧"
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
POST = Post(WORDS, (), "key-1", AT)
TOLD = {
    "id": NUMBER,
    "message": WORDS,
    "created_time": "2026-11-23T09:30:01+0000",
    "permalink_url": URL,
}
SECRETS = {
    "token": "EAAthe-page-token",
    "page": PAGE,
    "person": "555000000000001",
    "granted": "pages_manage_posts",
    "client_id": "991000000000001",
    "client_secret": "the-secret-of-the-application",
}


def json(told: Any, status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=told)


def error(code: int, words: str = "It did not work.", *, status: int = 400, **more: object):
    return json({"error": {"message": words, "code": code, **more}}, status)


def listed(*every: dict[str, Any], after: str = "") -> httpx.Response:
    paging = {"cursors": {"after": after}, "next": "https://graph.facebook.com/…"}
    return json({"data": list(every), **({"paging": paging} if after else {})})


def given(*rights: str) -> httpx.Response:
    return listed(*({"permission": right, "status": "granted"} for right in rights))


DONE = json({"success": True})
GONE = error(100, "Unsupported get request. Object does not exist", error_subcode=33)
LOST = error(190, "Error validating access token", error_subcode=460)


class TestFacebook(RecallsContract, RevokesContract, ConnectorContract):
    connector = Facebook
    allowance_headers = {
        "X-App-Usage": '{"call_count": 2}',
        "X-Business-Use-Case-Usage": '{"7": [{"call_count": 93}]}',
    }
    secrets = SECRETS
    post = POST
    delivered = Delivered(network_id=NUMBER, url=URL)
    delivered_answer = json({"id": NUMBER, "permalink_url": URL})
    seen_answer = json(TOLD)
    gone_answer = GONE
    left_answers = (listed(TOLD),)
    left_nothing_answers = (listed(),)
    removed_answer = DONE
    refused_answer = error(100, "These are too many words.")
    lost_answers = (LOST,)
    named_post = NUMBER
    said_at = datetime(2026, 11, 23, 9, 30, 1, tzinfo=UTC)
    said_answers = (listed(TOLD, {"id": "1"}, after="further"),)
    before = "further"
    nothing_said_answers = (listed(),)
    revoked_answers = (given("pages_manage_posts", "public_profile"), DONE)
    revoked_before_answers = (given(),)
    profile = Profile(PAGE, PAGE, "Roads team", f"https://www.facebook.com/{PAGE}")
    profile_answers = (
        json({"id": PAGE, "name": "Roads team", "link": f"https://www.facebook.com/{PAGE}"}),
    )


@pytest.fixture
def network():
    with scripted() as network:
        yield network


@pytest.fixture
def account(network):
    with open_http(allow_private=frozenset([network.place])) as http:
        yield Facebook(http, network.url, SECRETS)


@pytest.mark.parametrize(
    ("answer", "meant", "words"),
    [
        (error(190, "Bad token EAAthe-page-token"), AccessLostError, "no longer lets us in"),
        (error(190, "…", error_subcode=458), AccessLostError, "has taken the council's"),
        (error(463, "…", status=401), AccessLostError, "has run out"),
        (error(10, "Ask for it"), AccessLostError, "does not let us do this: Ask for it"),
        (error(200, "Not yours", status=403), AccessLostError, "Not yours"),
        (error(100, "Invalid appsecret_proof"), AccessLostError, "by another secret"),
        (error(368, "Be nice"), RejectedError, "blocks this account for now by its rules: Be nice"),
        (error(4, "…", error_subcode=2207051), RejectedError, "blocks this account"),
        (error(4, "…"), TryLaterError, "asks us to wait"),
        (error(32, "…", status=403), TryLaterError, "asks us to wait"),
        (error(80001, "…"), TryLaterError, "asks us to wait"),
        (error(9, "…", error_subcode=2207042), TryLaterError, "no more posts"),
        (error(9007, "…"), TryLaterError, "still working on a picture"),
        (error(1, "…"), UnsureError, "we do not know"),
        (error(2, "…", status=500), UnsureError, "we do not know"),
        (error(77, "…", is_transient=True), UnsureError, "we do not know"),
        (error(100, "…", status=502), UnsureError, "we do not know"),
        (error(803, "No such name"), RejectedError, "does not have this: No such name"),
        (error(1500, "The link is bad"), RejectedError, "refused: The link is bad"),
        (error(1500, "", error_user_msg="Kind words"), RejectedError, "refused: Kind words"),
        (error(1500, ""), RejectedError, "gave no reason"),
        (json({"error": "no object"}, 400), RejectedError, "no object"),
        (json({"error": {"code": "x"}}, 400), RejectedError, "gave no reason"),
    ],
)
def test_codes_say_what_to_do_next(account, network, answer, meant, words):
    network.says(answer)

    with pytest.raises(meant, match=words) as raised:
        account.deliver(POST)

    assert SECRETS["token"] not in f"{raised.value!r}"


def test_trouble_while_reading_changes_nothing(account, network):
    network.says(error(2, "…"))

    with pytest.raises(TryLaterError, match="in trouble"):
        account.read_back(NUMBER)


@pytest.mark.parametrize(
    ("name", "usage", "minutes"),
    [
        (OF_BUSINESS, '{"1": [{"estimated_time_to_regain_access": 7}, {}, 3]}', 7),
        (OF_BUSINESS, '{"1": [{"estimated_time_to_regain_access": 999999999}]}', 24 * 60),
        ("X-App-Usage", '{"call_count": 28, "total_time": 103, "total_cputime": "x"}', 60),
        ("X-Page-Usage", '{"call_count": 100}', 60),
    ],
)
def test_waiting_is_as_long_as_the_most_used_part_says(account, network, name, usage, minutes):
    answer = error(80001, "…")
    answer.headers[name] = usage
    network.says(answer)

    with pytest.raises(TryLaterError) as waiting:
        account.deliver(POST)

    assert waiting.value.until is not None
    wait = waiting.value.until - datetime.fromtimestamp(time.time(), UTC)
    assert timedelta(minutes=minutes - 1) < wait <= timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("name", "usage"),
    [
        (OF_BUSINESS, "{"),
        (OF_BUSINESS, "[]"),
        (OF_BUSINESS, '{"1": {}}'),
        (OF_BUSINESS, '{"1": [{"estimated_time_to_regain_access": "soon"}]}'),
        (OF_BUSINESS, "{}"),
        ("X-App-Usage", '{"call_count": 99}'),
        ("X-App-Usage", '{"call_count": "all"}'),
        ("X-App-Usage", "[100]"),
    ],
)
def test_usage_that_cannot_be_read_or_is_not_all_says_no_time(account, network, name, usage):
    answer = error(80001, "…")
    answer.headers[name] = usage
    network.says(answer)

    with pytest.raises(TryLaterError) as waiting:
        account.deliver(POST)

    assert waiting.value.until is None


def test_post_whose_address_is_not_told_has_one_by_its_number(account, network):
    network.says(json({"id": NUMBER}))

    assert account.deliver(POST).url == f"https://www.facebook.com/{NUMBER}"


def test_without_an_application_nothing_is_proved(network):
    network.says(json({"id": NUMBER}))

    with open_http(allow_private=frozenset([network.place])) as http:
        Facebook(http, network.url, {"token": "t", "page": PAGE}).deliver(POST)

    assert b"appsecret_proof" not in network.heard[0].body


def test_token_never_stands_in_an_address(account, network):
    network.says(json(TOLD))

    account.read_back(NUMBER)

    assert network.heard[0].headers["authorization"] == f"Bearer {SECRETS['token']}"
    assert SECRETS["token"] not in network.heard[0].path


def test_application_that_is_another_one_is_not_taken(network):
    network.says(json({"id": "1", "name": "Another"}))

    with (
        open_http(allow_private=frozenset([network.place])) as http,
        pytest.raises(RejectedError, match="another application"),
    ):
        Facebook.try_out(http, network.url, Application("2", "s", "https://a.example"))


def test_endless_lists_of_pages_have_an_end(network):
    page = {"id": PAGE, "name": "Roads", "link": "https://www.facebook.com/1", "access_token": "t"}
    network.says(listed(page, after="again"))

    with open_http(allow_private=frozenset([network.place])) as http:
        secrets = {**SECRETS, "person_token": "p"}
        assert Facebook.offered(http, network.url, secrets) == ()

    assert len(network.heard) == 10


def test_server_of_the_api_is_metas_own_unless_said_otherwise(monkeypatch):
    assert Facebook.server() == "https://graph.facebook.com"

    monkeypatch.setenv("TABARD_GRAPH_SERVER", "http://127.0.0.1:1")

    assert Facebook.server() == "http://127.0.0.1:1"


@pytest.mark.parametrize(
    ("words", "count"), [("", 0), ("Grit", 4), ("👩‍👩‍👧", 8), ("é", 1), ("\ud800", 1)]
)
def test_words_are_counted_as_strictly_as_meta_may(words: str, count: int):
    assert Facebook.count(words) == count


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("facebook.com/Exampleton.Roads", Named("facebook", handle="exampleton.roads")),
        ("https://m.facebook.com/roads/?ref=x", Named("facebook", handle="roads")),
        (
            "https://www.facebook.com/roads/posts/gritting-tonight/pfbid02abc",
            Named("facebook", handle="roads", post_id="pfbid02abc"),
        ),
        ("https://www.facebook.com/roads/posts/123", Named("facebook", "roads", None, "123")),
        ("https://www.facebook.com/people/Roads-team/1040", Named("facebook", None, "1040")),
        ("https://www.facebook.com/p/Roads-team-1040/", Named("facebook", None, "1040")),
        ("https://www.facebook.com/profile.php?id=1040", Named("facebook", None, "1040")),
        (
            "https://www.facebook.com/permalink.php?story_fbid=12&id=1040",
            Named("facebook", None, "1040", "1040_12"),
        ),
    ],
)
def test_addresses_of_pages_and_posts_are_recognised(text: str, named: Named):
    assert Facebook.recognise(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "https://www.facebook.com/groups/123",
        "https://www.facebook.com/sharer.php?u=https://a.example",
        "https://www.facebook.com/profile.php?name=roads",
        "https://facebook.com.evil.example/roads",
        "https://www.facebook.com/",
    ],
)
def test_what_is_nobodys_page_is_not_recognised(text: str):
    assert Facebook.recognise(text) is None
