"""Writing the record: entries with every change, one chain, bytes kept once."""

import hashlib
import json
import random
import string
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from tabard.record import actions
from tabard.record.models import Blob, Disclosure, Entry, Link, Waiting, commitment
from tabard.record.queries import facts_of

pytestmark = pytest.mark.django_db


def test_an_entry_holds_kind_people_and_facts():
    entry = actions.record("message approved", concerns=[7, 3, 7], message=12, by=5)

    entry.refresh_from_db()
    assert (entry.kind, entry.people, facts_of(entry)) == (
        "message approved",
        [3, 7],
        {"message": 12, "by": 5},
    )


def test_a_fact_that_is_none_is_left_out_and_an_empty_one_is_kept():
    entry = actions.record("take-down asked", why="", by=None)

    assert facts_of(entry) == {"why": ""}


def test_every_fact_has_a_salt_of_its_own_and_a_commitment_to_it():
    actions.record("message approved", message=12, by=12)

    facts = {one.name: one for one in Disclosure.objects.all()}
    salts = {name: bytes(one.salt or b"") for name, one in facts.items()}
    assert [len(salt) for salt in set(salts.values())] == [16, 16]
    assert {name: one.commitment for name, one in facts.items()} == {
        "message": commitment(salts["message"], "message", 12),
        "by": commitment(salts["by"], "by", 12),
    }


def test_long_words_are_kept_whole():
    words = "".join(random.choices(string.printable[:90], k=10_000))  # noqa: S311 - words that do not compress

    entry = actions.record("message submitted", message=1, words=words)

    assert facts_of(entry)["words"] == words


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_of_the_change_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        actions.record("message approved", message=12)

    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_leaves_no_entry():
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(number=1, entry=actions.record("message approved"), chained=None)

    assert (Entry.objects.count(), Waiting.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_whoever_follows_is_woken_when_the_change_is_kept():
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {actions.CHANNEL}")

    with transaction.atomic():
        actions.record("message approved", message=12)

    heard = list(connection.connection.notifies(timeout=5, stop_after=1))
    assert [notice.channel for notice in heard] == ["tabard_record"]


def test_the_same_bytes_are_kept_once():
    first = actions.keep_bytes(b"picture", media_type="image/jpeg")
    again = actions.keep_bytes(b"picture", media_type="image/jpeg")

    assert first == again
    assert first.sha256 == hashlib.sha256(b"picture").hexdigest()
    assert Blob.objects.count() == 1


def test_entries_are_chained_in_order_each_to_the_one_before():
    for number in range(3):
        actions.record("message begun", message=number)

    assert actions.chain() == 3

    links = list(Link.objects.all())
    assert [link.number for link in links] == [1, 2, 3]
    leaves = [json.loads(bytes(link.chained)) for link in links]
    assert [leaf["previous"] for leaf in leaves] == [
        "",
        bytes(links[0].hash).hex(),
        bytes(links[1].hash).hex(),
    ]
    assert [hashlib.sha256(bytes(link.chained)).digest() for link in links] == [
        bytes(link.hash) for link in links
    ]


def test_what_is_chained_holds_no_fact():
    actions.record("message submitted", message=4711, by=8472, words="Mobile library")
    actions.chain()

    chained = bytes(Link.objects.get().chained).decode()
    assert set(json.loads(chained)) == {
        "_sd",
        "_sd_alg",
        "at",
        "kind",
        "number",
        "previous",
        "v",
    }
    assert not any(told in chained for told in ("4711", "8472", "Mobile", "words"))


def test_the_chain_goes_on_where_it_ended():
    actions.record("message begun", message=1)
    actions.chain()
    actions.record("message begun", message=2)

    assert actions.chain() == 1
    assert actions.chain() == 0
    assert [link.number for link in Link.objects.all()] == [1, 2]
    assert not Waiting.objects.exists()


def test_more_entries_than_fit_are_chained_the_next_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(actions, "ENTRIES_AT_A_TIME", 2)
    for number in range(3):
        actions.record("message begun", message=number)

    assert [actions.chain(), actions.chain(), actions.chain()] == [2, 1, 0]


def test_chaining_asks_the_database_as_often_for_three_entries_as_for_one(
    django_assert_num_queries,
):
    for how_many in (1, 3):
        for number in range(how_many):
            actions.record("message begun", message=number)

        # Two of them are the savepoint that stands for the transaction in a test.
        with django_assert_num_queries(8):
            actions.chain()


@pytest.mark.django_db(transaction=True)
def test_only_one_worker_chains_at_a_time():
    with transaction.atomic():
        actions.record("message begun", message=1)
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [actions.CHAINING_LOCK])

        assert actions.chain() == 0

        cursor.execute("SELECT pg_advisory_unlock(%s)", [actions.CHAINING_LOCK])
    other.close()
    assert actions.chain() == 1


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_is_kept_later_comes_later_in_the_chain():
    other = connections.create_connection("default")
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_entry (kind, at, people) VALUES ('slow', now(), '{}') RETURNING id"
        )
        slow = cursor.fetchone()[0]
        cursor.execute("INSERT INTO record_waiting (entry_id) VALUES (%s)", [slow])
    with transaction.atomic():
        fast = actions.record("message begun", message=1)
    actions.chain()

    other.commit()
    other.close()
    actions.chain()

    assert slow < fast.pk
    assert list(Link.objects.values_list("entry", flat=True)) == [fast.pk, slow]


def test_the_time_of_an_entry_is_now():
    entry = actions.record("message begun", message=1)

    assert timezone.now() - entry.at < timedelta(minutes=1)
