"""What posts cost on a day, and what was spent in a month."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tabard.spending import queries
from tabard.spending.models import Cap, Sum
from tabard.spending.tests import make as ours
from tests import make

pytestmark = pytest.mark.django_db

LINK = "Read on at https://example.gov.uk/bins"


def test_network_that_charges_nothing_costs_nothing_and_asks_for_no_money(
    django_assert_num_queries,
):
    account = make.account()

    with django_assert_num_queries(1):
        bill = queries.bill_of([(account, [LINK])], described=1, at=None)

    assert (bill.sums, bill.cost) == ((), Decimal(0))


def test_x_costs_what_x_charges_with_and_without_a_link():
    account = make.account(network="x")

    with_link = queries.bill_of([(account, [LINK])], described=0, at=None)
    without = queries.bill_of([(account, ["Open again."])], described=1, at=None)

    cap = Decimal(25)
    assert with_link.sums == (
        Sum(account, Decimal("0.201"), Decimal(0), cap, without_link=Decimal("0.016")),
    )
    assert without.sums == (Sum(account, Decimal("0.021"), Decimal(0), cap),)
    assert (with_link.spent, with_link.cap) == (Decimal(0), Decimal(250))


def test_each_part_of_a_thread_costs_and_pictures_go_with_the_first():
    account = make.account(network="x")

    bill = queries.bill_of([(account, ["One.", LINK, "Three."])], described=2, at=None)

    # Two posts and one with a link, all read back, and two descriptions.
    assert bill.cost == Decimal("0.015") * 2 + Decimal("0.200") + Decimal("0.001") * 3 + Decimal(
        "0.010"
    )


def test_price_holds_from_its_day_until_the_next_one():
    today = timezone.localdate()
    for days, amount in [(-10, "0.10"), (-1, "0.20"), (5, "0.30")]:
        ours.price(amount=amount, from_day=today + timedelta(days=days))

    asked = {
        days: queries.prices_on(today + timedelta(days=days), ["practice"])["practice", "a post"]
        for days in (-11, -10, -2, -1, 0, 4, 5, 50)
    }

    assert {days: str(amount.normalize()) for days, amount in asked.items()} == {
        -11: "0",
        -10: "0.1",
        -2: "0.1",
        -1: "0.2",
        0: "0.2",
        4: "0.2",
        5: "0.3",
        50: "0.3",
    }


def test_price_of_another_network_or_thing_changes_nothing():
    ours.price(network="mastodon")
    ours.price("a post with a link", "0.50")
    account = make.account()

    assert queries.bill_of([(account, ["Open."])], described=0, at=None).cost == 0
    assert queries.bill_of([(account, [LINK])], described=0, at=None).cost == Decimal("0.50")


def test_what_is_left_is_counted_from_the_month_and_each_account():
    ours.price()
    account, other = make.account(), make.account()
    Cap.objects.create(
        account=other,
        dollars=1,
        because="Tries it out.",
        set_by=make.programme_member(),
        set_at=timezone.now(),
    )
    ours.charge(account, "0.50")
    ours.charge(account, "0.25")
    ours.charge(other, "0.30")
    ours.charge(make.account(), "2.00")
    before = timezone.now().replace(day=1) - timedelta(days=2)
    ours.charge(account, "9.00", at=before)

    bill = queries.bill_of([(account, ["A"]), (other, ["B"])], described=0, at=None)

    cost = Decimal("0.10")
    assert bill.sums == (
        Sum(account, cost, Decimal("0.75"), Decimal(25)),
        Sum(other, cost, Decimal("0.30"), Decimal(1)),
    )
    assert (bill.cost, bill.spent) == (Decimal("0.20"), Decimal("3.05"))
    assert [one.left for one in bill.sums] == [Decimal("24.25"), Decimal("0.70")]
    assert bill.left == Decimal("246.95")


def test_post_of_next_month_is_counted_in_its_month():
    ours.price()
    account = make.account()
    ours.charge(account, "24.99")
    at = timezone.now() + timedelta(days=32)

    now = queries.bill_of([(account, ["A"])], described=0, at=None)
    then = queries.bill_of([(account, ["A"])], described=0, at=at)

    assert (now.is_over_something, now.sums[0].is_over, now.is_over) == (True, True, False)
    assert (then.is_over_something, then.sums[0].spent) == (False, Decimal(0))


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)))
def test_month_begins_on_its_first_day_and_the_next_one_follows_at_once(day: date):
    begins, ends = queries.first_of_month(day), queries.next_month(day)

    assert begins <= day < ends
    assert (begins.day, ends.day) == (1, 1)
    assert queries.first_of_month(ends - timedelta(days=1)) == begins


def test_month_ends_at_midnight_here_and_not_in_greenwich():
    account = make.account()
    # Half past midnight on 1 July in London, and half past eleven before midnight.
    july = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    june = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    ours.charge(account, "1.00", at=july)
    ours.charge(account, "2.00", at=june)

    assert [str(one.amount) for one in queries.charges_in(july)] == ["1.0000"]
    assert [str(one.amount) for one in queries.charges_in(june)] == ["2.0000"]


def test_account_that_no_longer_costs_is_listed_only_if_it_has_spent():
    ended = make.account(network="x", state="ended", official_until=timezone.now())
    spent = make.account(network="bluesky")
    ours.charge(spent, "0.40")
    make.account(network="bluesky")
    can = make.account(network="x")

    found = [vars(one) for one in queries.accounts_that_cost(timezone.now())]

    told = ("id", "spent", "posts", "most", "left")
    assert ended.pk not in {one["id"] for one in found}
    assert [tuple(one[name] for name in told) for one in found] == [
        (spent.pk, Decimal("0.40"), 1, 25, Decimal("24.60")),
        (can.pk, Decimal(0), 0, 25, Decimal(25)),
    ]
