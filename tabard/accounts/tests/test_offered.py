"""Leave for several accounts at once, of which one is connected and nothing of the others kept."""

import base64
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client
from django.urls import reverse

from tabard.accounts import actions
from tabard.accounts.models import Account, Connection, Ticket, UnusedLeave
from tabard.accounts.tests.answers import profile, refusal
from tabard.common.tests.scripted import Script
from tabard.connectors import api
from tabard.people.models import Person
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db

TOKEN = httpx.Response(200, json={"access_token": "of-the-person"})
BACK = "/accounts/back/squares/"
CHOOSE = "/accounts/connect/choose/"


def account(handle: str) -> dict[str, str]:
    return {
        "id": f"page:{handle}",
        "handle": handle,
        "name": f"The {handle} page",
        "url": f"http://localhost:8000/practice/@{handle}",
        "token": f"of-{handle}",
    }


def offers(*handles: str) -> httpx.Response:
    return httpx.Response(200, json={"accounts": [account(handle) for handle in handles]})


def answers(handle: str) -> httpx.Response:
    told = account(handle)
    return profile(id=told["id"], handle=handle, name=told["name"], url=told["url"])


@pytest.fixture(autouse=True)
def _set_up(square: Script, settings) -> None:  # noqa: ARG001 - it has the network installed
    """Let the network know the council."""
    made = api.Application("id", "the-client-secret", f"{settings.PUBLIC_URL}{BACK}")
    actions.set_up_application("squares", application=made, by=make.administrator())


@pytest.fixture
def ada() -> Person:
    return make.person(first_name="Ada", last_name="Okafor")


@pytest.fixture
def browser(ada: Person) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def give_leave(browser: Client, square: Script, thing: Ticket | Account, *said) -> str:
    """Give leave at the network and come back; give the page where that ends."""
    name = "leave" if isinstance(thing, Ticket) else "leave_again"
    page = browser.post(reverse(f"accounts:{name}", args=[thing.pk]))
    state = parse_qs(urlsplit(page.context["leave"].address).query)["state"][0]
    square.says(TOKEN, *said)
    return words(browser.get(BACK, {"state": state, "code": "c"}, follow=True))


def kept() -> list[tuple[str, dict[str, str]]]:
    return [
        (one.account.handle, dict(one.secrets))
        for one in Connection.objects.select_related("account")
    ]


def kinds() -> list[str]:
    made = Entry.objects.exclude(kind="developer application set up")
    return list(made.values_list("kind", flat=True))


def test_the_account_that_was_agreed_is_taken(square, browser, ada):
    ticket = make.ticket(ada, network="squares", handle="@Roads")

    page = give_leave(browser, square, ticket, offers("parks", "roads"), answers("roads"))

    assert "Connected. We keep the account" in page
    assert kept() == [("roads", {"token": "of-roads"})]
    assert kinds() == ["account connected"]


def test_the_only_one_is_asked_about_if_another_was_agreed(square, browser, ada):
    ticket = make.ticket(ada, network="squares", handle="roads")

    page = give_leave(browser, square, ticket, offers("parks"), answers("parks"))

    assert "You agreed roads. You gave leave for parks" in page
    assert kept() == []
    assert dict(UnusedLeave.objects.get().opens)["page:parks"]["secrets"] == {"token": "of-parks"}

    browser.post(reverse("accounts:confirm"))

    assert kept() == [("parks", {"token": "of-parks"})]
    assert not UnusedLeave.objects.exists()


def test_the_only_one_is_taken_if_none_was_agreed(square, browser, ada):
    ticket = make.ticket(ada, network="squares")

    give_leave(browser, square, ticket, offers("parks"), answers("parks"))

    assert kept() == [("parks", {"token": "of-parks"})]


def test_of_several_the_person_chooses_and_only_that_one_is_kept(square, browser, ada):
    ticket = make.ticket(ada, network="squares", handle="roads")

    page = give_leave(browser, square, ticket, offers("parks", "museum"))

    assert "Choose an account" in page
    assert "You agreed roads, which is not among them." in page
    assert "The museum page" in page
    assert "museum, http://localhost:8000/practice/@museum" in page
    in_session = str(dict(browser.session))
    assert [secret in in_session + page for secret in ("of-person", "of-parks", "of-museum")] == [
        False
    ] * 3
    assert kept() == []

    assert "Choose an account" in words(browser.post(CHOOSE))
    assert "There is a problem" in words(browser.post(CHOOSE, {"account": "page:roads"}))
    square.says(answers("museum"))
    browser.post(CHOOSE, {"account": "page:museum"})

    assert kept() == [("museum", {"token": "of-museum"})]
    assert kinds() == ["account connected", "another handle connected"]
    assert "leave" not in browser.session
    assert not UnusedLeave.objects.exists()
    again = browser.post(CHOOSE, {"account": "page:parks"}, follow=True)
    assert "There was nothing to confirm. Begin again." in words(again)


