"""Accounts on a real AT Protocol server are connected on our pages."""

from typing import Any

import httpx
import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accounts import actions, tasks
from tabard.accounts.models import Account, AccountState, Connection, Revocation, Ticket
from tabard.accounts.work import reach, revoke
from tabard.common.http import open_http
from tabard.common.tests.scripted import scripted
from tabard.config.atproto import Pds, create_account
from tabard.connectors.api import AccessLostError, Post
from tabard.connectors.bluesky import Bluesky
from tabard.connectors.comparing import differences
from tabard.record.models import Entry
from tests import make
from tests.at_their_server import give_leave

MAIN_PASSWORD = "correct horse battery staple"


@pytest.fixture
def server(pds: Pds, monkeypatch) -> Pds:
    monkeypatch.setenv("TABARD_ALLOW_PRIVATE", ",".join(pds.places))
    return pds


@pytest.mark.atproto
@pytest.mark.django_db
def test_account_on_an_at_protocol_server_is_connected_by_its_did(server: Pds):
    did, app_password = create_account(server, "connects-ada.test", MAIN_PASSWORD)
    ada = make.person()
    browser = Client()
    browser.force_login(ada)
    ticket = make.ticket(ada, network="bluesky", handle="connects-ada.test")
    address = reverse("accounts:connect", args=[ticket.pk])
    entered = {"server": server.url, "identifier": "connects-ada.test"}

    refused = browser.post(address, {**entered, "password": "abcd-efgh-ijkl-mnop"})
    connected = browser.post(address, {**entered, "password": app_password}, follow=True)

    assert "enter the app password again" in refused.content.decode()
    assert f"permanent identifier: {did}" in connected.content.decode()
    account = Account.objects.get()
    assert (account.stable_id, account.handle) == (did, "connects-ada.test")
    assert account.url == f"https://bsky.app/profile/{did}"
    assert account.connection.secrets["password"] == app_password


@pytest.mark.atproto
@pytest.mark.django_db
def test_account_is_connected_by_leave_that_is_given_on_its_own_server_s_page(server: Pds):
    did, _ = create_account(server, "leaves-ada.test", MAIN_PASSWORD)
    browser, ticket = somebody_with_a_ticket("leaves-ada.test")
    address = reverse("accounts:leave", args=[ticket.pk])

    asked = browser.get(reverse("accounts:connect", args=[ticket.pk]), follow=True)
    going = browser.post(address, {"server": "@leaves-ada.test"})
    kept = Session.objects.get().get_decoded()["leave"]
    brought = give_leave(going.context["leave"].address, "leaves-ada.test", MAIN_PASSWORD)
    by_number = browser.get(reverse("accounts:back_by_number", args=["bluesky"]), brought)
    connected = browser.get(by_number["location"], follow=True)

    assert asked.redirect_chain[0][0] == address
    assert "post, and take posts down" in words(asked)
    assert "Use an app password instead" in words(asked)
    assert 'value="leaves-ada.test"' in words(asked)
    assert set(kept) == {"network", "server", "ticket", "leave"}
    assert f"permanent identifier: {did}" in words(connected)
    account = Account.objects.get()
    assert (account.stable_id, account.handle) == (did, "leaves-ada.test")
    assert account.server == server.url
    assert account.connection.rights == list(Bluesky.rights().values())
    assert account.connection.secrets.keys() == {
        *("access_token", "did", "ended_at", "expires_at", "home", "issuer", "key", "known_as"),
        *("refresh_token", "renewed_at"),
    }


@pytest.mark.atproto
@pytest.mark.django_db
def test_account_with_leave_posts_and_gives_its_access_back(server: Pds):
    create_account(server, "leaves-ben.test", MAIN_PASSWORD)
    browser, ticket = somebody_with_a_ticket("leaves-ben.test")
    connect_by_leave(browser, reverse("accounts:leave", args=[ticket.pk]), "leaves-ben.test")
    account = Account.objects.get()
    before = account.connection.secrets

    post = Post("From the council", (), Bluesky.new_key(), timezone.now())
    with (
        open_http() as http,
        reach(account, http=http, speaks_for=account.connection.connected_by) as network,
    ):
        delivered = network.deliver(post)
        seen = network.read_back(delivered.network_id)
    actions.give_up_access(account, why="Nobody needs it.")
    with open_http() as http:
        revoke(Revocation.objects.get(), http=http)
    revocation = Revocation.objects.get()

    assert seen is not None
    assert differences(post, seen) == ()
    assert (revocation.left_to_do, bytes(revocation.sealed)) == ("", b"")
    with open_http() as http, pytest.raises(AccessLostError):
        Bluesky(http, server.url, {**before, "expires_at": "0"}).deliver(post)


