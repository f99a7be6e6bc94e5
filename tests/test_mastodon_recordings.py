"""Mastodon's connector with what a real Mastodon 4.7.3 has answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from tabard.common.http import open_http
from tabard.connectors.api import (
    Delivered,
    Hearing,
    Kind,
    Picture,
    Post,
    RejectedError,
)
from tabard.connectors.comparing import differences
from tabard.connectors.mastodon import Mastodon, once
from tests.recorded import Recorded, recorded

AT = datetime(2026, 10, 14, 19, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def first_try(monkeypatch) -> None:
    """Have each post be sent as soon as it is made."""
    monkeypatch.setattr(once, "now", lambda: AT)


def post(words: str, *pictures: Picture) -> Post:
    return Post(words, pictures, "key-1", AT)


@contextmanager
def an_account(*names: str) -> Iterator[tuple[Mastodon, Recorded]]:
    with (
        recorded(*names) as told,
        open_http(allow_private=frozenset([told.place])) as http,
    ):
        yield Mastodon(http, told.url, {"token": "t"}), told


def test_the_account_is_named_by_its_server():
    with an_account("test_verify_credentials", "test_instance") as (account, told):
        profile = account.identify()

    assert profile.handle == "mastodonpy_test@localhost:3000"
    assert profile.stable_id == f"{told.url}/ap/users/117440810532227399"
    assert profile.url == f"{told.url}/@mastodonpy_test"


def test_a_post_goes_out_and_is_taken_down():
    with an_account("test_status_post[None-public]") as (account, told):
        delivered = account.deliver(post("Toot!"))
        account.remove(delivered.network_id)

    assert delivered == Delivered(
        "117440831243989713", f"{told.url}/@mastodonpy_test/117440831243989713"
    )


def test_a_post_that_was_edited_in_the_app_shows_the_difference():
    said = post("the best editor? why, of course it is VS Code")

    with an_account("test_status_edit") as (account, _):
        seen = account.read_back(account.deliver(said).network_id)

    assert seen is not None
    assert [(one.what, one.found) for one in differences(said, seen)] == [
        ("words", "the best editor? why, of course it is the KDE Advanced Text Editor, Kate")
    ]


def test_a_file_that_takes_its_time_is_waited_for():
    cat = Picture(b"moving", "image/gif", "me when a cat", 640, 640)

    with an_account("test_media_post[True]") as (account, _):
        delivered = account.deliver(post("LOL check this out", cat))

    assert delivered.network_id == "117440821197397638"


def test_a_post_that_is_not_there_is_read_back_as_none():
    with an_account("test_status_missing") as (account, _):
        assert account.read_back("0") is None


def test_a_refusal_is_told_in_the_server_s_words():
    with an_account("test_status_empty") as (account, _), pytest.raises(RejectedError) as refused:
        account.deliver(post(""))

    # In the language of the account, so that nobody should read for certain words.
    assert "\u30d0\u30ea\u30c7\u30fc\u30b7\u30e7\u30f3" in str(refused.value)


def test_what_the_account_said_is_listed_page_by_page():
    with an_account("test_fetch_next_previous") as (account, told):
        account.secrets = {"token": "t", "account": "117440810532227399"}
        first = account.said()
        second = account.said(first.before)

    assert (len(first.posts), first.unreadable) == (5, 0)
    assert all(seen.url.startswith(f"{told.url}/@mastodonpy_test/") for seen, _ in first.posts)
    assert [at for _, at in first.posts] == sorted((at for _, at in first.posts), reverse=True)
    assert {seen.url for seen, _ in first.posts}.isdisjoint(seen.url for seen, _ in second.posts)


def test_who_mentions_the_account_is_heard():
    with an_account("test_notifications_mentions_only") as (account, told):
        account.secrets = {"token": "t", "account": "117440810532227399"}
        account.deliver(post("@mastodonpy_test hello!"))
        hearing = account.hear()

    assert (hearing.unreadable, hearing.after) == (0, "21")
    [heard] = hearing.heard
    assert (heard.kind, heard.words) == (Kind.MENTION, "@mastodonpy_test hello!")
    assert heard.author.url.startswith(f"{told.url}/@")
    assert heard.url.startswith(heard.author.url)


def test_below_a_post_that_nobody_answered_nothing_is_heard():
    with an_account("test_status_context") as (account, _):
        account.secrets = {"token": "t", "account": "117440810532227399"}
        delivered = account.deliver(post("Toot!"))

        assert account.below(delivered.network_id) == Hearing((), 0, None)


def test_the_account_tells_how_it_presents_itself():
    with an_account("test_verify_credentials") as (account, _):
        described = account.describe()

    assert described.about == ""
    assert (described.links, described.verified) == ((), False)
    assert isinstance(described.followers, int)


def test_a_post_s_numbers_begin_with_none():
    with an_account("test_status") as (account, _):
        delivered = account.deliver(post("Toot!"))

        assert account.measure(delivered.network_id) == {
            "favourites_count": 0,
            "reblogs_count": 0,
            "replies_count": 0,
        }


def test_a_post_is_changed_where_it_stands():
    with an_account("test_status_edit") as (account, told):
        delivered = account.deliver(post("the best editor? why, of course it is VS Code"))
        account.edit(delivered.network_id, post("the best editor? why, of course it is Kate"))

    assert told.unknown == []
