"""The network and its connector understand each other."""

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from django.test import Client as Browser

from tabard.common.http import Client
from tabard.connectors.api import (
    AccessLostError,
    Picture,
    Post,
    RejectedError,
    TryLaterError,
)
from tabard.connectors.comparing import differences
from tabard.connectors.practice import Practice
from tabard.practice.models import PracticePost
from tabard.practice.tests import make

pytestmark = pytest.mark.django_db

WORDS = "Story time 👩‍👩‍👧 at ten: https://exampleton.example/a?b=1&c=2 (all welcome).\r\nCome!"


@pytest.fixture
def http() -> Iterator[Client]:
    """Reach the network in this very process, as a test's database is seen nowhere else."""
    with httpx.Client(transport=httpx.MockTransport(answer)) as client:  # noqa: TID251 - nothing goes out
        yield client


def answer(request: httpx.Request) -> httpx.Response:
    answered = Browser(enforce_csrf_checks=True).generic(
        request.method,
        request.url.raw_path.decode(),
        request.content,
        content_type=request.headers.get("Content-Type", ""),
        headers={"Authorization": request.headers["Authorization"]},
    )
    return httpx.Response(
        answered.status_code, headers=dict(answered.items()), content=answered.content
    )


def connector(http: Client, *, token: str = "") -> Practice:
    opened = make.account_and_token("reader")[1]
    return Practice(http, "http://testserver/practice/api", {"token": token or opened})


def post(words: str = WORDS, *, key: str = "-a_b", pictures: tuple[Picture, ...] = ()) -> Post:
    return Post(
        words=words,
        pictures=pictures,
        once_only_key=key,
        created_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
    )


def picture() -> Picture:
    return Picture(
        content=make.picture_bytes(), media_type="image/png", alt="A cat.", width=8, height=6
    )


def test_connector_learns_who_it_is(http):
    profile = connector(http).identify()

    assert (profile.handle, profile.display_name) == ("reader", "Aisha Khan")
    assert profile.stable_id.startswith("practice:")


def test_delivered_post_is_read_back_without_a_difference(http):
    reader = connector(http)
    sent = post(pictures=(picture(), picture()))

    delivered = reader.deliver(sent)
    seen = reader.read_back(delivered.network_id)

    assert seen is not None
    assert (seen.network_id, seen.url) == (delivered.network_id, delivered.url)
    assert differences(sent, seen) == ()


def test_post_delivered_twice_is_there_once(http):
    reader = connector(http)
    sent = post(pictures=(picture(),))

    first, second = reader.deliver(sent), reader.deliver(sent)

    assert (first, PracticePost.objects.count()) == (second, 1)


def test_keys_that_the_connector_chooses_are_taken(http):
    reader = connector(http)
    keys = [Practice.new_key() for _ in range(20)]

    given = [reader.deliver(post(key=key)).network_id for key in keys]

    assert given == keys


def test_removed_post_is_gone_and_may_be_removed_again(http):
    reader = connector(http)
    delivered = reader.deliver(post())

    reader.remove(delivered.network_id)
    reader.remove(delivered.network_id)

    assert reader.read_back(delivered.network_id) is None


@pytest.mark.parametrize("words", ["x" * 501, "e" + "\N{COMBINING ACUTE ACCENT}" * 5_000])
def test_what_counts_as_too_long_is_rejected(http, words):
    reader = connector(http)

    with pytest.raises(RejectedError):
        reader.deliver(post(words))

    assert Practice.count(words) > Practice.limits.length


def test_what_counts_as_just_short_enough_is_taken(http):
    words = "👩‍👩‍👧" * 500

    connector(http).deliver(post(words))

    assert Practice.count(words) == Practice.limits.length


def test_other_post_under_the_key_is_rejected(http):
    reader = connector(http)
    reader.deliver(post("Hello"))

    with pytest.raises(RejectedError):
        reader.deliver(post("Goodbye"))


def test_wrong_token_loses_access(http):
    with pytest.raises(AccessLostError):
        connector(http, token="wrong").identify()


def test_too_many_posts_are_tried_later(http):
    reader = connector(http)
    for number in range(60):
        reader.deliver(post(key=f"post-{number}"))

    with pytest.raises(TryLaterError) as later:
        reader.deliver(post(key="one-too-many"))

    assert later.value.until is not None