def test_of_several_that_go_by_the_agreed_handle_the_person_chooses(square, browser, ada):
    ticket = make.ticket(ada, network="squares", handle="roads", is_exact=True)
    boards = [{**account("roads"), "id": f"board:{number}"} for number in (1, 2)]
    boards[1]["token"] = "of-the-second"

    page = give_leave(
        browser, square, ticket, httpx.Response(200, json={"accounts": [*boards, account("parks")]})
    )

    assert "Several of them go by roads, as you agreed." in page
    assert "which is not among them" not in page
    assert kept() == []

    told = account("roads")
    square.says(profile(id="board:2", handle="roads", name="Roads", url=told["url"]))
    browser.post(CHOOSE, {"account": "board:2"})

    assert kept() == [("roads", {"token": "of-the-second"})]
    assert kinds() == ["account connected"]


def test_page_to_choose_on_can_be_opened_again(square, browser, ada):
    ticket = make.ticket(ada, network="squares")
    give_leave(browser, square, ticket, offers("parks", "museum"))

    assert ["Choose an account" in words(browser.get(CHOOSE)) for _ in range(2)] == [True, True]


def test_what_waits_in_the_session_opens_for_nobody_else_and_without_its_key_for_nobody(
    square, browser, ada, settings
):
    give_leave(browser, square, make.ticket(ada, network="squares"), offers("parks", "museum"))

    settings.WRAPPING_KEY = base64.b64encode(b"x" * 32).decode()
    page = browser.get(CHOOSE, follow=True)

    assert "There was nothing to confirm. Begin again." in words(page)


def test_leave_for_no_account_says_what_to_do(square, browser, ada):
    page = give_leave(browser, square, make.ticket(ada, network="squares"), offers())

    assert "Town Squares is not connected" in page
    assert "You gave leave for no account." in page


def test_permission_for_one_account_is_for_no_other(square, browser, ada):
    ticket = make.ticket(ada, network="squares", handle="roads", is_exact=True)

    page = give_leave(browser, square, ticket, offers("parks", "museum"))

    assert "This permission is for roads alone" in page
    assert kept() == []


def test_trouble_while_asking_which_accounts_there_are_connects_nothing(square, browser, ada):
    ticket = make.ticket(ada, network="squares")

    page = give_leave(browser, square, ticket, refusal(403, "You manage no page."))

    assert "Town Squares is not connected" in page
    assert "You manage no page." in page


def test_the_same_account_is_connected_again_whatever_it_is_called_now(square, browser, ada):
    lost = make.account(ada, network="squares", stable_id="page:roads", state="lost")

    give_leave(browser, square, lost, offers("parks", "roads"), answers("roads"))

    assert kept() == [("roads", {"token": "of-roads"})]
    assert kinds() == ["account reconnected"]


@pytest.mark.parametrize(
    ("offered", "why"),
    [
        (("parks",), "You gave leave for parks, and not for roads."),
        ((), "You gave leave for no account."),
    ],
)
def test_another_account_does_not_take_the_place_of_the_one_that_was(
    square, browser, ada, offered, why
):
    lost = make.account(
        ada, network="squares", stable_id="page:roads", handle="roads", secrets={"token": "t"}
    )

    page = give_leave(browser, square, lost, offers(*offered))

    assert why in page
    assert kept() == [("roads", {"token": "t"})]


def test_nobody_else_can_use_what_waits_for_an_answer(square, browser, ada):
    give_leave(browser, square, make.ticket(ada, network="squares"), offers("parks", "museum"))
    other = Client()
    other.force_login(make.person())
    session = other.session
    session["leave"] = dict(browser.session["leave"])
    session.save()

    page = other.post(CHOOSE, {"account": "page:parks"}, follow=True)

    assert "There was nothing to confirm. Begin again." in words(page)
    assert UnusedLeave.objects.count() == 1
