"""Mastodon's connector with a server of another hand that keeps state, PyPI's `mastodon_mock`.

It is not Mastodon, and differs from it where no test here looks: it takes any code for a leave, has
no limits unless told to, says 403 to a deletion of somebody else's post where Mastodon says 404,
and names what runs there (nodeinfo) in one step instead of two.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from mastodon_mock.testing import MockServer

from tabard.common.http import Client, open_http
from tabard.connectors.api import (
    AccessLostError,
    Followed,
    Kind,
    Named,
    Post,
    Profile,
    RejectedError,
)
from tabard.connectors.mastodon import Mastodon

AN_HOUR_AGO = timezone.now() - timedelta(hours=1)


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer() as server:
        yield server


@pytest.fixture
def http(server: MockServer) -> Iterator[Client]:
    server.reset()
    place = urlsplit(server.base_url).netloc
    with open_http(deadline=60, allow_private=frozenset([place])) as http:
        yield http


@pytest.fixture
def alice(server: MockServer, http: Client) -> Mastodon:
    return Mastodon(http, server.base_url, {"token": "alice_token"})


@pytest.fixture
def bob(server: MockServer, http: Client) -> Mastodon:
    return Mastodon(http, server.base_url, {"token": "bob_token"})


def post(words: str, *, ago: timedelta = timedelta(0), answers: str | None = None) -> Post:
    return Post(words, (), Mastodon.new_key(), timezone.now() - ago, answers=answers)


def found(account: Mastodon, name: str) -> Profile:
    profile = account.find(Named("mastodon", handle=name))
    assert profile is not None
    return profile


def test_a_post_that_is_sent_twice_is_there_once(alice):
    sent = post("Gritting starts at ten.")

    first, second = alice.deliver(sent), alice.deliver(sent)

    assert first == second
    assert [seen.url for seen, _ in alice.said().posts] == [first.url]


def test_a_post_is_looked_for_before_it_is_sent_again_after_an_hour(alice):
    sent = post("Gritting starts at ten.", ago=timedelta(minutes=51))
    first = alice.deliver(sent)

    # To a server that keeps a key no longer, another one looks the same.
    assert alice.deliver(replace(sent, once_only_key="forgotten")) == first
    assert len(alice.said().posts) == 1


def test_a_mention_is_heard_and_stands_below_what_it_answers(alice, bob):
    ours = alice.deliver(post("Gritting starts at ten."))
    theirs = bob.deliver(post("@alice Which roads?", answers=ours.network_id))

    [heard] = alice.hear().heard

    assert (heard.kind, heard.network_id, heard.answers) == (
        Kind.ANSWER,
        theirs.network_id,
        ours.network_id,
    )
    assert [one.network_id for one in alice.below(ours.network_id).heard] == [theirs.network_id]


def test_a_mention_is_heard_as_it_happens_after_those_that_came_before(alice, bob):
    alice.deliver(post("First."))
    before = bob.deliver(post("@alice before"))
    start = alice.hear().after
    missed = bob.deliver(post("@alice missed"))

    with closing(alice.listen(start)) as hearings, ThreadPoolExecutor(1) as apart:
        caught_up = next(hearings)
        heard = apart.submit(lambda: next(one for one in hearings if one.heard))
        while not heard.done():
            live = bob.deliver(post("@alice now"))
            wait([heard], timeout=0.5)

    assert [one.network_id for one in caught_up.heard] == [missed.network_id]
    [now] = heard.result().heard
    assert (now.kind, now.words) == (Kind.MENTION, "@alice now")
    assert {before.network_id, missed.network_id}.isdisjoint({now.network_id})
    assert live.network_id >= now.network_id
    assert alice.hear(caught_up.after).heard[0] == now


def test_what_is_said_in_private_is_heard_apart_and_answered_where_nobody_else_reads(
    server, http, alice, bob
):
    said = {"status": "@alice My road is icy, and I am 81.", "visibility": "direct"}
    address = f"{server.base_url}/api/v1/statuses"
    assert http.post(address, json=said, headers={"Authorization": "Bearer bob_token"}).is_success

    [heard] = alice.told_privately().heard
    answer = post("A gritter is on its way.")
    delivered = alice.answer_privately(heard, answer)
    again = alice.answer_privately(heard, replace(answer, created_at=AN_HOUR_AGO))

    assert (heard.kind, heard.words) == (Kind.PRIVATE, "@alice My road is icy, and I am 81.")
    [answered] = bob.told_privately().heard
    assert (answered.network_id, answered.answers) == (delivered.network_id, heard.network_id)
    assert answered.words == "@bob A gritter is on its way."
    assert again == delivered
    assert (alice.hear().heard, bob.hear().heard, alice.said().posts) == ((), (), ())
    assert alice.told_privately(alice.told_privately().after).heard == ()


def test_who_is_followed_twice_is_followed_once_and_then_no_more(alice, bob):
    profile = found(bob, "alice")

    bob.follow(profile)
    bob.follow(profile)
    followed, followers = bob.followed(), alice.describe().followers
    bob.unfollow(profile)
    bob.unfollow(profile)

    assert (followed, followers) == (Followed((profile,), 0, None), 1)
    assert (bob.followed().accounts, alice.describe().followers) == ((), 0)


def test_nobody_is_found_under_a_handle_that_nobody_has(alice):
    assert alice.find(Named("mastodon", handle="nobody@nowhere.example")) is None


def test_at_home_stands_what_followed_accounts_say_and_not_our_own(alice, bob):
    alice.follow(found(alice, "bob"))
    alice.deliver(post("Ours."))
    theirs = bob.deliver(post("Theirs."))

    home = alice.home()

    assert [(one.kind, one.network_id) for one in home.posts] == [(Kind.POST, theirs.network_id)]
    assert alice.home(home.before).posts == ()


def test_a_post_is_changed_measured_and_taken_down(alice):
    delivered = alice.deliver(post("Gritting starts at ten."))

    alice.edit(delivered.network_id, post("Gritting starts at eleven."))
    seen = alice.read_back(delivered.network_id)
    numbers = alice.measure(delivered.network_id)
    alice.remove(delivered.network_id)
    alice.remove(delivered.network_id)

    assert seen is not None
    assert seen.words == "Gritting starts at eleven."
    assert numbers == {"favourites_count": 0, "reblogs_count": 0, "replies_count": 0}
    assert alice.read_back(delivered.network_id) is None


def test_a_post_that_is_marked_as_sensitive_has_that_label(server, alice, http):
    delivered = alice.deliver(post("Look at this."))
    address = f"{server.base_url}/api/v1/statuses/{delivered.network_id}"
    mark = {"status": "Look at this.", "sensitive": True}
    assert http.put(address, json=mark, headers={"Authorization": "Bearer alice_token"}).is_success

    [label] = alice.labels(delivered.network_id)

    assert (label.says, label.about, label.by) == (
        "sensitive",
        delivered.network_id,
        server.base_url,
    )
    assert alice.labels() == ()


def test_what_is_too_long_is_refused(alice):
    with pytest.raises(RejectedError):
        alice.deliver(post("a" * 501))

    assert alice.said().posts == ()


def test_a_token_that_nobody_gave_is_for_a_person_to_mend(server, http):
    stranger = Mastodon(http, server.base_url, {"token": "nobody's"})

    with pytest.raises(AccessLostError):
        stranger.identify()
