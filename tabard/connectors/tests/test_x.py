"""X's connector: what it asks, and what follows from the answers."""

import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import scripted
from tabard.connectors.api import (
    AccessLostError,
    Delivered,
    Described,
    Hearing,
    Kind,
    Named,
    Post,
    Profile,
    RejectedError,
    Said,
    SeenPicture,
    TryLaterError,
    UnsureError,
)
from tabard.connectors.tests.contract import ConnectorContract, RecallsContract, RevokesContract
from tabard.connectors.tests.x_network import GONE, ME, problem
from tabard.connectors.x import X

WORDS = "Gritting tonight: https://roads.example/gritting. Drive well & slowly! 👩‍👩‍👧"
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
POST = Post(WORDS, (), "key-1", AT)
SHORT = "https://t.co/abc"
LINK = {
    "url": SHORT,
    "expanded_url": "https://roads.example/gritting",
    "display_url": "roads.example/gritting",
    "start": 18,
    "end": 34,
}
TOLD: dict[str, Any] = {
    "id": "1174408",
    "text": f"Gritting tonight: {SHORT}. Drive well &amp; slowly! 👩‍👩‍👧",
    "created_at": "2026-11-23T09:30:01.000Z",
    "entities": {"urls": [LINK]},
}
SECRETS = {
    "client_id": "the-client-id",
    "client_secret": "the-client-secret",
    "access_token": "the-access-token",
    "refresh_token": "the-refresh-token",
    "expires_at": "9999999999",
    "user_id": ME["id"],
}
NOT_OURS = httpx.Response(400, json={"error": "invalid_request"})
CREATED = httpx.Response(201, json={"data": {"id": "1174408", "text": TOLD["text"]}})


def one(**differs: Any) -> httpx.Response:
    return httpx.Response(200, json={"data": {**TOLD, **differs}})


def latest(*posts: dict[str, Any], **meta: str) -> httpx.Response:
    told: dict[str, Any] = {"meta": {"result_count": len(posts), **meta}}
    return httpx.Response(200, json=told | ({"data": list(posts)} if posts else {}))


class TestX(RecallsContract, RevokesContract, ConnectorContract):
    connector = X
    allowance_headers = {"x-rate-limit-limit": "100", "x-rate-limit-remaining": "7"}
    secrets = SECRETS
    post = POST
    delivered = Delivered(network_id="1174408", url="https://x.com/i/status/1174408")
    delivered_answer = CREATED
    seen_answer = one()
    gone_answer = httpx.Response(200, json={"errors": [GONE]})
    left_answers = (latest(TOLD),)
    left_nothing_answers = (latest(),)
    removed_answer = httpx.Response(200, json={"data": {"deleted": True}})
    refused_answer = problem(400, "These are too many words.")
    lost_answers = (problem(401, "Unauthorized"), NOT_OURS)
    named_post = "1174408"
    profile = Profile(ME["id"], "RoadsTeam", "Roads team", "https://x.com/RoadsTeam")
    profile_answers = (httpx.Response(200, json={"data": ME}),)
    said_at = datetime(2026, 11, 23, 9, 30, 1, tzinfo=UTC)
    said_answers = (latest(TOLD, {"id": "7", "text": "no time"}, next_token="older"),)
    before = "older"
    nothing_said_answers = (latest(),)
    revoked_answers = (httpx.Response(200, json={"revoked": True}),) * 2
    revoked_before_answers = revoked_answers


@pytest.fixture
def network():
    with scripted() as network:
        yield network


@pytest.fixture
def account(network):
    with open_http(allow_private=frozenset([network.place])) as http:
        yield X(http, f"{network.url}/", SECRETS)


def asked(network) -> list[str]:
    return [f"{one.method} {one.path.partition('?')[0]}" for one in network.heard]


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (problem(403, "You are not permitted to perform this action."), RejectedError, "permitted"),
        (problem(403, "You have been blocked from answering."), RejectedError, "blocked"),
        (problem(403, "Your account is suspended."), AccessLostError, "suspended"),
        (problem(403, "No.", reason="client-forbidden"), AccessLostError, "does not let us"),
        (problem(402, "No credits."), TryLaterError, "credit at X has run out"),
    ],
)
def test_what_a_refusal_means_stands_in_its_words(account, network, answer, error, words):
    network.says(answer)

    with pytest.raises(error, match=words):
        account.deliver(POST)


def test_waiting_is_as_long_as_x_says(account, network):
    reset = int(time.time()) + 300
    network.says(httpx.Response(429, headers={"x-rate-limit-reset": str(reset)}, json={}))

    with pytest.raises(TryLaterError) as waiting:
        account.deliver(POST)

    assert waiting.value.until is not None
    assert abs(waiting.value.until.timestamp() - reset) < 5


