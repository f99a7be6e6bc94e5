"""A worker that is killed in the worst moment neither loses a post nor doubles it."""

import signal
from collections.abc import Iterator
from typing import Any

import pytest

from tabard.accounts.models import Account
from tabard.common.http import open_http
from tabard.composing.models import InParts, Message, Version
from tabard.config.atproto import Pds, create_account
from tabard.people.models import Person
from tabard.practice import actions as practice
from tabard.practice.models import PracticePost
from tabard.publishing.models import Delivery, DeliveryState
from tabard.record import queries as record_queries
from tests import make
from tests.between import Between, standing
from tests.workers import wait_until, worker

# Seconds: a worker counts as dead after ten, and the machine may be busy.
PATIENCE = 90.0
PUT_RECORD = ("POST", "putRecord")
PUT_POST = ("PUT", "/posts/")
PARTS = ["Oakford at ten.", "Marle at noon. 🚐", "Then home."]


def records_of(did: str, pds: Pds) -> list[dict[str, Any]]:
    """Ask the server itself, past everything of ours, which posts it has."""
    ask = f"{pds.url}/xrpc/com.atproto.repo.listRecords"
    asked = {"repo": did, "collection": "app.bsky.feed.post"}
    with open_http(allow_private=frozenset([pds.place])) as http:
        found = http.get(ask, params=asked).json()["records"]
    return [record["value"] for record in found]


@pytest.fixture(params=["before", "after"])
def between(request: pytest.FixtureRequest, pds: Pds) -> Iterator[Between]:
    with standing(Between(pds.url, kill=request.param, writes=PUT_RECORD)) as made:
        yield made


def account_on(pds: Pds, between: Between, author: Person) -> Account:
    """Connect an account on the real server, which is reached through what kills."""
    handle = f"library{between.server.server_port}.test"
    did, password = create_account(pds, handle, "correct horse battery staple")
    return make.account(
        author,
        network="bluesky",
        server=f"http://{between.place}",
        secrets={"identifier": handle, "password": password, "did": did},
        stable_id=did,
        handle=handle,
    )


@pytest.mark.atproto
@pytest.mark.django_db(transaction=True)
def test_post_is_there_once_though_the_worker_was_killed(between: Between, pds: Pds):
    author = make.author()
    account = account_on(pds, between, author)
    message = make.approved_message(author, accounts=[account], words="Oakford at ten. 🚐")

    with worker(TABARD_ALLOW_PRIVATE=between.place) as first:
        between.victim = first
        assert first.wait(timeout=PATIENCE) == -signal.SIGKILL
    left_behind = Delivery.objects.get(version__message=message)
    assert left_behind.state == DeliveryState.SENDING
    with worker(TABARD_ALLOW_PRIVATE=between.place):
        wait_until(lambda: _state(left_behind) == DeliveryState.CONFIRMED)

    assert [one["text"] for one in records_of(account.stable_id, pds)] == ["Oakford at ten. 🚐"]
    assert Account.objects.get().state == "connected"
    assert list(record_queries.breaks()) == []


def _state(delivery: Delivery) -> str:
    delivery.refresh_from_db()
    return delivery.state


def thread_for(author: Person, account: Account) -> Message:
    message = make.approved_message(
        author, accounts=[account], words=" ".join(PARTS), in_parts=InParts.PLAIN, is_taken_up=True
    )
    Version.objects.filter(message=message).update(parts=PARTS)
    Message.objects.filter(pk=message.pk).update(is_taken_up=False)
    return message


def kill_in_the_middle(between: Between, message: Message) -> None:
    """Let one worker die at the second part, and another one go on."""
    with worker(TABARD_ALLOW_PRIVATE=between.place) as first:
        between.victim = first
        assert first.wait(timeout=PATIENCE) == -signal.SIGKILL
    assert states(message) == ["confirmed", "sending", "scheduled"]
    with worker(TABARD_ALLOW_PRIVATE=between.place):
        wait_until(lambda: states(message) == ["confirmed"] * 3)


def states(message: Message) -> list[str]:
    found = Delivery.objects.filter(version__message=message).order_by("part")
    return list(found.values_list("state", flat=True))


@pytest.mark.atproto
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kill", ["before", "after"])
def test_thread_on_the_real_server_goes_on_where_the_worker_was_killed(kill: str, pds: Pds):
    author = make.author()
    with standing(Between(pds.url, kill=kill, writes=PUT_RECORD, nth=2)) as between:
        account = account_on(pds, between, author)
        message = thread_for(author, account)

        kill_in_the_middle(between, message)

    # The server lists the newest record first.
    records = records_of(account.stable_id, pds)[::-1]
    ids = list(Delivery.objects.order_by("part").values_list("network_id", flat=True))
    assert [one["text"] for one in records] == PARTS
    assert [one.get("reply", {}).get("parent", {}).get("uri") for one in records] == [
        None,
        *ids[:2],
    ]
    assert [one["reply"]["root"]["uri"] for one in records[1:]] == [ids[0]] * 2
    assert [one.differences for one in Delivery.objects.all()] == [[], [], []]
    assert list(record_queries.breaks()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kill", ["before", "after"])
def test_thread_on_the_practice_network_goes_on_where_the_worker_was_killed(
    kill: str, live_server, settings
):
    settings.PUBLIC_URL = live_server.url
    author = make.author()
    opened, token = practice.open_account("ada_reads", by=author)
    with standing(Between(live_server.url, kill=kill, writes=PUT_POST, nth=2)) as between:
        account = make.account(
            author,
            server=f"http://{between.place}/practice/api",
            secrets={"token": token},
            stable_id=opened.stable_id,
        )
        message = thread_for(author, account)

        kill_in_the_middle(between, message)

    posts = list(PracticePost.objects.order_by("pk"))
    assert [(one.words, one.answers) for one in posts] == list(
        zip(PARTS, [None, *posts[:2]], strict=True)
    )
    assert list(record_queries.breaks()) == []
