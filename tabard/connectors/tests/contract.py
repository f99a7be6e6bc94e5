"""What every connector has to do right, whatever its network: inherit this in its test.

The network is a real server on a local port that answers as the test says, or breaks.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from typing import ClassVar
from urllib.parse import unquote

import httpx
import pytest

from tabard.common.http import Client, open_http
from tabard.common.tests.scripted import Answer, Fault, Script, as_bytes, scripted
from tabard.connectors.allowances import heard
from tabard.connectors.api import (
    AccessLostError,
    Allots,
    Connector,
    Delivered,
    Describes,
    Followed,
    Follows,
    Hearing,
    Hears,
    Home,
    Labelled,
    Measures,
    Named,
    Post,
    Profile,
    ReadsHome,
    Recalls,
    RejectedError,
    Removes,
    Revokes,
    Said,
    Seen,
    TalksPrivately,
    Threads,
    TryLaterError,
    UnsureError,
    Verifies,
)
from tabard.connectors.comparing import differences

HTML = httpx.Response(200, html="<!doctype html><title>Sign in</title>")
BROKEN: dict[str, Answer] = {
    "nothing": httpx.Response(200),
    "no content": httpx.Response(204),
    "half of it": httpx.Response(200, content=b'{"uri": "at:'),
    "less than promised": b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}",
    "no HTTP": b"220 mail.example ESMTP\r\n",
    "a page": HTML,
    "a list": httpx.Response(200, json=[]),
    "a word": httpx.Response(200, json="well"),
    "an empty object": httpx.Response(200, json={}),
    "numbers": httpx.Response(200, json=dict.fromkeys(["uri", "id", "url", "value"], 7)),
    "other bytes": httpx.Response(200, content=b'{"uri": "\xff\xfe"}'),
    "deep nesting": httpx.Response(200, content=b'{"a":' * 300_000),
    "deep nesting, closed": httpx.Response(200, content=b"[" * 300_000 + b"]" * 300_000),
    "a long number": httpx.Response(200, content=b'{"uri": ' + b"9" * 9000 + b"}"),
    "too much": httpx.Response(200, content=b'{"uri": "' + bytes(3_000_000)),
    "compressed": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b",
}
NOTHING = [{}, (), Hearing((), 0, None), Home((), 0, None), Followed((), 0, None)]
"""What an answer that tells nothing may be taken for."""
IN_TROUBLE = [httpx.Response(status) for status in (500, 502, 503, 504, 408)]


def readings(account: object, network_id: str) -> list[Callable[[], object]]:
    """Give what can be asked of an account by the abilities that it has, beside the contract."""
    asks: list[tuple[type, str, list[str]]] = [
        (Threads, "below", [network_id]),
        (Hears, "hear", []),
        (Describes, "describe", []),
        (Measures, "measure", [network_id]),
        (Follows, "followed", []),
        (ReadsHome, "home", []),
        (Labelled, "labels", []),
        (Labelled, "labels", [network_id]),
        (Verifies, "verifications", []),
        (Allots, "quota", []),
        (TalksPrivately, "told_privately", []),
    ]
    return [
        partial(getattr(account, name), *about)
        for ability, name, about in asks
        if isinstance(account, ability)
    ]


class ConnectorContract:
    """Say what your network answers; the tests say what has to follow."""

    connector: ClassVar[type[Connector]]
    secrets: ClassVar[Mapping[str, str]]
    """Secrets with which an account is connected, so that a delivery is one request."""
    post: ClassVar[Post]
    """Words alone, where the network takes them so."""
    delivered: ClassVar[Delivered]
    delivered_answer: ClassVar[httpx.Response]
    seen_answer: ClassVar[Answer]
    gone_answer: ClassVar[Answer]
    left_answers: ClassVar[tuple[Answer, ...]]
    """What is told of a delivery whose answer was lost, but which was written."""
    left_nothing_answers: ClassVar[tuple[Answer, ...]]
    removed_answer: ClassVar[Answer]
    refused_answer: ClassVar[httpx.Response]
    """The network does not take the post, because of “too many words”."""
    lost_answers: ClassVar[tuple[Answer, ...]]
    """The access is lost, whatever is tried."""
    named_post: ClassVar[str]
    """What the address of the post's page names it."""
    profile: ClassVar[Profile]
    profile_answers: ClassVar[tuple[Answer, ...]]
    allowance_headers: ClassVar[Mapping[str, str]] = {}
    """What it says where it still takes 7 of 100; nothing where it never says so."""

    @pytest.fixture
    def network(self) -> Iterator[Script]:
        with scripted() as network:
            yield network

    @pytest.fixture
    def http(self, network: Script) -> Iterator[Client]:
        with open_http(deadline=5, allow_private=frozenset([network.place])) as http:
            yield http

    @pytest.fixture
    def account(self, http: Client, network: Script) -> Connector:
        return self.connector(http, network.url, self.secrets)

    def test_delivery_is_one_request(self, account, network):
        network.says(self.delivered_answer)

        delivered = account.deliver(self.post)

        assert delivered == self.delivered
        assert len(network.heard) == 1

    def test_post_that_arrived_whole_shows_no_difference(self, account, network):
        network.says(self.seen_answer)

        seen = account.read_back(self.delivered.network_id)

        assert isinstance(seen, Seen)
        assert seen.url == self.delivered.url
        assert differences(self.post, seen) == ()

    def test_deleted_post_is_read_back_as_none(self, account, network):
        network.says(self.gone_answer)

        assert account.read_back(self.delivered.network_id) is None

    def test_profile_is_asked_of_the_network(self, account, network):
        network.says(*self.profile_answers)

        assert account.identify() == self.profile

    def test_secrets_stay_as_they_are_while_they_work(self, account, network):
        network.says(self.delivered_answer)

        account.deliver(self.post)

        assert dict(account.secrets) == dict(self.secrets)

    def test_network_that_asks_to_wait_says_until_when(self, account, network):
        network.says(httpx.Response(429, headers={"Retry-After": "90"}))

        with pytest.raises(TryLaterError) as waiting:
            account.deliver(self.post)

        assert waiting.value.until is not None
        wait = waiting.value.until - datetime.fromtimestamp(time.time(), UTC)
        assert timedelta(seconds=80) < wait <= timedelta(seconds=90)

    @pytest.mark.parametrize("ahead", [timedelta(hours=-5), timedelta(hours=5)], ids=str)
    def test_clock_that_is_wrong_makes_no_wait_longer_or_shorter(self, account, network, ahead):
        theirs = datetime.fromtimestamp(time.time(), UTC) + ahead
        then = theirs + timedelta(seconds=90)
        said = {"Date": format_datetime(theirs, usegmt=True)}
        said["Retry-After"] = format_datetime(then, usegmt=True)
        network.says(httpx.Response(429, headers=said))

        with pytest.raises(TryLaterError) as waiting:
            account.deliver(self.post)

        assert waiting.value.until is not None
        wait = waiting.value.until - datetime.fromtimestamp(time.time(), UTC)
        assert timedelta(seconds=80) < wait <= timedelta(seconds=91)

    def test_what_it_still_takes_is_told_beside_a_post_it_took(self, account, http, network):
        taken = as_bytes(self.delivered_answer).split(b"\r\n", 1)
        said = [f"{name}: {value}\r\n".encode() for name, value in self.allowance_headers.items()]
        network.says(b"".join([taken[0], b"\r\n", *said, taken[1]]))

        with heard(http) as told:
            assert account.deliver(self.post) == self.delivered

        expected = [(True, 7, 7)] if said else []
        assert [(one.writes, one.left, one.percent) for one in told.values()] == expected

    def test_network_that_asks_to_wait_takes_nothing_until_then(self, account, http, network):
        network.says(httpx.Response(429, headers={"Retry-After": "90"}))

        with heard(http) as told, suppress(TryLaterError):
            account.deliver(self.post)

        assert [one.left for one in told.values()] == [0]

    def test_refused_post_is_rejected_in_the_network_s_words(self, account, network):
        network.says(self.refused_answer)

        with pytest.raises(RejectedError, match="too many words"):
            account.deliver(self.post)

    def test_post_that_cannot_be_written_is_rejected(self, account, network):
        post = replace(self.post, words="\ud800")

        with pytest.raises(RejectedError, match="characters"):
            account.deliver(post)

        assert network.heard == []

    @pytest.mark.parametrize("trouble", IN_TROUBLE, ids=str)
    def test_trouble_before_the_network_wrote_leads_to_one_post(self, account, network, trouble):
        network.says(trouble, *self.left_nothing_answers, self.delivered_answer)

        with pytest.raises(UnsureError):
            account.deliver(self.post)
        there = account.look_for(self.post)
        delivered = account.deliver(self.post)

        assert there is None
        assert delivered == self.delivered

    @pytest.mark.parametrize("trouble", [*IN_TROUBLE, Fault.CUT_AFTER], ids=str)
    def test_trouble_after_the_network_wrote_is_found_out_by_looking(
        self, account, network, trouble
    ):
        network.says(trouble, *self.left_answers)

        with pytest.raises(UnsureError):
            account.deliver(self.post)
        there = account.look_for(self.post)

        assert there is not None
        assert there.network_id == self.delivered.network_id

    @pytest.mark.parametrize("trouble", [*IN_TROUBLE, *Fault], ids=str)
    def test_trouble_while_reading_is_tried_later(self, account, network, trouble):
        network.says(trouble)

        with pytest.raises(TryLaterError):
            account.read_back(self.delivered.network_id)

    def test_connection_that_is_cut_before_the_request_leaves_a_delivery_unsure(
        self, account, network
    ):
        network.says(Fault.CUT_BEFORE)

        with pytest.raises(UnsureError):
            account.deliver(self.post)

    def test_network_that_is_not_there_is_tried_later(self):
        nowhere = "127.0.0.1:1"

        with open_http(allow_private=frozenset([nowhere])) as http:
            account = self.connector(http, f"http://{nowhere}", self.secrets)
            for call in (
                lambda: account.deliver(self.post),
                lambda: account.read_back(self.delivered.network_id),
                account.identify,
            ):
                with pytest.raises(TryLaterError, match="could not be reached"):
                    call()

    @pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
    def test_broken_answer_leaves_a_delivery_unsure(self, account, network, answer):
        network.says(answer)

        with pytest.raises(UnsureError):
            account.deliver(self.post)

    @pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
    def test_broken_answer_while_reading_is_tried_later(self, account, network, answer):
        network.says(answer)

        with pytest.raises(TryLaterError):
            account.read_back(self.delivered.network_id)

    @pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
    def test_broken_answer_while_connecting_is_tried_later(self, account, network, answer):
        network.says(answer)

        with pytest.raises(TryLaterError):
            account.identify()

    def test_redirect_to_a_private_address_is_not_followed(self, account, network):
        with scripted() as private:
            private.says(self.delivered_answer)
            network.says(httpx.Response(307, headers={"Location": private.url}))

            with pytest.raises(RejectedError, match="another address"):
                account.deliver(self.post)
            with pytest.raises(RejectedError, match="another address"):
                account.read_back(self.delivered.network_id)

        assert private.heard == []

    def test_private_server_is_not_called(self):
        with open_http(allow_private=frozenset()) as http:
            account = self.connector(http, "https://127.0.0.1:9", self.secrets)

            with pytest.raises(RejectedError, match="public internet"):
                account.deliver(self.post)

    def test_lost_access_asks_for_a_person(self, account, network):
        network.says(*self.lost_answers)

        with pytest.raises(AccessLostError):
            account.deliver(self.post)

    def test_post_is_taken_down(self, account, network):
        network.says(self.removed_answer)

        assert isinstance(account, Removes)
        account.remove(self.delivered.network_id)

        assert len(network.heard) == 1

    @pytest.mark.parametrize("trouble", [*IN_TROUBLE, *Fault], ids=str)
    def test_trouble_while_taking_down_leaves_it_unsure(self, account, network, trouble):
        network.says(trouble)

        with pytest.raises(UnsureError):
            account.remove(self.delivered.network_id)

    @pytest.mark.parametrize("status", [400, 401, 403, 429, 500, 302])
    def test_no_error_tells_a_secret(self, account, network, status):
        network.says(httpx.Response(status, json={}, headers={"Location": "https://a.example"}))

        with pytest.raises(Exception) as raised:  # noqa: PT011 - whichever it is
            account.deliver(self.post)

        told = f"{raised.value!r} {raised.value.__cause__!r}"
        assert [secret for secret in self.secrets.values() if secret in told] == []

    @pytest.mark.parametrize("trouble", [*IN_TROUBLE, *Fault], ids=str)
    def test_trouble_while_more_is_asked_is_tried_later(self, account, network, trouble):
        for ask in readings(account, self.delivered.network_id):
            network.says(trouble)

            with pytest.raises(TryLaterError):
                ask()

    @pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
    def test_broken_answer_while_more_is_asked_tells_nothing(self, account, network, answer):
        for ask in readings(account, self.delivered.network_id):
            network.says(answer)

            with suppress(TryLaterError):
                told = ask()
                assert told in NOTHING

    def test_keys_are_never_the_same(self):
        keys = [self.connector.new_key() for _ in range(1000)]

        assert len(set(keys)) == len(keys)

    def test_words_are_counted_up_to_the_limit(self):
        most = self.connector.limits.length

        assert [self.connector.count("a" * length) for length in (0, 1, most, most + 1)] == [
            0,
            1,
            most,
            most + 1,
        ]

    def test_addresses_of_its_own_pages_are_recognised(self):
        profile = self.connector.recognise(self.profile.url)
        post = self.connector.recognise(f"  {self.delivered.url}?from=app#top ")

        assert isinstance(profile, Named)
        assert isinstance(post, Named)
        assert post.post_id == self.named_post
        # Not every network names the account in the address of a post.
        assert post.handle in {None, profile.handle}
        assert post.stable_id in {None, profile.stable_id}

    @pytest.mark.parametrize("text", ["", "hello", "https://example.com/", "@", "a@b.example"])
    def test_what_is_not_of_this_network_is_not_recognised(self, text):
        assert self.connector.recognise(text) is None

    def test_what_is_asked_for_to_connect_is_said_in_words(self):
        assert [asked.name for asked in self.connector.asks if asked.secret] != []
        assert all(asked.label and asked.hint for asked in self.connector.asks)


