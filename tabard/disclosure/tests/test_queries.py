"""Finding entries, and putting them into words."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from tabard.disclosure import queries
from tabard.disclosure.models import Told
from tabard.disclosure.queries import Asked
from tabard.people.models import Person
from tabard.record import actions
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam() -> Person:
    return make.person(first_name="Sam", last_name="Okafor")


@pytest.fixture
def ada() -> Person:
    return make.person(first_name="Ada", last_name="Lovelace")


def found(about: Person | None = None, **asked: Any) -> list[Entry]:
    return list(queries.entries(Asked(**asked), about=about))


def test_entries_come_newest_first():
    first = actions.record("message begun", message=1)
    second = actions.record("message begun", message=2)

    assert found() == [second, first]


def test_entries_are_found_by_person_however_they_are_part_of_it(sam: Person, ada: Person):
    concerned = actions.record("post removed", concerns=[sam.pk], message=1)
    doing = actions.record("message begun", message=sam.pk, by=sam.pk)
    writing = actions.record("message approved", message=1, author=sam.pk, by=ada.pk)
    actions.record("message begun", message=sam.pk, by=ada.pk)

    assert found(person=sam) == [writing, doing, concerned]
    assert found(about=sam) == [writing, doing, concerned]


def test_whoever_reads_only_their_own_asks_within_it(sam: Person, ada: Person):
    both = actions.record("message approved", message=1, author=sam.pk, by=ada.pk)
    actions.record("message begun", message=1, by=ada.pk)

    assert found(about=sam, person=ada) == [both]


def test_entries_are_found_by_kind_and_by_post(sam: Person):
    begun = actions.record("message begun", message=12, by=sam.pk)
    submitted = actions.record("message submitted", message=12, by=sam.pk)
    actions.record("message begun", message=13, by=12)

    assert found(message=12) == [submitted, begun]
    assert found(kind="message begun", message=12) == [begun]


def test_entries_are_found_by_the_council_s_own_days():
    entries = []
    for at in ("2026-06-30T22:59:59", "2026-06-30T23:00:00", "2026-07-01T22:59:59"):
        with time_machine.travel(datetime.fromisoformat(at).replace(tzinfo=UTC), tick=False):
            entries.append(actions.record("message begun", message=1))
    before, first, last = entries

    assert found(first_day=date(2026, 7, 1)) == [last, first]
    assert found(last_day=date(2026, 6, 30)) == [before]
    assert found(first_day=date(2026, 7, 1), last_day=date(2026, 7, 1)) == [last, first]


def told(entry: Entry) -> Told:
    [one] = queries.told([entry])
    return one


def test_an_entry_is_told_with_names_and_links(sam: Person, ada: Person):
    entry = actions.record("message approved", message=12, author=ada.pk, by=sam.pk)
    actions.chain()

    one = told(Entry.objects.get(pk=entry.pk))

    assert one.sentence == "Sam Okafor approved Ada Lovelace's post 12."
    assert [(fact.name, fact.value, fact.url) for fact in one.facts] == [
        ("Post", "12", reverse("publishing:post", args=[12])),
        ("Author", "Ada Lovelace", ""),
        ("By", "Sam Okafor", ""),
    ]
    assert one.link == entry.link
    assert one.hash == bytes(entry.link.hash).hex()


def test_an_entry_that_is_not_chained_has_no_hash():
    one = told(actions.record("message begun", message=12))

    assert (one.link, one.hash) == (None, "")


def test_an_erased_fact_is_told_as_such(sam: Person):
    entry = actions.record("message sent back", message=12, author=sam.pk, by=sam.pk, why="No.")
    entry.disclosures.filter(name__in=["by", "message", "why"]).update(value=None, salt=None)

    one = told(entry)

    assert one.sentence == "[erased] sent back Sam Okafor's post [erased]: [erased]"
    assert [(fact.value, fact.url, fact.is_erased) for fact in one.facts] == [
        ("[erased]", "", True),
        ("Sam Okafor", "", False),
        ("[erased]", "", True),
        ("[erased]", "", True),
    ]


def test_an_account_is_told_by_its_handle_and_network():
    account = make.account(handle="sam_library")
    entry = actions.record("connection lost", account=account.pk, why="It said so.")

    assert told(entry).sentence == (
        "The network no longer lets us into account @sam_library on Practice network: It said so."
    )


def test_a_practice_account_is_told_by_the_number_that_its_network_has_for_it(sam: Person):
    entry = actions.record(
        "practice account opened", practice_account="1b4e", handle="sam", by=sam.pk
    )

    assert [(fact.name, fact.value) for fact in told(entry).facts] == [
        ("Practice account", "1b4e"),
        ("Handle", "sam"),
        ("By", "Sam Okafor"),
    ]


def test_somebody_who_is_not_there_is_told_by_number():
    entry = actions.record("message begun", message=1, by=999)

    assert told(entry).facts[1].value == "999"
