"""The pages on which people connect the accounts they hold."""

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accounts.models import Account, AccountState, Holding
from tabard.accounts.tests.answers import STABLE_ID, profile, refusal
from tabard.accounts.views import connecting
from tabard.common.tests.scripted import Fault
from tabard.connectors import api
from tabard.people.models import Person, Role
from tabard.record.models import Disclosure
from tests import make

pytestmark = pytest.mark.django_db

SECRET = "abcd-efgh-ijkl-mnop"
# Session, person, council and what the frame of every page counts.
CHROME = 4


@pytest.fixture
def ada() -> Person:
    return make.person(first_name="Ada", last_name="Okafor")


@pytest.fixture
def browser(ada) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def entered(server: str = "https://10.0.0.1", **differs: str) -> dict[str, str]:
    return {"server": server, "identifier": "ada.example", "password": SECRET, **differs}


def test_nobody_sees_these_pages_without_signing_in(client, ada):
    addresses = [
        reverse("accounts:mine"),
        reverse("accounts:connect", args=[make.ticket(ada).pk]),
        reverse("accounts:reconnect", args=[make.account(ada).pk]),
    ]

    for address in addresses:
        assert client.get(address)["Location"].startswith(reverse("account_login"))


def test_without_accounts_the_page_says_where_they_come_from(browser):
    page = words(browser.get(reverse("accounts:mine")))

    assert "You have no accounts." in page
    assert reverse("accreditation:mine") in page


def test_page_shows_what_can_be_connected_and_what_is_held(browser, ada):
    ticket = make.ticket(ada, network="bluesky", handle="ada.example")
    make.account(ada, network="bluesky", handle="ada.example", stable_id="did:plc:ada")
    make.account(ada, network="practice", handle="ada_lost", state=AccountState.LOST)
    ended = make.account(
        ada, handle="ada_once", state=AccountState.ENDED, official_until=timezone.now()
    )
    ended.holdings.update(until=timezone.now())
    make.account(make.person(), handle="somebody_else")

    page = words(browser.get(reverse("accounts:mine")))

    assert reverse("accounts:connect", args=[ticket.pk]) in page
    assert "Connect Bluesky" in page
    assert "Permanent identifier: did:plc:ada" in page
    assert "Connection lost" in page
    assert "@ada_once" in page
    assert "so that posts can be taken down." in page
    assert "somebody_else" not in page


@pytest.mark.parametrize("how_many", [1, 3])
def test_page_asks_the_database_as_often_for_many_accounts(
    browser, ada, how_many, django_assert_num_queries
):
    for _ in range(how_many):
        make.ticket(ada, network="bluesky")
        make.account(ada)
        make.account(ada).holdings.update(until=timezone.now())
    browser.get(reverse("accounts:mine"))

    with django_assert_num_queries(CHROME + 4):
        browser.get(reverse("accounts:mine"))


def test_form_explains_what_an_app_password_is(browser, ada):
    ticket = make.ticket(ada, network="bluesky", handle="ada.example")

    answer = browser.get(reverse("accounts:connect", args=[ticket.pk]), {"by": "token"})

    page = words(answer)
    assert "What an app password is" in page
    assert "Never type the password with which you sign in" in page
    assert 'value="ada.example"' in page
    assert "no-store" in answer["Cache-Control"]


def test_network_without_words_of_its_own_has_general_ones():
    about = connecting._about("pixelpost")

    assert about["help"].template.name == "accounts/help/any.html"
    assert about["kind"].template.name == "accounts/kinds/any.html"


@pytest.mark.parametrize("network", api.all_connectors())
def test_each_network_says_what_an_account_of_the_council_is_there(network):
    assert connecting._about(network)["kind"].template.name == f"accounts/kinds/{network}.html"


