"""Questions across accounts."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tabard.accounts import queries
from tabard.accounts.models import Account, AccountState, Holding
from tabard.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def given_back(person: Person, **differs: Any) -> Account:
    account = make.account(person, **differs)
    account.holdings.update(until=timezone.now())
    return account


def test_accounts_held_are_the_persons_own_and_open():
    ada = make.person()
    mine = make.account(ada)
    given_back(ada)
    make.account(make.person())

    assert list(queries.held_by(ada)) == [mine]


def test_account_held_by_two_is_given_once():
    ada, ben = make.person(), make.person()
    account = make.account(ada)
    Holding.objects.create(account=account, person=ben, since=timezone.now())

    assert list(queries.held_by(ada)) == [account]


def test_account_that_is_held_again_was_not_only_held_before():
    ada = make.person()
    before = given_back(ada)
    again = given_back(ada)
    Holding.objects.create(account=again, person=ada, since=timezone.now())

    assert list(queries.formerly_held_by(ada)) == [before]


def test_account_held_twice_before_is_given_once():
    ada = make.person()
    account = given_back(ada)
    now = timezone.now()
    Holding.objects.create(account=account, person=ada, since=now, until=now)

    assert list(queries.formerly_held_by(ada)) == [account]


def test_person_writes_from_connected_and_lost_accounts_only():
    ada = make.person()
    connected = make.account(ada)
    lost = make.account(ada, state=AccountState.LOST)
    make.account(ada, state=AccountState.ENDED, official_until=timezone.now())

    assert list(queries.open_to_write(ada)) == [connected, lost]


def test_open_tickets_are_unused_and_in_time():
    ada = make.person()
    is_open = make.ticket(ada)
    make.ticket(ada, used_at=timezone.now())
    make.ticket(ada, until=timezone.now() - timedelta(seconds=1))
    make.ticket()

    assert list(queries.open_tickets(ada)) == [is_open]


def test_account_is_found_by_handle_whatever_its_capitals():
    account = make.account(network="bluesky", handle="Roads.Exampleton.gov.uk")
    make.account(network="practice", handle="roads.exampleton.gov.uk")

    found = queries.named("bluesky", handle="roads.exampleton.gov.uk", stable_id=None)

    assert list(found) == [account]


def test_account_is_found_by_its_stable_identifier():
    account = make.account(network="bluesky", stable_id="did:plc:one")
    make.account(network="bluesky", stable_id="did:plc:two")

    assert list(queries.named("bluesky", handle=None, stable_id="did:plc:one")) == [account]


def test_nothing_named_finds_nothing():
    make.account(network="bluesky", handle="")

    assert list(queries.named("bluesky", handle=None, stable_id=None)) == []
