"""Who may connect which account."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.accounts import rules
from tabard.common.rules import Refused
from tests import make

pytestmark = pytest.mark.django_db


def why(refusal: Refused | None) -> str:
    assert refusal is not None
    return refusal.why


def test_holder_of_an_open_ticket_may_connect():
    ada = make.person()

    assert rules.may_connect(ada, make.ticket(ada)) is None


def test_ticket_of_somebody_else_is_refused():
    refusal = rules.may_connect(make.person(), make.ticket())

    assert why(refusal) == "This permission to connect an account was given to somebody else."


def test_used_ticket_is_refused():
    ada = make.person()

    refusal = rules.may_connect(ada, make.ticket(ada, used_at=timezone.now()))

    assert why(refusal) == "You have already connected an account with this permission."


def test_ticket_whose_time_is_over_is_refused():
    ada = make.person()

    refusal = rules.may_connect(ada, make.ticket(ada, until=timezone.now() - timedelta(seconds=1)))

    assert why(refusal).startswith("The time to connect this account is over.")


def test_ticket_for_a_network_without_connector_is_refused():
    ada = make.person()

    refusal = rules.may_connect(ada, make.ticket(ada, network="pixelpost"))

    assert why(refusal) == "Accounts on pixelpost cannot be connected: ask the administrator."


def test_account_that_nobody_holds_may_be_taken():
    account = make.account(make.person())
    account.holdings.update(until=timezone.now())

    assert rules.may_take(make.person(), account) is None


def test_account_one_holds_already_may_be_taken_again():
    ada = make.person()

    assert rules.may_take(ada, make.account(ada)) is None


def test_account_that_somebody_else_holds_is_not_taken():
    refusal = rules.may_take(make.person(), make.account(make.person()))

    assert why(refusal) == "Somebody else at the council already holds this account."


def test_holder_may_reconnect():
    ada = make.person()

    assert rules.may_reconnect(ada, make.account(ada)) is None


def test_others_may_not_reconnect():
    refusal = rules.may_reconnect(make.person(), make.account(make.person()))

    assert why(refusal) == "You do not hold this account."


def test_former_holder_may_not_reconnect():
    ada = make.person()
    account = make.account(ada)
    account.holdings.update(until=timezone.now())

    assert why(rules.may_reconnect(ada, account)) == "You do not hold this account."


def test_account_on_a_network_without_connector_is_not_reconnected():
    ada = make.person()

    refusal = rules.may_reconnect(ada, make.account(ada, network="pixelpost"))

    assert "pixelpost" in why(refusal)


def test_one_of_several_who_hold_an_account_does_not_end_it_for_the_others():
    ada, grace = make.person(), make.person()
    account = make.shared_account(ada, grace)

    refusal = rules.may_disconnect(ada, account)

    assert refusal is not None
    assert "only the programme team ends it" in refusal.why
    assert rules.may_disconnect(make.programme_member(), account) is None
