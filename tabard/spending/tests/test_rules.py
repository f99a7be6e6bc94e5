"""Who sees and sets what, and what is within both caps."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.accounts.models import Account
from tabard.common.rules import Refused
from tabard.people.models import Person, Role
from tabard.spending import rules
from tabard.spending.models import Bill, Sum

MONEY = st.decimals(0, 1_000, places=4)


def bill(cost: Decimal, *, spent: Decimal, cap: Decimal, in_all: Decimal, most: Decimal) -> Bill:
    account = Account(network="x", handle="sam")
    return Bill(date(2026, 12, 1), (Sum(account, cost, spent, cap),), in_all, most)


@pytest.mark.parametrize(
    ("role", "sees", "sets"),
    [
        (Role.PROGRAMME_TEAM, True, True),
        (Role.OVERSIGHT_OFFICER, True, False),
        (Role.ADMINISTRATOR, False, False),
        (Role.REVIEWER, False, False),
        (None, False, False),
    ],
)
def test_programme_team_sets_and_oversight_looks_on(role: Role | None, *, sees: bool, sets: bool):
    person = Person(roles=[role] if role else [])

    assert (rules.may_see_spending(person) is None, rules.may_set(person) is None) == (sees, sets)


def test_account_without_enough_left_says_what_it_costs_and_what_to_do():
    refusal = rules.is_within_caps(
        bill(
            Decimal("0.2"),
            spent=Decimal("24.9"),
            cap=Decimal(25),
            in_all=Decimal("24.9"),
            most=Decimal(250),
        )
    )

    assert refusal == Refused(
        "This post costs $0.20 on X, more than is left of the $25.00 that @sam may spend in a "
        "month. Take the account out, or ask the programme team to raise the cap."
    )


def test_council_without_enough_left_says_so():
    refusal = rules.is_within_caps(
        bill(
            Decimal("0.2"),
            spent=Decimal(0),
            cap=Decimal(25),
            in_all=Decimal("249.9"),
            most=Decimal(250),
        )
    )

    assert refusal == Refused(
        "This post costs $0.20, more than is left of the $250.00 that the council may spend on "
        "posts in a month. Take the account out, or ask the programme team to raise the cap."
    )


@given(MONEY, MONEY, MONEY, MONEY, MONEY)
def test_nothing_is_let_through_that_would_go_over_a_cap(cost, spent, cap, in_all, most):
    is_within = spent + cost <= cap and in_all + cost <= most

    refusal = rules.is_within_caps(bill(cost, spent=spent, cap=cap, in_all=in_all, most=most))

    # What costs nothing goes, whatever was spent before.
    assert (refusal is None) == (is_within or cost == 0)


def test_what_costs_nothing_goes():
    assert rules.is_within_caps(Bill(date(2026, 12, 1), (), Decimal(300), Decimal(250))) is None


def test_price_is_for_something_that_is_charged_for_and_from_today_on():
    today = date(2026, 11, 30)

    assert rules.is_charged_for("x", "a post") is None
    assert rules.is_charged_for("x", "a cup of tea") is not None
    assert rules.is_charged_for("practice", "reading a post back") is not None
    assert rules.is_not_history(today, today) is None
    assert rules.is_not_history(date(2026, 11, 29), today) is not None