@pytest.mark.atproto
@pytest.mark.django_db
def test_account_is_connected_again_by_one_button_and_its_handle(server: Pds):
    did, _ = create_account(server, "leaves-eve.test", MAIN_PASSWORD)
    eve = make.person()
    browser = Client()
    browser.force_login(eve)
    account = make.account(
        eve, network="bluesky", server=server.url, stable_id=did, handle="leaves-eve.test"
    )
    actions.lose(account, why="It ran out.", connected_at=account.connected_at)

    page = browser.get(reverse("accounts:mine"))
    again = reverse("accounts:leave_again", args=[account.pk])
    connect_by_leave(browser, again, "leaves-eve.test")

    assert f'action="{again}"' in words(page)
    assert 'name="server" value="leaves-eve.test"' in words(page)
    account.refresh_from_db()
    assert account.state == AccountState.CONNECTED


@pytest.mark.atproto
@pytest.mark.django_db
def test_answer_that_another_person_s_browser_brings_connects_nothing(server: Pds):
    create_account(server, "leaves-omar.test", MAIN_PASSWORD)
    browser, ticket = somebody_with_a_ticket("leaves-omar.test")
    other, _ = somebody_with_a_ticket("leaves-zoe.test")
    going = browser.post(
        reverse("accounts:leave", args=[ticket.pk]), {"server": "leaves-omar.test"}
    )
    brought = give_leave(going.context["leave"].address, "leaves-omar.test", MAIN_PASSWORD)

    answer = other.get(reverse("accounts:back", args=["bluesky"]), brought, follow=True)

    assert "There was nothing to come back to" in words(answer)
    assert not Account.objects.exists()


@pytest.mark.atproto
@pytest.mark.django_db
def test_handle_whose_domain_leads_away_puts_the_account_in_doubt(server: Pds, monkeypatch):
    handle = "leaves-ida.test"
    create_account(server, handle, MAIN_PASSWORD)
    stranger, _ = create_account(server, "leaves-mallory.test", MAIN_PASSWORD)
    browser, ticket = somebody_with_a_ticket(handle)
    connect_by_leave(browser, reverse("accounts:leave", args=[ticket.pk]), handle)
    account = Account.objects.get()

    tasks.look_at(account_id=account.pk)
    well = Connection.objects.get().doubt
    monkeypatch.setitem(server.names, handle, stranger)
    tasks.look_at(account_id=account.pk)

    assert well == ""
    assert Connection.objects.get().doubt == (
        f"The handle {handle} leads to another account, {stranger}."
    )
    assert Account.objects.get().state == AccountState.CONNECTED
    assert "In doubt" in words(browser.get(reverse("accounts:mine")))


@pytest.mark.atproto
@pytest.mark.django_db
def test_account_that_has_another_handle_now_is_known_by_that(server: Pds):
    create_account(server, "leaves-joe.test", MAIN_PASSWORD)
    browser, ticket = somebody_with_a_ticket("leaves-joe.test")
    connect_by_leave(browser, reverse("accounts:leave", args=[ticket.pk]), "leaves-joe.test")
    rename(server, "leaves-joe.test", "leaves-josef.test")

    tasks.look_at(account_id=Account.objects.get().pk)

    assert Account.objects.get().handle == "leaves-josef.test"
    assert Entry.objects.filter(kind="handle changed").count() == 1


@pytest.mark.atproto
@pytest.mark.django_db
def test_leave_that_was_taken_back_on_the_network_is_found_before_anything_is_due(server: Pds):
    create_account(server, "leaves-kim.test", MAIN_PASSWORD)
    browser, ticket = somebody_with_a_ticket("leaves-kim.test")
    connect_by_leave(browser, reverse("accounts:leave", args=[ticket.pk]), "leaves-kim.test")
    account = Account.objects.get()
    with open_http() as http:
        assert Bluesky(http, "", account.connection.secrets).revoke() == ""
    connection = account.connection
    connection.secrets = {**connection.secrets, "expires_at": "0"}
    connection.save()

    tasks.look_at(account_id=account.pk)

    assert Account.objects.get().state == AccountState.LOST
    assert Entry.objects.last().kind == "connection lost"


