"""Connecting to networks as they are: our own practice network, and an AT Protocol server."""

import pytest
from django.test import Client
from django.urls import reverse

from tabard.accounts import actions
from tabard.accounts.models import Account, AccountState
from tabard.config.atproto import Pds, create_account
from tabard.connectors.api import AccessLostError
from tabard.practice.models import PracticeAccount
from tests import make

MAIN_PASSWORD = "correct horse battery staple"


@pytest.mark.django_db(transaction=True)
def test_practice_account_is_opened_connected_and_given_new_access(live_practice, http):
    ada = make.person()

    account = actions.connect_practice(make.ticket(ada), by=ada, handle="ada_libraries", http=http)
    first = account.connection.secrets
    actions.lose(account, why="Somebody tried.")
    again = actions.reconnect_practice(account, by=ada, http=http)

    opened = PracticeAccount.objects.get()
    assert (again.stable_id, again.url) == (opened.stable_id, opened.url)
    assert (again.handle, again.state) == ("ada_libraries", AccountState.CONNECTED)
    assert again.server == live_practice
    with pytest.raises(AccessLostError):
        actions.reconnect(account, by=ada, server=live_practice, secrets=first, http=http)


@pytest.mark.django_db(transaction=True)
def test_practice_account_is_connected_in_a_browser(live_practice):
    ada = make.person()
    browser = Client()
    browser.force_login(ada)
    ticket = make.ticket(ada)

    browser.post(reverse("accounts:connect", args=[ticket.pk]), {"handle": "ada_libraries"})

    account = Account.objects.get()
    assert account.server == live_practice
    assert account.stable_id == PracticeAccount.objects.get().stable_id


@pytest.fixture
def server(pds: Pds, monkeypatch) -> Pds:
    monkeypatch.setenv("TABARD_ALLOW_PRIVATE", pds.place)
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

    assert "enter the secret again" in refused.content.decode()
    assert f"permanent identifier: {did}" in connected.content.decode()
    account = Account.objects.get()
    assert (account.stable_id, account.handle) == (did, "connects-ada.test")
    assert account.url == f"https://bsky.app/profile/{did}"
    assert account.connection.secrets["password"] == app_password


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
