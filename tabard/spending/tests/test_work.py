"""Charging posts as they are sent."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from tabard.common.rules import Refused
from tabard.spending import work
from tabard.spending.models import Charge
from tabard.spending.settings import COUNCIL_CAP
from tabard.spending.tests import make as ours
from tests import make

pytestmark = pytest.mark.django_db


def charged() -> list[tuple[str, Decimal]]:
    return list(Charge.objects.values_list("source", "amount"))


def test_post_is_charged_once_however_often_it_is_tried():
    account = make.account(network="x")

    answers = [work.charge(account, "Hi", described=1, source="delivery 1") for _ in range(3)]

    assert answers == [None, None, None]
    assert charged() == [("delivery 1", Decimal("0.021"))]


def test_price_of_the_day_stays_when_the_price_changes():
    account = make.account()
    price = ours.price(amount="0.10")
    work.charge(account, "Hi", described=0, source="delivery 1")

    price.amount = Decimal("5.00")
    price.save()
    work.charge(account, "Hi", described=0, source="delivery 2")

    assert charged() == [("delivery 1", Decimal("0.10")), ("delivery 2", Decimal("5.00"))]


def test_post_without_money_is_not_charged_and_says_why():
    make.chosen(COUNCIL_CAP, 1)
    account = make.account()
    ours.price(amount="0.60")
    work.charge(account, "Hi", described=0, source="delivery 1")

    refusal = work.charge(account, "Hi", described=0, source="delivery 2")

    assert refusal is not None
    assert refusal.why.startswith("This post costs $0.60, more than is left of the $1.00")
    assert charged() == [("delivery 1", Decimal("0.60"))]


def test_what_was_not_sent_is_given_back():
    make.chosen(COUNCIL_CAP, 1)
    account = make.account()
    ours.price(amount="0.60")
    work.charge(account, "Hi", described=0, source="delivery 1")
    work.charge(account, "Hi", described=0, source="delivery 12")

    work.give_back("delivery 1")

    assert work.charge(account, "Hi", described=0, source="delivery 2") is None
    assert charged() == [("delivery 2", Decimal("0.60"))]


def test_post_that_costs_nothing_is_not_charged_where_others_cost():
    account = make.account()
    ours.price("a post with a link", "0.60")

    assert work.charge(account, "Hi", described=0, source="delivery 1") is None
    assert charged() == []


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_not_spend_the_same_money():
    make.chosen(COUNCIL_CAP, 1)
    accounts = [make.account() for _ in range(6)]
    ours.price(amount="0.30")

    def send(number: int) -> Refused | None:
        try:
            account = accounts[number]
            return work.charge(account, "Hi", described=0, source=f"delivery {number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))

    assert [answer is None for answer in answers].count(True) == 3
    assert sum(amount for _, amount in charged()) == Decimal("0.90")
