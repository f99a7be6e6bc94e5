"""The pages on which the programme team says who holds an account."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accounts.models import Account, Holding, Ticket
from tabard.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db

# Session, person, council and what the frame of every page counts.
CHROME = 4


@pytest.fixture
def team() -> Person:
    return make.programme_member()


@pytest.fixture
def browser(team) -> Client:
    client = Client()
    client.force_login(team)
    return client


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_page_of_all_accounts_says_when_there_are_none(browser):
    assert "The council has no accounts yet." in words(browser.get(reverse("keeping:all")))


def test_page_of_all_accounts_shows_who_holds_each(browser):
    ada, grace = make.author(first_name="Ada"), make.author(first_name="Grace")
    make.shared_account(ada, grace)
    make.shared_account(public_name="Nobody's")
    make.account(state="ended", official_until=timezone.now(), display_name="Once")

    page = words(browser.get(reverse("keeping:all")))

    assert f"Held by {ada}, {grace}" in page
    assert "<strong>Nobody holds it</strong>" in page
    assert "until" in page
    assert "Open a shared account" in page


@pytest.mark.parametrize("how_many", [1, 20])
def test_page_of_all_accounts_asks_as_often_for_many(browser, how_many, django_assert_num_queries):
    for _ in range(how_many):
        make.shared_account(make.author(), make.author())
    browser.get(reverse("keeping:all"))

    with django_assert_num_queries(CHROME + 3):
        browser.get(reverse("keeping:all"))


@pytest.mark.parametrize("how_many", [1, 5])
def test_page_of_an_account_asks_as_often_for_many(browser, how_many, django_assert_num_queries):
    account = make.shared_account(*(make.author() for _ in range(how_many)))
    address = reverse("keeping:account", args=[account.pk])
    browser.get(address)

    with django_assert_num_queries(CHROME + 4):
        browser.get(address)


def test_shared_account_is_opened(browser):
    ada = make.author()
    address = reverse("keeping:open")
    assert f"{ada.name}, Librarian" in words(browser.get(address))

    said = {
        "network": "bluesky",
        "handle": "rangers.example",
        "person": ada.pk,
        "kind": "team",
        "public_name": "Exampleton Rangers",
        "service": ada.service.pk,
        "shows": "name",
    }
    answer = browser.post(address, said, follow=True)

    told = f"{ada} can connect Exampleton Rangers on Bluesky now."
    assert told in words(answer)
    ticket = Ticket.objects.get()
    assert (ticket.kind, ticket.service, ticket.shows_people) == ("team", ada.service, False)


def test_reserved_name_of_a_shared_account_needs_somebody_who_is_sure(browser):
    ada = make.author()
    said = {
        "network": "bluesky",
        "handle": "press-office.example",
        "person": ada.pk,
        "kind": "team",
        "public_name": "Exampleton Press Office",
        "service": "",
        "shows": "name",
    }

    page = words(browser.post(reverse("keeping:open"), said))

    assert "“Exampleton Press Office” cannot be the name of an account." in page
    assert "Use these names although Tabard finds something wrong with them" in page
    assert not Ticket.objects.exists()

    browser.post(reverse("keeping:open"), said | {"is_sure": "on"})

    assert Ticket.objects.get().public_name == "Exampleton Press Office"


def test_reserved_name_is_not_given_to_an_account_by_the_way(browser):
    account = make.shared_account(make.author())
    address = reverse("keeping:present", args=[account.pk])
    said = {"kind": "team", "public_name": "Mayor of Exampleton", "shows": "people"}

    page = words(browser.post(address, said))

    assert "“Mayor of Exampleton” cannot be the name of an account." in page
    account.refresh_from_db()
    assert account.public_name == "Exampleton Rangers"

    browser.post(address, said | {"is_sure": "on"})

    account.refresh_from_db()
    assert account.public_name == "Mayor of Exampleton"


def test_what_is_missing_is_said_beside_each_question(browser):
    page = words(browser.post(reverse("keeping:open"), {"handle": ""}))

    for problem in (
        "Choose a network",
        "Enter the handle",
        "Choose who connects it",
        "Choose whose account it is",
        "Enter the name that residents see",
        "Choose whether the people are named",
    ):
        assert problem in page
    assert not Ticket.objects.exists()


def test_shared_account_is_presented_anew(browser):
    account = make.shared_account(make.author())
    address = reverse("keeping:present", args=[account.pk])
    assert "Exampleton Rangers" in words(browser.get(address))

    said = {"kind": "corporate", "public_name": "Exampleton", "service": "", "shows": "people"}
    answer = browser.post(address, said, follow=True)

    assert "Saved. Residents see it so from now on." in words(answer)
    assert Account.objects.get().public_name == "Exampleton"


def test_somebody_is_added_who_holds_the_account(browser):
    ada, grace = make.author(), make.author()
    account = make.shared_account(ada)

    answer = browser.post(
        reverse("keeping:add_holder", args=[account.pk]), {"person": grace.pk}, follow=True
    )

    assert f"{grace} holds Exampleton Rangers now" in words(answer)
    assert Holding.objects.filter(until=None).count() == 2


def test_page_says_when_everybody_holds_it_already(browser):
    account = make.shared_account(make.author())

    page = words(browser.get(reverse("keeping:add_holder", args=[account.pk])))

    assert "Everybody who is accredited holds it already." in page


def test_hold_is_ended_with_a_reason(browser):
    ada, grace = make.author(), make.author()
    account = make.shared_account(ada, grace)
    address = reverse("keeping:end_holding", args=[account.holdings.get(person=ada).pk])
    assert "Enter why" in words(browser.post(address, {"reason": ""}))

    answer = browser.post(address, {"reason": "Another job."}, follow=True)

    page = words(answer)
    assert f"{ada} does not hold Exampleton Rangers any more." in page
    assert "Who held it before" in page


def test_somebody_stops_holding_an_account_by_themselves():
    ada = make.author()
    account = make.shared_account(ada, make.author())
    client = Client()
    client.force_login(ada)
    assert "Stop holding it" in words(client.get(reverse("keeping:account", args=[account.pk])))

    answer = client.post(
        reverse("keeping:end_holding", args=[account.holdings.get(person=ada).pk]),
        {"reason": "Another job."},
        follow=True,
    )

    assert "You do not hold Exampleton Rangers any more." in words(answer)
    assert answer.redirect_chain[-1][0] == reverse("accounts:mine")


def test_page_accounts_shows_with_whom_an_account_is_held():
    ada, grace = make.author(), make.author()
    make.shared_account(ada, grace)
    client = Client()
    client.force_login(ada)

    page = words(client.get(reverse("accounts:mine")))

    assert f"Held by you, {grace}." in page
    assert "Disconnect this account" not in page