@pytest.mark.parametrize(
    ("differs", "why"),
    [
        ({"used_at": timezone.now()}, "already connected"),
        ({"until": timezone.now() - timedelta(days=1)}, "The time to connect this account is over"),
    ],
)
def test_ticket_that_cannot_be_used_is_refused_with_the_reason(browser, ada, differs, why):
    ticket = make.ticket(ada, **differs)

    answer = browser.get(reverse("accounts:connect", args=[ticket.pk]))

    assert answer.status_code == 403
    assert why in words(answer)


def test_ticket_of_somebody_else_is_refused(browser):
    answer = browser.post(reverse("accounts:connect", args=[make.ticket().pk]), {"handle": "ada"})

    assert answer.status_code == 403
    assert Account.objects.count() == 0


def test_ticket_that_never_was_is_not_found(browser):
    assert browser.get(reverse("accounts:connect", args=[999])).status_code == 404


def test_account_of_somebody_else_is_not_reconnected(browser):
    account = make.account(make.person())

    answer = browser.get(reverse("accounts:reconnect", args=[account.pk]))

    assert answer.status_code == 403
    assert "You do not hold this account." in words(answer)


@pytest.mark.parametrize(
    "server",
    ["https://10.0.0.1", "https://127.0.0.1:5432", "http://pds.example", "https://[::1]"],
)
def test_private_server_is_refused_beside_the_form(browser, ada, server):
    ticket = make.ticket(ada, network="bluesky")

    answer = browser.post(reverse("accounts:connect", args=[ticket.pk]), entered(server))

    page = words(answer)
    assert answer.status_code == 200
    assert "We cannot connect to this address." in page
    assert f'value="{server}"' in page
    assert 'value="ada.example"' in page
    assert SECRET not in page


def test_secret_is_in_no_page_no_log_and_no_record(browser, ada, network, caplog):
    caplog.set_level(logging.DEBUG)
    network.says(refusal(400, f"{SECRET} is wrong"))
    ticket = make.ticket(ada, network="bluesky")

    answer = browser.post(reverse("accounts:connect", args=[ticket.pk]), entered(network.url))

    said = [record.getMessage() for record in caplog.records]
    assert SECRET.encode() in network.heard[0].body
    assert SECRET not in words(answer)
    assert not [one for one in said if SECRET in one]
    assert not [one for one in Disclosure.objects.all() if SECRET in str(one.value)]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (refusal(503), "The network is in trouble. Nothing has changed."),
        (refusal(429), "The network asks us to wait. Nothing has changed."),
        (refusal(401), "Check what you entered, and enter the secret again."),
        (refusal(404, "No such network."), "The network refused: No such network."),
        (Fault.CUT_AFTER, "The network&#x27;s answer was lost or could not be read."),
    ],
)
def test_trouble_is_told_beside_the_form(browser, ada, network, said, told):
    network.says(said)
    ticket = make.ticket(ada)

    answer = browser.post(reverse("accounts:connect", args=[ticket.pk]), {"handle": "ada_roads"})

    page = words(answer)
    assert answer.status_code == 200
    assert told.replace("&#x27;", "&#39;") in page
    assert 'value="ada_roads"' in page


def test_practice_account_is_opened_and_connected(browser, ada, network):
    network.says(profile())
    ticket = make.ticket(ada)

    answer = browser.post(
        reverse("accounts:connect", args=[ticket.pk]), {"handle": "ada_libraries"}, follow=True
    )

    page = words(answer)
    assert answer.redirect_chain == [(reverse("accounts:mine"), 302)]
    assert f"We keep the account&#39;s permanent identifier: {STABLE_ID}" in page
    assert "@ada_libraries" in page


def test_practice_handle_that_is_taken_is_told_beside_it(browser, ada, network):
    network.says(profile())
    ben = make.person()
    other = Client()
    other.force_login(ben)
    other.post(reverse("accounts:connect", args=[make.ticket(ben).pk]), {"handle": "libraries"})
    ticket = make.ticket(ada)

    answer = browser.post(reverse("accounts:connect", args=[ticket.pk]), {"handle": "Libraries"})

    assert "Somebody else is called @libraries: choose another handle." in words(answer)