@pytest.mark.parametrize(
    ("text", "entities", "words", "links"),
    [
        ("See https://t.co/a", ("http://a.example", "a.example"), "See a.example", ()),
        (
            "See https://t.co/a",
            ("http://www.a.example/", "a.example"),
            "See http://www.a.example/",
            ("http://www.a.example/",),
        ),
        ("a &lt;b&gt; &amp;amp;", None, "a <b> &amp;", ()),
    ],
    ids=["a bare domain", "an old address", "signs"],
)
def test_words_are_read_as_they_were_written(account, network, text, entities, words, links):
    urls = [
        {
            "url": "https://t.co/a",
            "expanded_url": whole,
            "display_url": shown,
            "start": 4,
            "end": 18,
        }
        for whole, shown in ([entities] if entities else [])
    ]
    network.says(one(text=text, entities={"urls": urls}))

    seen = account.read_back("1174408")

    assert seen is not None
    assert (seen.words, seen.links) == (words, links)


def test_a_long_post_is_read_whole(account, network):
    network.says(one(note_post={"text": "long " * 100, "entities": {}}))

    seen = account.read_back("1174408")

    assert seen is not None
    assert (seen.words, seen.links) == ("long " * 100, ())


def test_the_name_that_x_puts_before_an_answer_is_not_taken_for_its_words(account, network):
    answer: dict[str, Any] = {"text": "@ada Thank you", "entities": {}}
    network.says(one(**answer, display_text_range=[5, 14]))
    seen = account.read_back("1174408")
    network.says(one(**answer, display_text_range=["5", 14]))
    with pytest.raises(TryLaterError):
        account.read_back("1174408")

    assert seen is not None
    assert seen.words == "Thank you"


def test_pictures_are_read_with_their_alt_texts_and_without_their_link(account, network):
    media = {"url": "https://t.co/p", "media_key": "3_1", "start": 4, "end": 18}
    told = {
        **TOLD,
        "text": "See https://t.co/p",
        "entities": {"urls": [media, {**media, "media_key": "3_2"}]},
        "attachments": {"media_keys": ["3_1", "3_2", "3_3"]},
    }
    beside = [{"media_key": "3_1", "alt_text": "A gritter"}, {"media_key": "3_2"}]
    network.says(httpx.Response(200, json={"data": told, "includes": {"media": beside}}))

    seen = account.read_back("1174408")

    assert seen is not None
    assert seen.words == "See"
    assert seen.pictures == (
        SeenPicture("A gritter", None),
        SeenPicture("", None),
        SeenPicture("", None),
    )


@pytest.mark.parametrize(
    "differs",
    [
        {"text": "Something else", "entities": {}},
        {"created_at": "2026-11-23T09:19:59.000Z"},
        {"attachments": {"media_keys": ["3_1"]}},
    ],
    ids=["other words", "before ours", "with a picture"],
)
def test_a_post_that_is_not_ours_is_not_taken_for_it(account, network, differs):
    network.says(latest({**TOLD, **differs}))

    assert account.look_for(POST) is None


def test_words_that_x_has_already_are_looked_for(account, network):
    network.says(problem(403, "This is duplicate content."), latest(TOLD))
    delivered = account.deliver(POST)
    network.says(problem(403, "This is duplicate content."), latest())
    with pytest.raises(RejectedError, match="duplicate content"):
        account.deliver(POST)

    assert delivered == TestX.delivered


def test_whose_posts_they_are_is_asked_where_it_is_not_known(network):
    network.says(*TestX.profile_answers, latest(TOLD))
    with open_http(allow_private=frozenset([network.place])) as http:
        account = X(http, network.url, {k: v for k, v in SECRETS.items() if k != "user_id"})
        assert account.look_for(POST) is not None

    assert asked(network) == ["GET /2/users/me", f"GET /2/users/{ME['id']}/tweets"]
    assert account.secrets == SECRETS


def test_a_post_that_x_does_not_show_is_not_taken_for_deleted(account, network):
    hidden = {"type": "https://api.x.com/2/problems/not-authorized-for-resource", "title": "No!"}
    network.says(httpx.Response(200, json={"errors": [hidden]}))

    with pytest.raises(RejectedError, match="does not show this post: No!"):
        account.read_back("1174408")


@pytest.mark.parametrize(
    "answer", [problem(404, "No"), httpx.Response(200, json={"errors": [GONE]})]
)
def test_what_is_gone_already_is_taken_down(account, network, answer):
    network.says(answer)

    account.remove("1174408")

    assert account.read_back("1174408") is None
    assert asked(network) == ["DELETE /2/tweets/1174408", "GET /2/tweets/1174408"]


def test_another_post_than_was_asked_for_is_no_answer(account, network):
    network.says(one(id="2"))

    with pytest.raises(TryLaterError):
        account.read_back("1174408")


def test_access_that_x_does_not_know_to_end_is_ended_by_a_person(account, network):
    network.says(httpx.Response(200), httpx.Response(404))

    assert account.revoke() == "Take Tabard off “Connected apps”, in the account's settings on X."


def test_access_that_cannot_be_renewed_is_lost(network):
    network.says(problem(401, "Unauthorized"))

    with open_http(allow_private=frozenset([network.place])) as http:
        account = X(http, network.url, {"access_token": "a", "expires_at": "9999999999"})
        with pytest.raises(AccessLostError):
            account.identify()


