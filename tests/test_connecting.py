"""Accounts on a real AT Protocol server are connected on our pages."""

import httpx
import pytest
from django.test import Client
from django.urls import reverse

from tabard.accounts.models import Account
from tabard.common.tests.scripted import scripted
from tabard.config.atproto import Pds, create_account
from tests import make

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
