"""Prices, caps and what was spent, as the programme team sees and sets them."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.notices import actions as notices
from tabard.notices.models import Notice
from tabard.people.models import Person
from tabard.record import actions as history
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tabard.spending import actions
from tabard.spending.models import Cap, Charge, Price
from tabard.spending.tests import make as ours
from tests import make

pytestmark = pytest.mark.django_db

SPENDING = "spending:spending"


@pytest.fixture
def team() -> Person:
    make.council()
    return make.programme_member()


@pytest.fixture
def browser(client: Client, team: Person) -> Client:
    client.force_login(team)
    return client


def words_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


def a_price(**differs: str) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=3)
    return {
        "thing": "x:a post with a link",
        "amount": "0.25",
        "from_day_day": str(day.day),
        "from_day_month": str(day.month),
        "from_day_year": str(day.year),
        **differs,
    }


def test_page_shows_nothing_to_spend_where_no_network_charges(browser: Client):
    make.account()

    said = words_of(browser.get(reverse(SPENDING)))

    assert "All accounts spent $0.00 on 0 posts." in said
    assert "so there is nothing to spend" in said


def test_page_shows_what_was_spent_by_network_and_account(browser: Client):
    sam, libraries = make.account(network="x", handle="sam"), make.account(handle="libraries")
    ours.charge(sam, "0.201")
    ours.charge(sam, "0.016")
    ours.charge(libraries, "1.5")
    ours.charge(sam, "7", at=timezone.now() - timedelta(days=40))

    said = words_of(browser.get(reverse(SPENDING)))

    assert "All accounts spent $1.717 on 3 posts. The council may spend $250 in a month." in said
    assert "X: $0.217 for 2 posts" in said
    assert "@sam on X $0.217 spent on 2 posts, $24.783 left of $25" in said
    assert said.index("@libraries on ") < said.index("@sam on X")
    assert "$7" not in said


def test_page_of_an_earlier_month_shows_that_month(browser: Client):
    before = ours.last_month()
    at = timezone.now().replace(year=before.year, month=before.month, day=before.day, hour=12)
    ours.charge(make.account(network="x"), "7", at=at)

    said = words_of(browser.get(reverse(SPENDING), {"month": f"{before:%Y-%m}"}))
    odd = words_of(browser.get(reverse(SPENDING), {"month": "soon"}))
    ahead = words_of(browser.get(reverse(SPENDING), {"month": "2099-01"}))

    assert f"{before:%B %Y} All accounts spent $7.00 on 1 post." in said
    assert f"{timezone.localdate():%B %Y} All accounts spent $0.00" in odd
    assert f"{timezone.localdate():%B %Y} All accounts spent $0.00" in ahead


@pytest.mark.parametrize("how_many", [1, 3])
def test_page_costs_the_same_however_many_accounts(
    how_many: int, browser: Client, django_assert_num_queries
):
    for _ in range(how_many):
        ours.charge(make.account(network="x"))

    with django_assert_num_queries(11):
        browser.get(reverse(SPENDING))


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_of_prices_costs_the_same_however_many(
    how_many: int, browser: Client, django_assert_num_queries
):
    for days in range(how_many):
        ours.price(from_day=timezone.localdate() + timedelta(days=days))

    with django_assert_num_queries(5):
        browser.get(reverse("spending:prices"))


def test_price_is_entered_from_a_day_and_stands_in_the_record(browser: Client, team: Person):
    answer = browser.post(reverse("spending:set_price"), a_price(), follow=True)

    day = timezone.localdate() + timedelta(days=3)
    [price] = Price.objects.all()
    assert (price.network, price.what, price.amount) == (
        "x",
        "a post with a link",
        Decimal("0.25"),
    )
    assert (price.from_day, price.set_by, price.network_name) == (day, team, "X")
    said = words_of(answer)
    assert "Entered the price of a post with a link on X." in said
    assert f"X: a post with a link As Tabard knows it, $0.25 from {day:%-d %B %Y} $0.20" in said
    [entry] = Entry.objects.filter(kind="price set")
    assert facts_of(entry) == {
        "network": "x",
        "what": "a post with a link",
        "dollars": "$0.25",
        "since": day.isoformat(),
        "by": team.pk,
    }


def test_price_of_a_day_is_put_right_by_entering_it_again(browser: Client):
    for amount in ("0.25", "0.2"):
        browser.post(reverse("spending:set_price"), a_price(amount=amount))

    assert [str(one.amount) for one in Price.objects.all()] == ["0.2000"]


@pytest.mark.parametrize(
    ("differs", "why"),
    [
        ({"amount": "-1"}, "The price must be 0 or more"),
        ({"amount": "dear"}, "Enter the price in figures, such as 0.015"),
        ({"amount": "0.00001"}, "The price must have 4 places after the point at most"),
        ({"thing": "x:a cup of tea"}, "Select a valid choice"),
        ({"from_day_year": "2020"}, "The day must be today or later"),
    ],
)
def test_price_that_does_not_fit_is_explained(browser: Client, differs: dict[str, str], why: str):
    answer = browser.post(reverse("spending:set_price"), a_price(**differs))

    assert why in words_of(answer)
    assert not Price.objects.exists()


def test_price_that_reaches_back_is_refused_beyond_the_page(team: Person):
    yesterday = timezone.localdate() - timedelta(days=1)

    with pytest.raises(NotAllowedError, match="today or later"):
        actions.set_price("x", "a post", Decimal(1), from_day=yesterday, by=team)


def test_cap_is_set_and_whoever_holds_the_account_is_told_why(browser: Client, team: Person):
    holder = make.person()
    account = make.account(holder, network="x", handle="sam")
    address = reverse("spending:cap", args=[account.pk])

    answer = browser.post(address, {"most": "40", "because": "The festival."}, follow=True)
    history.chain()
    notices.follow()

    assert "@sam may spend $40 in a month." in words_of(answer)
    assert "left of $40, its own cap: The festival." in words_of(answer)
    assert "It may spend $40 in a month." in words_of(browser.get(address))
    [cap] = Cap.objects.all()
    assert (cap.account, cap.dollars, cap.set_by) == (account, 40, team)
    assert [one.person for one in Notice.objects.all()] == [holder]


def test_cap_is_dropped_again_and_what_all_may_holds(browser: Client):
    account = make.account(make.person(), network="x", handle="sam")
    browser.post(reverse("spending:cap", args=[account.pk]), {"most": "4", "because": "Tries."})

    answer = browser.post(reverse("spending:drop_cap", args=[account.pk]), follow=True)

    assert not Cap.objects.exists()
    assert "@sam on X $0.00 spent on 0 posts, $25.00 left of $25 " in words_of(answer)
    assert Entry.objects.filter(kind="cap dropped").count() == 1


def test_cap_without_a_reason_is_refused(browser: Client, team: Person):
    account = make.account(network="x")

    answer = browser.post(reverse("spending:cap", args=[account.pk]), {"most": "4"})

    assert "Enter why" in words_of(answer)
    with pytest.raises(NotAllowedError, match="Say why"):
        actions.set_cap(account, 4, because=" ", by=team)
    assert not Cap.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (lambda account: ours.charge(account, "0"), "charge_is_more_than_nothing"),
        (lambda _: ours.price(amount="-1"), "price_is_not_negative"),
        (lambda _: [ours.price(), ours.price()], "one_price_for_a_thing_from_a_day"),
        (
            lambda account: Cap.objects.create(
                account=account,
                dollars=1,
                because="",
                set_by=make.programme_member(),
                set_at=timezone.now(),
            ),
            "cap_of_an_account_says_why",
        ),
    ],
)
def test_database_refuses_what_cannot_be(wrong: Any, named: str):
    account = make.account()

    with pytest.raises(IntegrityError, match=named), transaction.atomic():
        wrong(account)


def test_what_it_is_about_is_named():
    account = make.account(network="x", handle="sam")
    cap = Cap(account=account)

    assert str(ours.price("a post", network="x")) == "a post on X"
    assert str(cap) == "cap of @sam"
    assert str(Charge(account=account, source="delivery 1")) == "delivery 1 from @sam"