HEARD_AT = "2026-11-23T09:31:00.000Z"
ADA = {"id": "7", "username": "ada", "name": "Ada"}
MENTION: dict[str, Any] = {
    "id": "99",
    "text": "@RoadsTeam Thank you",
    "author_id": "7",
    "created_at": HEARD_AT,
}


def heard(*posts: dict[str, Any], **meta: str) -> httpx.Response:
    told = {"data": list(posts), "includes": {"users": [ADA]}}
    return httpx.Response(200, json={**told, "meta": {"result_count": len(posts), **meta}})


def test_what_is_heard_is_told_oldest_first_with_what_cannot_be_read(account, network):
    answer = {
        **MENTION,
        "id": "100",
        "created_at": "2026-11-23T09:30:59.000Z",
        "in_reply_to_user_id": ME["id"],
        "referenced_posts": [{"type": "quoted", "id": "1"}, {"type": "replied_to", "id": "2"}],
    }
    network.says(heard(MENTION, answer, {**MENTION, "id": "98", "author_id": "8"}))

    hearing = account.hear()

    assert [(one.network_id, one.kind, one.answers) for one in hearing.heard] == [
        ("100", Kind.ANSWER, "2"),
        ("99", Kind.MENTION, None),
    ]
    assert hearing.heard[0].author == Profile("7", "ada", "Ada", "https://x.com/ada")
    assert (hearing.unreadable, hearing.after) == (1, "100")


def test_somebody_of_another_shape_keeps_nobody_else_from_being_heard(account, network):
    told = {"data": [MENTION, "a post", None], "includes": {"users": [ADA, "somebody", {"id": 7}]}}
    network.says(httpx.Response(200, json={**told, "meta": {"result_count": 3}}))

    hearing = account.hear()

    assert [one.network_id for one in hearing.heard] == ["99"]
    assert (hearing.unreadable, hearing.after) == (2, "99")


def test_all_that_was_said_since_is_heard_and_of_late_one_page(account, network):
    network.says(
        heard(MENTION, next_token="older"),
        heard({**MENTION, "id": "101"}, next_token="older"),
        heard(MENTION),
    )
    late = account.hear()
    since = account.hear(late.after)

    assert [len(late.heard), len(since.heard)] == [1, 2]
    assert since.after == "101"
    assert "since_id=99" in network.heard[1].path
    assert "pagination_token=older" in network.heard[2].path


def test_nothing_new_is_heard_from_the_same_place_on(account, network):
    network.says(latest())

    assert account.hear("99") == Hearing((), 0, "99")
    assert account.hear() == Hearing((), 0, None)


def test_answers_are_searched_below_a_post_without_the_account_s_own(account, network):
    network.says(heard({**MENTION, "in_reply_to_user_id": ME["id"]}))

    hearing = account.below("1174408")

    assert [one.words for one in hearing.heard] == ["@RoadsTeam Thank you"]
    assert parse_qs(urlsplit(network.heard[0].path).query)["query"] == [
        f"(conversation_id:1174408 OR in_reply_to_tweet_id:1174408) -from:{ME['id']}"
    ]


@pytest.mark.parametrize("post", [None, "a post", [], 7, {"text": "no number"}])
def test_a_post_of_another_shape_cannot_be_read(account, network, post):
    network.says(latest(post))

    assert account.said() == Said((), 1, None)


@pytest.mark.parametrize("answer", [problem(503, "No"), httpx.Response(200, json={"data": {}})])
def test_an_answer_that_may_not_be_hidden_is_unsure(account, network, answer):
    network.says(answer)

    with pytest.raises(UnsureError):
        account.hide("99")


def test_numbers_that_x_does_not_tell_are_left_out(account, network):
    network.says(one(public_metrics={"like_count": 3, "impression_count": None}))
    few = account.measure("1174408")
    network.says(TestX.gone_answer)

    assert few == {"likes": 3}
    assert account.measure("1174408") == {}


def test_an_account_that_says_little_of_itself_is_described(account, network):
    counts = {"followers_count": 12, "following_count": 3}
    network.says(httpx.Response(200, json={"data": {**ME, "public_metrics": counts}}))
    described = account.describe()
    network.says(httpx.Response(200, json={"data": None}))

    assert described == Described("Roads team", "", (), followers=12, following=3)
    with pytest.raises(TryLaterError):
        account.describe()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("https://twitter.com/RoadsTeam", Named("x", handle="roadsteam")),
        ("x.com/@RoadsTeam/?lang=en", Named("x", handle="roadsteam")),
        ("https://x.com/i/user/22449", Named("x", stable_id="22449")),
        ("https://x.com/i/web/status/7", Named("x", post_id="7")),
        (
            "https://mobile.twitter.com/RoadsTeam/status/7/photo/1",
            Named("x", handle="roadsteam", post_id="7"),
        ),
    ],
)
def test_addresses_are_recognised(text: str, named: Named):
    assert X.recognise(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "@RoadsTeam",
        "x.com",
        "https://x.com/search?q=a",
        "https://x.com/a/b",
        "https://xx.com/roads",
    ],
)
def test_what_only_looks_like_it_is_not_recognised(text: str):
    assert X.recognise(text) is None
