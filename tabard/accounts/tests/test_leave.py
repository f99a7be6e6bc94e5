"""The way to a network's own page, on which leave is given, and back."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client
from django.urls import reverse

from tabard.accounts import rules
from tabard.accounts.actions.leave import _keep
from tabard.accounts.models import Account, Registration
from tabard.common.rules import NotAllowedError, insist
from tabard.common.tests.scripted import Fault, Script
from tabard.connectors.api import Application
from tabard.people.models import Person
from tabard.record.models import Disclosure, Entry
from tests import make

pytestmark = pytest.mark.django_db

KNOWN = httpx.Response(200, json={"client_id": "client", "client_secret": "the-client-secret"})
TOKEN = httpx.Response(200, json={"access_token": "the-token", "scope": "read write"})
INSTANCE = httpx.Response(200, json={"domain": "social.example"})


def profile(username: str = "ada") -> httpx.Response:
    told = {
        "id": "117",
        "username": username,
        "display_name": "Ada Okafor",
        "url": f"https://social.example/@{username}",
        "uri": "https://social.example/ap/users/117",
    }
    return httpx.Response(200, json=told)


@pytest.fixture
def ada() -> Person:
    return make.person(first_name="Ada", last_name="Okafor")


@pytest.fixture
def browser(ada: Person) -> Client:
    client = Client()
    client.force_login(ada)
    return client


@pytest.fixture
def ticket(ada: Person):
    return make.ticket(ada, network="mastodon", handle="ada@social.example")


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def begin(browser: Client, network: Script, ticket) -> str:
    """Go as far as the server's own page; give the state that comes back from it."""
    network.says(KNOWN)
    page = browser.post(reverse("accounts:leave", args=[ticket.pk]), {"server": network.url})
    address: str = page.context["leave"].address
    return parse_qs(urlsplit(address).query)["state"][0]


def come_back(browser: Client, network: Script, *answers: httpx.Response | Fault, **said: str):
    network.says(*answers)
    return browser.get(reverse("accounts:back", args=["mastodon"]), said, follow=True)


def kinds() -> list[str]:
    return list(Entry.objects.values_list("kind", flat=True))


def test_the_page_says_what_is_asked_for_and_why(browser, ticket):
    page = browser.get(reverse("accounts:connect", args=[ticket.pk]), follow=True)

    assert page.redirect_chain[0][0] == reverse("accounts:leave", args=[ticket.pk])
    assert "fetch each post back and compare it with what was sent" in words(page)
    assert "Use an access token instead" in words(page)


def test_somebody_with_a_token_enters_it(browser, ticket):
    page = browser.get(reverse("accounts:connect", args=[ticket.pk]), {"by": "token"})

    assert "What an access token is" in words(page)


def test_leave_is_asked_on_the_server_and_taken_once(browser, network, ticket):
    state = begin(browser, network, ticket)
    page = come_back(browser, network, TOKEN, profile(), INSTANCE, state=state, code="the-code")

    assert "Connected. We keep the account" in words(page)
    account = Account.objects.get()
    assert (account.handle, account.server) == ("ada@social.example", network.url)
    assert account.connection.secrets["token"] == "the-token"
    assert kinds() == ["registered with a server", "account connected"]

    again = come_back(browser, network, TOKEN, state=state, code="the-code")

    assert "There was nothing to come back to" in words(again)


def test_a_server_that_knows_us_is_not_asked_to_again(browser, network, ticket):
    begin(browser, network, ticket)
    network.heard.clear()

    begin(browser, network, ticket)

    assert network.heard == []
    assert Registration.objects.count() == 1


def test_what_the_server_told_us_in_confidence_is_kept_nowhere_in_the_open(
    browser, network, ticket
):
    state = begin(browser, network, ticket)
    come_back(browser, network, TOKEN, profile(), INSTANCE, state=state, code="the-code")

    kept = Registration.objects.get()
    assert kept.application.client_secret == "the-client-secret"
    assert b"the-client-secret" not in bytes(kept.sealed)
    facts = " ".join(str(one.value) for one in Disclosure.objects.all())
    assert "the-client-secret" not in facts
    assert "the-token" not in facts


def test_another_handle_than_was_agreed_is_asked_about_and_then_connected(browser, network, ticket):
    state = begin(browser, network, ticket)
    asked = come_back(
        browser, network, TOKEN, profile("roads"), INSTANCE, state=state, code="the-code"
    )

    assert "You agreed ada@social.example. You gave leave for roads@social.example" in words(asked)
    assert Account.objects.count() == 0
    assert "the-token" not in str(dict(browser.session))

    network.says(profile("roads"), INSTANCE)
    page = browser.post(reverse("accounts:confirm"), follow=True)

    assert "Connected." in words(page)
    assert Account.objects.get().handle == "roads@social.example"
    assert "There was nothing to confirm" in words(
        browser.post(reverse("accounts:confirm"), follow=True)
    )


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"state": "another"}, "belongs to another try"),
        ({"error": "access_denied"}, "did not give leave: access_denied"),
        ({}, "sent no code"),
    ],
)
def test_coming_back_without_leave_says_why_and_leads_on(browser, network, ticket, said, why):
    state = begin(browser, network, ticket)

    page = words(come_back(browser, network, TOKEN, **{"state": state, **said}))

    assert "Mastodon is not connected" in page
    assert why in page
    assert reverse("accounts:leave", args=[ticket.pk]) in page