def rename(server: Pds, handle: str, new: str) -> None:
    with open_http() as http:
        ask = f"{server.url}/xrpc/com.atproto"
        typed = {"identifier": handle, "password": MAIN_PASSWORD}
        session = http.post(f"{ask}.server.createSession", json=typed).json()
        bearer = {"Authorization": f"Bearer {session['accessJwt']}"}
        done = http.post(f"{ask}.identity.updateHandle", json={"handle": new}, headers=bearer)
    assert done.is_success, done.text


def somebody_with_a_ticket(handle: str) -> tuple[Client, Ticket]:
    person = make.person()
    browser = Client()
    browser.force_login(person)
    return browser, make.ticket(person, network="bluesky", handle=handle)


def connect_by_leave(browser: Client, address: str, handle: str) -> None:
    going = browser.post(address, {"server": handle})
    brought = give_leave(going.context["leave"].address, handle, MAIN_PASSWORD)
    browser.get(reverse("accounts:back", args=["bluesky"]), brought)


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.atproto
@pytest.mark.django_db
def test_another_account_than_agreed_is_connected_once_the_person_says_yes(server: Pds):
    did, app_password = create_account(server, "connects-omar.test", MAIN_PASSWORD)
    tess = make.person()
    browser = Client()
    browser.force_login(tess)
    ticket = make.ticket(tess, network="bluesky", handle="tess.test")
    address = reverse("accounts:connect", args=[ticket.pk])
    entered = {"server": server.url, "identifier": "connects-omar.test", "password": app_password}

    asked = browser.post(address, entered)
    held_then = Account.objects.count()
    browser.post(address, {**entered, "confirmed": did})

    page = " ".join(asked.content.decode().split())
    assert "You agreed tess.test. You signed in as connects-omar.test" in page
    assert "Connect connects-omar.test" in page
    assert "Use another account" in page
    assert f'name="confirmed" value="{did}"' in page
    assert f'value="{server.url}"' in page
    assert app_password not in page
    assert held_then == 0
    assert Account.objects.get().stable_id == did


@pytest.mark.atproto
@pytest.mark.django_db
def test_another_account_on_the_same_server_does_not_take_its_place(server: Pds):
    did, _ = create_account(server, "connects-ben.test", MAIN_PASSWORD)
    _, other_password = create_account(server, "connects-eve.test", MAIN_PASSWORD)
    ben = make.person()
    account = make.account(
        ben, network="bluesky", server=server.url, stable_id=did, handle="connects-ben.test"
    )
    browser = Client()
    browser.force_login(ben)

    answer = browser.post(
        reverse("accounts:reconnect", args=[account.pk]),
        {"server": server.url, "identifier": "connects-eve.test", "password": other_password},
    )

    assert "That is connects-eve.test, another account." in answer.content.decode()
    account.refresh_from_db()
    assert account.handle == "connects-ben.test"


@pytest.mark.atproto
@pytest.mark.django_db
def test_server_that_claims_somebody_else_s_account_does_not_make_it_ours(server: Pds, monkeypatch):
    handle = "connects-mayor.test"
    did, _ = create_account(server, handle, MAIN_PASSWORD)
    mallory = make.person()
    browser = Client()
    browser.force_login(mallory)
    ticket = make.ticket(mallory, network="bluesky", handle=handle)

    with scripted() as liar:
        monkeypatch.setenv("TABARD_ALLOW_PRIVATE", ",".join([*server.places, liar.place]))
        claims = {"did": did, "handle": handle, "accessJwt": "invented", "refreshJwt": "invented"}
        liar.says(httpx.Response(200, json=claims))
        answer = browser.post(
            reverse("accounts:connect", args=[ticket.pk]),
            {"server": liar.url, "identifier": handle, "password": "abcd-efgh-ijkl-mnop"},
        )

    assert f"names the server {server.url}, and that one does not accept" in answer.content.decode()
    assert not Account.objects.exists()
