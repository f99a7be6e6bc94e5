"""The practice network's connector: what it asks, and what follows from the answers."""

from datetime import UTC, datetime

import httpx
import pytest

from tabard.common.http import open_http
from tabard.common.tests.scripted import scripted
from tabard.connectors.api import (
    Delivered,
    Named,
    Picture,
    Post,
    Profile,
    RejectedError,
    UnsureError,
)
from tabard.connectors.practice import Practice
from tabard.connectors.tests.contract import ConnectorContract, RecallsContract, RevokesContract

URL = "http://localhost:8000/practice/@roads/post/key-1"
WORDS = "Gritting tonight: https://roads.example/gritting. Drive well! 👩‍👩‍👧"
POST = Post(WORDS, (), "key-1", datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
PICTURE = Picture(b"a picture", "image/png", "A gritter", 4, 3)
SEEN = {
    "id": "key-1",
    "url": URL,
    "words": WORDS,
    "links": ["https://roads.example/gritting"],
    "pictures": [],
}


def problem(status: int, detail: str) -> httpx.Response:
    return httpx.Response(status, json={"title": "No", "detail": detail})


class TestPractice(RecallsContract, RevokesContract, ConnectorContract):
    connector = Practice
    secrets = {"token": "the-practice-token"}
    post = POST
    delivered = Delivered(network_id="key-1", url=URL)
    delivered_answer = httpx.Response(201, json={"id": "key-1", "url": URL})
    seen_answer = httpx.Response(200, json=SEEN)
    gone_answer = problem(404, "There is no post with this key.")
    left_answers = (seen_answer,)
    left_nothing_answers = (gone_answer,)
    named_post = "key-1"
    removed_answer = httpx.Response(204)
    refused_answer = problem(422, "These are too many words.")
    lost_answers = (problem(401, "Send the account's token."),)
    said_at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    said_answers = (
        httpx.Response(
            200, json={"posts": [{**SEEN, "created_at": "2026-11-23T09:30:00Z"}], "before": "41"}
        ),
    )
    # Our own network lists nothing that cannot be read.
    said_unreadable = 0
    before = "41"
    nothing_said_answers = (httpx.Response(200, json={"posts": [], "before": None}),)
    revoked_answers = (httpx.Response(204),)
    revoked_before_answers = lost_answers
    profile = Profile("practice:1", "roads", "Roads team", "http://localhost:8000/practice/@roads")
    profile_answers = (
        httpx.Response(
            200,
            json={
                "id": "practice:1",
                "handle": "roads",
                "name": "Roads team",
                "url": "http://localhost:8000/practice/@roads",
            },
        ),
    )


@pytest.fixture
def network():
    with scripted() as network:
        yield network


@pytest.fixture
def account(network):
    with open_http(allow_private=frozenset([network.place])) as http:
        yield Practice(http, f"{network.url}/practice/api/", {"token": "t"})


def test_pictures_go_first_and_the_post_names_them(account, network):
    network.says(
        httpx.Response(201, json={"sha256": PICTURE.sha256}), TestPractice.delivered_answer
    )

    account.deliver(Post(POST.words, (PICTURE,), POST.once_only_key, POST.created_at))

    upload, put = network.heard
    assert (upload.method, upload.path, upload.body) == (
        "POST",
        "/practice/api/pictures",
        b"a picture",
    )
    assert upload.headers["content-type"] == "image/png"
    assert (put.method, put.path) == ("PUT", "/practice/api/posts/key-1")
    assert put.headers["authorization"] == "Bearer t"
    assert put.json == {
        "words": WORDS,
        "created_at": "2026-11-23T09:30:00.000+00:00",
        "pictures": [{"sha256": PICTURE.sha256, "alt": "A gritter"}],
    }


def test_key_that_holds_another_post_is_rejected(account, network):
    network.says(problem(409, "This key holds another post."))

    with pytest.raises(RejectedError, match="This key holds another post"):
        account.deliver(POST)


def test_answer_about_another_post_leaves_the_delivery_unsure(account, network):
    network.says(httpx.Response(201, json={"id": "key-2", "url": URL}))

    with pytest.raises(UnsureError):
        account.deliver(POST)


def test_answer_whose_address_is_a_script_leaves_the_delivery_unsure(account, network):
    network.says(httpx.Response(201, json={"id": "key-1", "url": "javascript:alert(1)"}))

    with pytest.raises(UnsureError):
        account.deliver(POST)


def test_key_never_leads_to_another_part_of_the_network(account, network):
    network.says(problem(404, "There is no post with this key."))

    account.read_back("../me?x#y")

    assert [heard.path for heard in network.heard] == ["/practice/api/posts/..%2Fme%3Fx%23y"]


def test_token_that_no_header_can_carry_is_rejected(network):
    with open_http(allow_private=frozenset([network.place])) as http:
        for token in ("a\nb", "é\ud800"):
            with pytest.raises(RejectedError, match="characters"):
                Practice(http, network.url, {"token": token}).identify()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Roads@practice", Named("practice", handle="roads")),
        (
            "https://Council.example/practice/@roads",
            Named("practice", handle="roads", server="https://council.example"),
        ),
        (
            "http://localhost:8000/practice/@roads/post/key-1/",
            Named("practice", handle="roads", post_id="key-1", server="http://localhost:8000"),
        ),
    ],
)
def test_handles_and_addresses_are_recognised(text, named):
    assert Practice.recognise(text) == named
