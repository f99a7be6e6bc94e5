"""Servers know Tabard by what stands at a public address of its own, and by its key."""

import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tabard.accounts.models import Account, Registration
from tabard.accounts.work import reach
from tabard.common.http import open_http
from tabard.config.atproto import Pds, create_account, serving
from tabard.connectors.api import AccessLostError, Application, Post
from tabard.connectors.bluesky import Bluesky
from tabard.connectors.bluesky.proof import new_key
from tests import make
from tests.at_their_server import give_leave

pytestmark = [pytest.mark.atproto, pytest.mark.django_db(transaction=True)]

NAME = "tabard.exampleton-council.org"
HERE = f"https://{NAME}"
HANDLE, PASSWORD = "known-ada.test", "correct horse battery"


@pytest.fixture
def server(live_server, settings, monkeypatch) -> Iterator[Pds]:
    """Run an AT Protocol server that finds our own web server under its public name."""
    settings.PUBLIC_URL = HERE
    place = urlsplit(live_server.url).netloc
    with serving("--web", f"{NAME}={place}") as (pds, _):
        for name, value in (("PLC_URL", pds.plc), ("DNS", pds.dns)):
            monkeypatch.setenv(f"TABARD_{name}", value)
        monkeypatch.setenv("TABARD_ALLOW_PRIVATE", ",".join(pds.places))
        create_account(pds, HANDLE, PASSWORD)
        yield pds


def test_account_is_connected_renewed_and_given_back_by_software_with_a_key(server: Pds):
    ada = make.person()
    browser = Browser()
    browser.force_login(ada)
    ticket = make.ticket(ada, network="bluesky", handle=HANDLE)
    nothing_yet = browser.get(reverse("accounts:known", args=["bluesky"]))

    going = browser.post(reverse("accounts:leave", args=[ticket.pk]), {"server": HANDLE})
    address = going.context["leave"].address
    brought = give_leave(address, HANDLE, PASSWORD)
    browser.get(reverse("accounts:back", args=["bluesky"]), brought)
    known = browser.get(reverse("accounts:known", args=["bluesky"]))

    assert nothing_yet.status_code == 404
    assert parse_qs(urlsplit(address).query)["client_id"] == [f"{HERE}/accounts/known/bluesky.json"]
    account = Account.objects.get()
    secrets = account.connection.secrets
    assert not {"client_id", "client_secret"} & secrets.keys()
    assert known.json()["redirect_uris"] == [f"{HERE}/accounts/back/bluesky/"]
    (shown,) = known.json()["jwks"]["keys"]
    assert "d" not in shown
    assert_renewed_by_the_key_alone(server, account)


@pytest.mark.parametrize("wrong", [3600, -3600])
def test_clock_that_is_wrong_keeps_nobody_from_connecting(server: Pds, monkeypatch, wrong):
    right = time.time
    monkeypatch.setattr(time, "time", lambda: right() + wrong)
    known = Bluesky.application(f"{HERE}/accounts/known/bluesky.json", f"{HERE}/back/")
    registered = Registration(network="bluesky", server="")
    registered.application = Application(
        known.client_id, known.client_secret, f"{HERE}/accounts/back/bluesky/"
    )
    registered.save()

    with open_http() as http:
        leave = Bluesky.ask_leave(http, f"https://{HANDLE}", registered.application)

    assert leave.server == server.url


def assert_renewed_by_the_key_alone(server: Pds, account: Account) -> None:
    connection = account.connection
    connection.secrets = {**connection.secrets, "expires_at": "0"}
    connection.save()
    post = Post("From the council", (), Bluesky.new_key(), timezone.now())

    with open_http() as http, reach(account, http=http) as network:
        there = network.identify()
    renewed = Account.objects.get().connection.secrets
    ours = Registration.objects.get().application
    opens = {**renewed, "client_id": ours.client_id, "expires_at": "0"}
    with open_http() as http:
        for wrong in ("", new_key()):
            thief = Bluesky(http, server.url, {**opens, "client_secret": wrong})
            with pytest.raises(AccessLostError):
                thief.deliver(post)
        with_key = Bluesky(http, server.url, {**opens, "client_secret": ours.client_secret})
        with_key.deliver(post)

    assert there.handle == HANDLE
    assert renewed["refresh_token"] != connection.secrets["refresh_token"]
