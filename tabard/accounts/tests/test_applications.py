"""What networks know the council by: entered, tried, put in at every call, removed."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accounts import actions, work
from tabard.accounts.models import Account, Connection, Registration
from tabard.accounts.tests.answers import profile, refusal
from tabard.accounts.tests.squares import TownSquare, install
from tabard.common.rules import NotAllowedError
from tabard.common.tests.scripted import Fault, Script
from tabard.connectors import api
from tabard.people.models import Person
from tabard.record.models import Disclosure, Entry
from tests import make
from tests.confirmed import confirm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("square")]

SECRET = "the-client-secret"
ENTERED = {"client_id": "the-client-id", "client_secret": SECRET}
PAGE = "/accounts/networks/square/"
BACK = "/accounts/back/square/"
TOKEN = httpx.Response(200, json={"access_token": "the-token"})
NOT_YET = "The council has no developer application on Town Square yet. Ask an administrator"


@pytest.fixture
def alice() -> Person:
    return make.administrator(first_name="Alice")


@pytest.fixture
def browser(alice: Person) -> Client:
    client = Client()
    client.force_login(alice)
    confirm(client)
    return client


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def kinds() -> list[str]:
    return list(Entry.objects.values_list("kind", flat=True))


def set_up(settings, secret: str = SECRET, back: str = BACK) -> Registration:
    application = api.Application("the-client-id", secret, f"{settings.PUBLIC_URL}{back}")
    return actions.set_up_application("square", application=application, by=make.administrator())


def test_networks_that_want_an_application_stand_first_with_what_is_missing(browser):
    answer = browser.get(reverse("accounts:networks"))

    needed = [one.key for one, _ in answer.context["networks"] if one.is_needed]
    others = [one.key for one, _ in answer.context["networks"] if not one.is_needed]
    assert {"square", "linkedin"} <= set(needed)
    assert {"bluesky", "mastodon", "practice"} <= set(others)
    page = words(answer)
    assert page.index("Town Square") < page.index("Bluesky")
    assert page.count("Not set up") == len(needed)
    assert page.count("Nothing to set up") == len(others)


def test_the_steps_stand_there_with_the_exact_address_to_come_back_to(browser, settings):
    settings.PUBLIC_URL = "https://tabard.exampleton.example"

    page = words(browser.get(PAGE))

    assert page.count(f"https://tabard.exampleton.example{BACK}") == 2
    assert "Sign in to Town Square as the council." in page
    assert "Client secret" not in page


def test_what_the_network_gave_is_kept_sealed_and_never_shown(square, browser, alice, settings):
    page = browser.post(PAGE, ENTERED, follow=True)

    made = Registration.objects.get()
    assert made.application == api.Application(
        "the-client-id", SECRET, f"{settings.PUBLIC_URL}{BACK}"
    )
    assert made.server == square.url
    assert SECRET.encode() not in bytes(made.sealed)
    assert "Saved. Now test whether Town Square knows it." in words(page)
    assert [SECRET in words(one) for one in (page, browser.get(f"{PAGE}?enter"))] == [False, False]
    assert kinds() == ["developer application set up"]
    assert Entry.objects.get().people == [alice.pk]
    facts = dict(Disclosure.objects.values_list("name", "value"))
    assert facts == {"network": "square", "client_id": "the-client-id", "by": alice.pk}
    assert square.heard == []


def test_another_secret_takes_the_place_of_the_one_before(browser, settings):
    set_up(settings, back="/where/we/were/before/")

    assert "Leads to an old address" in words(browser.get(reverse("accounts:networks")))
    assert "where Tabard is no longer" in words(browser.get(PAGE))
    browser.post(PAGE, {**ENTERED, "client_secret": "another"})

    assert [one.application.client_secret for one in Registration.objects.all()] == ["another"]
    assert "Leads to an old address" not in words(browser.get(reverse("accounts:networks")))


@pytest.mark.parametrize("left_out", ["client_id", "client_secret"])
def test_half_of_it_is_not_kept(browser, left_out):
    page = browser.post(PAGE, {**ENTERED, left_out: ""})

    assert "There is a problem" in words(page)
    assert SECRET not in words(page)
    assert not Registration.objects.exists()


def test_whoever_has_not_confirmed_who_they_are_is_asked_and_nothing_typed_is_kept(alice):
    browser = Client()
    browser.force_login(alice)

    shown = browser.get(f"{PAGE}?enter")
    sent = browser.post(PAGE, ENTERED)

    assert shown["Location"].startswith(reverse("account_reauthenticate"))
    assert sent["Location"] == f"{PAGE}?enter"
    assert not Registration.objects.exists()
    assert SECRET not in str(dict(browser.session))


def test_removing_asks_who_is_there_too(alice, settings):
    set_up(settings)
    browser = Client()
    browser.force_login(alice)

    answer = browser.post(f"{PAGE}remove/")

    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert Registration.objects.count() == 1


def test_application_is_removed_once_somebody_knows_what_that_means(browser, settings):
    set_up(settings)
    make.account(network="square")
    make.account(network="square", state="ended", official_until=timezone.now())

    asked = browser.get(f"{PAGE}remove/")
    browser.post(f"{PAGE}remove/")
    browser.post(f"{PAGE}remove/")

    assert "The council has 1 account there" in words(asked)
    assert not Registration.objects.exists()
    assert kinds() == ["developer application set up", "developer application removed"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (httpx.Response(200), "Town Square knows the application."),
        (httpx.Response(401), "Check what you entered, and enter the client ID and client secret"),
        (refusal(403, "This application is paused."), "This application is paused."),
        (httpx.Response(503), "try again in a few minutes"),
        (Fault.CUT_AFTER, "lost or could not be read"),
    ],
    ids=str,
)
def test_trying_it_out_says_what_the_network_says(square, browser, settings, answer, said):
    set_up(settings)
    square.says(answer)

    page = words(browser.post(f"{PAGE}try/", follow=True))

    assert said in page
    assert SECRET not in page
    assert [(one.method, one.path) for one in square.heard] == [("GET", "/application")]


def test_trying_out_what_is_not_there_says_so(square, browser):
    page = words(browser.post(f"{PAGE}try/", follow=True))

    assert "The council has no developer application on Town Square." in page
    assert square.heard == []


def test_networks_without_one_need_nothing(browser):
    page = words(browser.get("/accounts/networks/bluesky/"))

    assert "Nothing has to be set up" in page
    assert "Nothing has to be set up" in words(browser.post("/accounts/networks/bluesky/", ENTERED))
    assert browser.get("/accounts/networks/nowhere/").status_code == 404
    with pytest.raises(NotAllowedError, match="Bluesky needs no developer application"):
        actions.set_up_application(
            "bluesky", application=api.Application("a", "b", "c"), by=make.administrator()
        )
    assert not Registration.objects.exists()


def test_only_administrators_set_it_up():
    for action in (
        lambda by: actions.set_up_application(
            "square", application=api.Application("a", "b", "c"), by=by
        ),
        lambda by: actions.remove_application("square", by=by),
    ):
        with pytest.raises(NotAllowedError, match="Only administrators"):
            action(make.programme_member())


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_of_networks_asks_once(
    monkeypatch, browser, settings, django_assert_num_queries, how_many
):
    install(monkeypatch, **{f"square{number}": TownSquare for number in range(how_many)})
    for number in range(how_many):
        made = set_up(settings)
        Registration.objects.filter(pk=made.pk).update(network=f"square{number}")

    with django_assert_num_queries(5):
        page = words(browser.get(reverse("accounts:networks")))

    assert page.count("Client ID the-client-id") == how_many


# Connecting.


@pytest.fixture
def ada() -> Person:
    return make.person(first_name="Ada", last_name="Okafor")


@pytest.fixture
def ada_s(ada: Person) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def come_back(browser: Client, square: Script, address: str, *answers) -> str:
    page = browser.post(address)
    state = parse_qs(urlsplit(page.context["leave"].address).query)["state"][0]
    square.says(*answers)
    return words(browser.get(BACK, {"state": state, "code": "the-code"}, follow=True))


def test_until_then_nobody_connects_and_everybody_reads_why(square, ada, ada_s):
    ticket = make.ticket(ada, network="square")
    account = make.account(ada, network="square", state="lost")

    pages = [
        words(ada_s.get(address))
        for address in (
            reverse("accounts:mine"),
            reverse("accounts:connect", args=[ticket.pk]),
            reverse("accounts:leave", args=[ticket.pk]),
            reverse("accounts:reconnect", args=[account.pk]),
            reverse("accounts:leave_again", args=[account.pk]),
        )
    ]

    assert [NOT_YET in page for page in pages] == [True] * 5
    assert ["Set it up" in page for page in pages] == [False] * 5
    assert square.heard == []


def test_no_server_is_asked_for_where_all_accounts_live_at_one(square, ada, ada_s, settings):
    set_up(settings)
    ticket = make.ticket(ada, network="square", handle="ada_libraries")
    address = reverse("accounts:leave", args=[ticket.pk])

    asked = words(ada_s.get(address))
    page = come_back(ada_s, square, address, TOKEN, profile())

    assert "We ask to:" in asked
    assert "post, and take posts down" in asked
    assert 'name="server"' not in asked
    assert "Connected. We keep the account" in page
    account = Account.objects.get()
    assert (account.handle, account.server) == ("ada_libraries", square.url)
    assert Connection.objects.get().secrets == {"token": "the-token"}
    assert [one.headers.get("x-application") for one in square.heard] == [
        None,
        f"the-client-id {SECRET}",
    ]


def test_application_that_leads_elsewhere_lets_nobody_connect(ada, ada_s, settings):
    set_up(settings, back="/where/we/were/before/")
    ticket = make.ticket(ada, network="square")

    assert NOT_YET in words(ada_s.get(reverse("accounts:leave", args=[ticket.pk])))


def test_network_that_cannot_be_asked_is_said_on_the_page(ada, ada_s, settings):
    set_up(settings)
    ticket = make.ticket(ada, network="square")
    address = reverse("accounts:leave", args=[ticket.pk])
    ada_s.get(address)
    Registration.objects.all().delete()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tabard.accounts.rules.is_set_up", lambda *_: None)
        page = words(ada_s.post(address))

    assert NOT_YET in page
    assert "There is a problem" in page


def test_every_call_is_made_with_the_application_as_it_is_now(square, http, settings):
    set_up(settings)
    account = make.account(network="square", server=square.url, secrets={"token": "t"})
    square.says(profile())

    for secret in ("first", "second"):
        set_up(settings, secret)
        with work.reach(account, http=http) as connector:
            connector.identify()

    assert [one.headers["x-application"] for one in square.heard] == [
        "the-client-id first",
        "the-client-id second",
    ]
    assert Connection.objects.get().secrets == {"token": "t"}


def test_what_is_renewed_is_kept_without_the_application(http, settings):
    set_up(settings)
    account = make.account(network="square", secrets={"token": "old"})

    with work.reach(account, http=http) as connector:
        assert isinstance(connector, TownSquare)
        connector.secrets = {**connector.secrets, "token": "new"}

    assert Connection.objects.get().secrets == {"token": "new"}


def test_without_the_application_an_account_waits_and_is_not_lost(http):
    account = make.account(network="square")

    with pytest.raises(api.TryLaterError, match="Ask an administrator"):
        work.reach(account, http=http).__enter__()

    assert Account.objects.get().state == "connected"


def test_access_is_given_back_with_the_application(square, http, settings):
    set_up(settings)
    account = make.account(network="square", server=square.url)
    actions.give_up_access(account, why="Ada leaves.")
    square.says(httpx.Response(204))

    work.revoke(account.revocations.get(), http=http)

    assert square.heard[0].headers["x-application"] == f"the-client-id {SECRET}"
    assert account.revocations.get().ended_at is not None


def test_access_waits_to_be_given_back_until_the_application_is_there(square, http):
    account = make.account(network="square", server=square.url)
    actions.give_up_access(account, why="Ada leaves.")

    work.revoke(account.revocations.get(), http=http)

    assert (account.revocations.get().tries, square.heard) == (1, [])
