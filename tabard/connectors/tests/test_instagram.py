"""Instagram's connector by the contract, and what it makes of single answers."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

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
    TryLaterError,
    UnsureError,
)
from tabard.connectors.meta import Instagram
from tabard.connectors.tests.contract import ConnectorContract, RecallsContract, RevokesContract
from tabard.connectors.tests.test_facebook import DONE, GONE, LOST, error, given, json, listed

ACCOUNT = "17841400000000001"
NUMBER = "17900000000000777"
URL = "https://www.instagram.com/exampleton.roads/p/C_abc-1/"
WORDS = "Gritting tonight: https://roads.example/gritting. Drive well! 👩‍👩‍👧"
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PICTURE = Picture(b"a picture", "image/jpeg", "A gritter", 4, 3, "https://tabard.example/p/1.jpg")
POST = Post(WORDS, (PICTURE,), "key-1", AT)
TOLD = {
    "id": NUMBER,
    "caption": WORDS,
    "timestamp": "2026-11-23T09:30:01+0000",
    "permalink": "https://www.instagram.com/p/C_abc-1/",
    "username": "exampleton.roads",
    "media_type": "IMAGE",
    "alt_text": "A gritter",
}
SECRETS = {
    "token": "EAAthe-page-token",
    "account": ACCOUNT,
    "username": "exampleton.roads",
    "person": "555000000000001",
    "granted": "instagram_basic instagram_manage_contents",
    "container": "key-1 17889000000000001",
    "client_id": "991000000000001",
    "client_secret": "the-secret-of-the-application",
}
PROFILE_TOLD = {"id": ACCOUNT, "username": "exampleton.roads", "name": "Roads team"}


def state(code: str) -> httpx.Response:
    return json({"id": "17889000000000001", "status_code": code})


class TestInstagram(RecallsContract, RevokesContract, ConnectorContract):
    """The container was made before, so that a delivery is one request."""

    connector = Instagram
    allowance_headers = {
        "X-Business-Use-Case-Usage": '{"7": [{"call_count": 93, "total_time": 4}]}'
    }
    secrets = SECRETS
    post = POST
    delivered = Delivered(network_id=NUMBER, url=URL)
    delivered_answer = json(TOLD)
    seen_answer = json(TOLD)
    gone_answer = GONE
    left_answers = (state("PUBLISHED"), listed(TOLD))
    left_nothing_answers = (state("FINISHED"),)
    removed_answer = DONE
    refused_answer = error(100, "These are too many words.")
    lost_answers = (LOST,)
    named_post = "C_abc-1"
    said_at = datetime(2026, 11, 23, 9, 30, 1, tzinfo=UTC)
    said_answers = (listed(TOLD, {"id": "1"}, after="further"),)
    before = "further"
    nothing_said_answers = (listed(),)
    revoked_answers = (given("instagram_basic", "public_profile"), DONE)
    revoked_before_answers = (given(),)
    profile = Profile(
        ACCOUNT, "exampleton.roads", "Roads team", "https://www.instagram.com/exampleton.roads/"
    )
    profile_answers = (json({"id": "104", "instagram_business_account": PROFILE_TOLD}),)


@pytest.fixture
def network():
    with scripted() as network:
        yield network


@pytest.fixture
def account(network):
    with open_http(allow_private=frozenset([network.place])) as http:
        yield Instagram(http, network.url, SECRETS)


@pytest.mark.parametrize(
    ("post", "words"),
    [
        (replace(POST, pictures=()), "no post without a picture"),
        (replace(POST, words="#grit " * 31), "30 hashtags at most"),
        (replace(POST, words="@ada " * 21), "20 mentions at most"),
        (replace(POST, pictures=(replace(PICTURE, address=""),)), "no public address"),
        (replace(POST, answers=NUMBER), "an answer is words alone"),
    ],
)
def test_what_instagram_would_refuse_is_said_before_anything_is_sent(
    account, network, post: Post, words: str
):
    with pytest.raises(RejectedError, match=words):
        account.deliver(post)

    assert network.heard == []


def test_as_many_as_instagram_takes_are_sent(account, network):
    network.says(json(TOLD))

    account.deliver(replace(POST, words="#grit " * 30 + "@ada " * 20))

    assert len(network.heard) == 1


def test_address_that_is_not_told_at_once_is_asked_for(account, network):
    network.says(json({"id": NUMBER}), json(TOLD))

    assert account.deliver(POST) == Delivered(NUMBER, URL)


def test_post_that_is_published_but_not_listed_stays_in_doubt(account, network):
    network.says(state("PUBLISHED"), listed({**TOLD, "caption": "Something else"}))

    with pytest.raises(UnsureError, match="does not show it"):
        account.look_for(POST)


@pytest.mark.parametrize(
    "differs",
    [
        {"caption": None},
        {"timestamp": "2026-11-23T09:19:59+0000"},
        {"media_type": "VIDEO"},
    ],
    ids=["other words", "before ours", "without a picture"],
)
def test_post_that_is_not_ours_is_not_taken_for_it(account, network, differs: dict[str, Any]):
    network.says(state("EXPIRED"), listed({**TOLD, **differs}))

    assert account.look_for(POST) is None


def test_answer_about_no_account_is_no_account(account, network):
    network.says(json({"id": "104"}))

    with pytest.raises(RejectedError, match="No professional account"):
        account.identify()


def test_account_without_a_name_goes_by_its_handle(account, network):
    told = {"id": ACCOUNT, "username": "exampleton.roads"}
    network.says(json({"id": "104", "instagram_business_account": told}))

    assert account.identify().display_name == "exampleton.roads"


def test_address_that_is_no_address_is_not_shown(account, network):
    network.says(json({**TOLD, "permalink": "javascript:alert(1)"}))

    assert account.deliver(POST).url == "https://www.instagram.com"


def test_numbers_that_are_not_told_are_left_out(account, network):
    network.says(json({"id": NUMBER, "like_count": "many"}), error(100, "No metric"))

    assert account.measure(NUMBER) == {}


def test_trouble_while_asking_what_became_of_a_container_is_tried_later(account, network):
    network.says(error(100, "Cannot be published"), error(2, "…"))

    with pytest.raises(TryLaterError):
        account.deliver(POST)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("instagram.com/Exampleton.Roads", Named("instagram", "exampleton.roads")),
        ("https://www.instagram.com/roads/?hl=en", Named("instagram", "roads")),
        ("https://instagr.am/roads/reel/C_1/", Named("instagram", "roads", None, "C_1")),
    ],
)
def test_addresses_are_recognised(text: str, named: Named):
    assert Instagram.recognise(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "https://www.instagram.com/p/C_1/",
        "https://www.instagram.com/explore/",
        "https://www.instagram.com/",
        "https://instagram.com.evil.example/roads",
    ],
)
def test_what_does_not_say_whose_it_is_is_not_recognised(text: str):
    assert Instagram.recognise(text) is None