@pytest.mark.parametrize("at_the_end", [Fault.CUT_AFTER, httpx.Response(401)])
def test_trouble_on_the_way_connects_nothing(browser, network, ticket, at_the_end):
    state = begin(browser, network, ticket)

    page = come_back(browser, network, TOKEN, at_the_end, state=state, code="the-code")

    assert "Mastodon is not connected" in words(page)
    assert Account.objects.count() == 0


def test_a_server_that_forgot_us_is_asked_from_the_beginning(browser, network, ticket):
    state = begin(browser, network, ticket)
    Registration.objects.all().delete()

    page = come_back(browser, network, TOKEN, state=state, code="the-code")

    assert "does not know us any more" in words(page)


def test_what_was_begun_for_one_network_does_not_end_on_another(browser, network, ticket):
    state = begin(browser, network, ticket)

    page = browser.get(
        reverse("accounts:back", args=["bluesky"]), {"state": state, "code": "c"}, follow=True
    )

    assert "There was nothing to come back to" in words(page)


@pytest.mark.parametrize(
    ("server", "why"),
    [
        ("", "Enter server"),
        ("social", "Enter an address that begins with https://"),
        ("https://10.0.0.1", "Enter the https address of a server on the public internet"),
    ],
)
def test_a_server_that_cannot_be_asked_is_said_beside_the_question(browser, ticket, server, why):
    page = browser.post(reverse("accounts:leave", args=[ticket.pk]), {"server": server})

    assert why in words(page)
    assert "There is a problem" in words(page)


def test_leave_is_given_anew_for_an_account_that_was_lost(browser, network, ada):
    account = make.account(
        ada,
        network="mastodon",
        handle="ada@social.example",
        stable_id="https://social.example/ap/users/117",
    )
    page = browser.get(reverse("accounts:reconnect", args=[account.pk]), follow=True)
    assert page.redirect_chain[0][0] == reverse("accounts:leave_again", args=[account.pk])

    network.says(KNOWN)
    page = browser.post(page.redirect_chain[0][0], {"server": network.url})
    state = parse_qs(urlsplit(page.context["leave"].address).query)["state"][0]
    page = come_back(browser, network, TOKEN, profile(), INSTANCE, state=state, code="c")

    assert "Connected." in words(page)
    assert kinds()[-1] == "account reconnected"


def test_leave_for_another_account_does_not_take_its_place(browser, network, ada):
    account = make.account(ada, network="mastodon", handle="a@b.example", stable_id="other")
    network.says(KNOWN)
    page = browser.post(reverse("accounts:leave_again", args=[account.pk]), {"server": network.url})
    state = parse_qs(urlsplit(page.context["leave"].address).query)["state"][0]

    page = words(come_back(browser, network, TOKEN, profile(), INSTANCE, state=state, code="c"))

    assert "another account" in page
    assert reverse("accounts:leave_again", args=[account.pk]) in page


def test_access_that_is_refused_is_ended_at_the_network(browser, network, ada):
    account = make.account(ada, network="mastodon", handle="a@b.example", stable_id="other")
    network.says(KNOWN)
    page = browser.post(reverse("accounts:leave_again", args=[account.pk]), {"server": network.url})
    state = parse_qs(urlsplit(page.context["leave"].address).query)["state"][0]
    ended = httpx.Response(200, json={})

    page = words(
        come_back(browser, network, TOKEN, profile(), INSTANCE, ended, state=state, code="c")
    )

    last = network.heard[-1]
    assert (last.method, last.path) == ("POST", "/oauth/revoke")
    assert {"token": ["the-token"], "client_id": ["client"]}.items() <= parse_qs(
        last.body.decode()
    ).items()
    assert "another account" in page
    assert "Take Tabard's access away" not in page


def test_access_that_is_refused_and_does_not_end_is_for_the_person(browser, network, ticket):
    state = begin(browser, network, ticket)

    page = come_back(
        browser, network, TOKEN, httpx.Response(401), Fault.CUT_AFTER, state=state, code="c"
    )

    by_hand = "Take Tabard&#x27;s access away in the account&#x27;s settings on Mastodon."
    assert by_hand in words(page)


def test_whoever_is_away_while_tabard_is_known_anew_is_told_to_begin_again(
    browser, network, ticket
):
    state = begin(browser, network, ticket)
    Registration.objects.update(rights=["read:accounts"])
    begin_again = httpx.Response(200, json={"client_id": "anew", "client_secret": "another"})
    other = Client()
    other.force_login(ticket.person)
    network.says(begin_again)
    other.post(reverse("accounts:leave", args=[ticket.pk]), {"server": network.url})
    network.heard.clear()

    page = words(come_back(browser, network, TOKEN, state=state, code="the-code"))

    assert "What Tabard is known by there was changed while you were away. Begin again." in page
    assert reverse("accounts:leave", args=[ticket.pk]) in page
    assert network.heard == []


def test_networks_without_such_a_page_are_connected_as_before(browser, ada):
    ticket = make.ticket(ada, network="practice")

    page = browser.get(reverse("accounts:leave", args=[ticket.pk]))

    assert page.status_code == 403
    assert "connected by what is typed in here" in words(page)


def test_two_who_are_first_at_once_share_what_was_kept():

    kept = [
        _keep("mastodon", "https://a.example", Application(name, "s", "https://b.example/"))
        for name in ("first", "second")
    ]

    assert [one.client_id for one in kept] == ["first", "first"]
    assert kinds() == ["registered with a server"]


def test_a_network_that_lets_no_software_in_by_itself_needs_the_council_first():
    with pytest.raises(NotAllowedError, match="Ask an administrator to set it up"):
        insist(rules.may_be_registered("practice"))