class RevokesContract:
    """What a connector that gives back its access has to do right, beside the whole contract."""

    revoked_answers: ClassVar[tuple[Answer, ...]]
    """The network ends the access."""
    revoked_before_answers: ClassVar[tuple[Answer, ...]]
    """The access had ended before."""
    secrets: ClassVar[Mapping[str, str]]

    def test_access_that_is_given_back_leaves_nothing_to_do(self, account, network):
        network.says(*self.revoked_answers)

        assert isinstance(account, Revokes)
        assert account.revoke() == ""
        assert len(network.heard) == len(self.revoked_answers)

    def test_access_that_ended_before_is_well(self, account, network):
        network.says(*self.revoked_before_answers)

        assert account.revoke() == ""

    @pytest.mark.parametrize("trouble", [*IN_TROUBLE, *Fault], ids=str)
    def test_trouble_while_giving_access_back_is_tried_later(self, account, network, trouble):
        network.says(trouble)

        with pytest.raises(TryLaterError) as later:
            account.revoke()

        told = f"{later.value!r} {later.value.__cause__!r}"
        assert [secret for secret in self.secrets.values() if secret in told] == []


class RecallsContract:
    """What a connector has to do right that tells what an account said, beside the contract."""

    said_answers: ClassVar[tuple[Answer, ...]]
    """The network lists the contract's post, one that cannot be read, and that there is more."""
    said_at: ClassVar[datetime]
    said_unreadable: ClassVar[int] = 1
    before: ClassVar[str]
    nothing_said_answers: ClassVar[tuple[Answer, ...]]
    seen_answer: ClassVar[Answer]
    delivered: ClassVar[Delivered]
    secrets: ClassVar[Mapping[str, str]]

    def test_what_was_said_is_listed_with_its_time_and_where_to_go_on(self, account, network):
        network.says(*self.said_answers)

        assert isinstance(account, Recalls)
        said = account.said()

        assert [(seen.url, at) for seen, at in said.posts] == [(self.delivered.url, self.said_at)]
        assert (said.unreadable, said.before) == (self.said_unreadable, self.before)

    def test_what_is_older_is_asked_for_from_there(self, account, network):
        network.says(*self.nothing_said_answers)

        assert account.said(self.before) == Said((), 0, None)
        assert self.before in unquote(network.heard[-1].path)

    @pytest.mark.parametrize("trouble", [*IN_TROUBLE, *Fault], ids=str)
    def test_trouble_while_listing_is_tried_later(self, account, network, trouble):
        network.says(trouble)

        with pytest.raises(TryLaterError):
            account.said()

    @pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
    def test_list_that_is_broken_tells_nothing(self, account, network, answer):
        network.says(answer)

        try:
            said = account.said()
        except TryLaterError:
            return
        assert said.posts == ()