def test_reconnecting_asks_for_the_same_account(browser, ada):
    account = make.account(
        ada,
        network="bluesky",
        server="https://pds.example",
        stable_id="did:plc:ada",
        handle="ada.example",
    )

    by_hand = reverse("accounts:reconnect", args=[account.pk])
    page = words(browser.get(by_hand, {"by": "token"}))

    assert "It has to be the same account: did:plc:ada." in page
    assert 'value="https://pds.example"' in page
    assert 'value="ada.example"' in page


def test_lost_practice_account_is_connected_again(browser, ada, network):
    network.says(profile())
    ticket = make.ticket(ada)
    browser.post(reverse("accounts:connect", args=[ticket.pk]), {"handle": "ada_libraries"})
    Account.objects.update(state=AccountState.LOST)
    account = Account.objects.get()
    address = reverse("accounts:reconnect", args=[account.pk])
    assert browser.get(address).status_code == 200

    browser.post(address)

    account.refresh_from_db()
    assert account.state == AccountState.CONNECTED


def test_reconnecting_as_another_account_says_so_beside_the_form(browser, ada, network):
    network.says(profile())
    ticket = make.ticket(ada)
    browser.post(reverse("accounts:connect", args=[ticket.pk]), {"handle": "ada_libraries"})
    network.says(profile(id="practice:another", handle="ben_roads"))
    account = Account.objects.get()

    answer = browser.post(reverse("accounts:reconnect", args=[account.pk]))

    assert "That is ben_roads, another account." in words(answer)


def test_holder_disconnects_one_account_and_keeps_the_others(browser, ada):
    wrong, right = make.account(ada, handle="omar_test"), make.account(ada, handle="tess_test")
    address = reverse("accounts:disconnect", args=[wrong.pk])

    linked = words(browser.get(reverse("accounts:mine")))
    asked = words(browser.get(address))
    wrong.refresh_from_db()
    state_before = wrong.state
    answer = browser.post(address, follow=True)

    wrong.refresh_from_db()
    right.refresh_from_db()
    assert f'href="{address}">Disconnect this account' in linked
    assert "Disconnect @omar_test?" in asked
    assert "ask the programme team for leave" in asked
    assert state_before == AccountState.CONNECTED
    assert (wrong.state, right.state) == (AccountState.ENDED, AccountState.CONNECTED)
    assert answer.redirect_chain == [(reverse("accounts:mine"), 302)]
    assert "Disconnected @omar_test on " in words(answer)


def test_programme_team_disconnects_an_account_of_somebody_else_once(ada):
    account = make.account(ada)
    team = Client()
    team.force_login(make.person(Role.PROGRAMME_TEAM))
    address = reverse("accounts:disconnect", args=[account.pk])

    asked = words(team.get(address))
    answer = team.post(address)

    account.refresh_from_db()
    assert "go to their application and give them time for it" in asked
    assert account.state == AccountState.ENDED
    assert answer["Location"] == reverse("accreditation:people")
    assert team.get(address).status_code == 409


def test_account_of_somebody_else_is_not_disconnected(browser):
    account = make.account(make.person())

    answer = browser.post(reverse("accounts:disconnect", args=[account.pk]))

    account.refresh_from_db()
    assert answer.status_code == 403
    assert account.state == AccountState.CONNECTED


@pytest.mark.parametrize(
    ("is_demonstration", "told"),
    [
        (True, "In this demonstration, residents see it too."),
        (False, "Residents do not see practice accounts."),
    ],
)
def test_page_says_whether_residents_see_practice_accounts(
    browser, ada, *, is_demonstration: bool, told: str
):
    make.council(is_demonstration=is_demonstration)
    make.account(ada)

    assert told in words(browser.get(reverse("accounts:mine")))


def test_two_holders_each_see_the_account(browser, ada):
    account = make.account(ada)
    ben = make.person()
    Holding.objects.create(account=account, person=ben, since=timezone.now())
    other = Client()
    other.force_login(ben)

    assert all(str(account) in words(one.get(reverse("accounts:mine"))) for one in (browser, other))
