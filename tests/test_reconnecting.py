"""An account is connected again with one click, and what waits in its queue goes out then."""

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client
from django.urls import reverse

from tabard.accounts.models import Account, Connection, Registration
from tabard.accounts.work import completed
from tabard.common.tests.scripted import scripted
from tabard.connectors import api
from tabard.practice import actions as practice
from tabard.practice.models import PracticePost
from tabard.publishing import actions, tasks
from tabard.publishing.models import Delivery
from tests import make

LATER_RIGHT = "add pictures"


def words(page) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


@pytest.mark.django_db(transaction=True)
def test_post_that_waits_goes_out_once_its_account_is_connected_again(
    live_server, settings, monkeypatch
):
    monkeypatch.setenv("TABARD_ALLOW_PRIVATE", live_server.url.removeprefix("http://"))
    settings.PUBLIC_URL = live_server.url
    settings.PRACTICE_URL = f"{live_server.url}/practice/api"
    make.council()
    author = make.author()
    opened, token = practice.open_account("ada_reads", by=author)
    account = make.account(
        author,
        server=f"{live_server.url}/practice/api",
        secrets={"token": token},
        stable_id=opened.stable_id,
        handle="ada_reads",
    )
    make.approved_message(author, accounts=[account], words="Oakford at ten.")
    practice.renew_token(opened, by=author)
    browser = Client()
    browser.force_login(author)

    actions.tick()
    tasks.take_further(delivery_id=Delivery.objects.get().pk)
    held, page = Delivery.objects.get(), words(browser.get(reverse("accounts:mine")))
    before = PracticePost.objects.count()
    browser.post(reverse("accounts:reconnect", args=[account.pk]))
    for _ in range(3):
        actions.tick()
        tasks.take_further(delivery_id=held.pk)

    assert (held.state, before) == ("held", 0)
    assert "What is scheduled waits, and goes then if it is not too late. Connect again" in page
    assert Delivery.objects.get().state == "confirmed"
    assert PracticePost.objects.get().words == "Oakford at ten."


@pytest.mark.django_db
def test_account_that_lacks_a_right_is_connected_again_in_words_and_keeps_its_queue(monkeypatch):
    make.council()
    author = make.author()
    connector = api.find("mastodon")
    assert issubclass(connector, api.AsksLeave)
    before = [why for why in connector.rights().values() if why != LATER_RIGHT]
    with scripted() as server:
        monkeypatch.setenv("TABARD_ALLOW_PRIVATE", server.place)
        account = make.account(
            author, network="mastodon", server=server.url, stable_id="https://a.example/ada"
        )
        Connection.objects.update(rights=before)
        made = Registration(network="mastodon", server=server.url, rights=["read:accounts"])
        made.application = api.Application("old", "s", "http://testserver/accounts/back/mastodon/")
        waiting = make.delivery(make.approved_message(author, accounts=[account]))
        browser = Client()
        browser.force_login(author)

        page = words(browser.get(reverse("accounts:mine")))
        server.says(httpx.Response(200, json={"client_id": "new", "client_secret": "s"}))
        asked = browser.post(
            reverse("accounts:leave_again", args=[account.pk]), {"server": server.url}
        )

    assert f"Tabard may not yet: {LATER_RIGHT}. It was connected before that was needed." in page
    assert "Connect again" in page
    query = parse_qs(urlsplit(asked.context["leave"].address).query)
    assert query["client_id"] == ["new"]
    assert "write:media" in query["scope"][0].split()
    assert Registration.objects.get().rights == list(connector.rights())
    waiting.refresh_from_db()
    assert (waiting.state, Account.objects.get().state) == ("scheduled", "connected")


@pytest.mark.django_db
def test_what_came_of_an_earlier_registration_is_ended_by_what_that_one_was_known_by(monkeypatch):
    author = make.author()
    browser = Client()
    browser.force_login(author)
    with scripted() as server:
        monkeypatch.setenv("TABARD_ALLOW_PRIVATE", server.place)
        account = make.account(author, network="mastodon", server=server.url)
        address = reverse("accounts:leave_again", args=[account.pk])
        server.says(httpx.Response(200, json={"client_id": "old", "client_secret": "older"}))
        browser.post(address, {"server": server.url})
        Registration.objects.update(rights=["read:accounts"])
        server.says(httpx.Response(200, json={"client_id": "new", "client_secret": "newer"}))
        browser.post(address, {"server": server.url})

    kept = Connection.objects.get().secrets
    told = [completed("mastodon", one, server=server.url) for one in (kept, {})]
    known = [(one["client_id"], one["client_secret"]) for one in told]
    assert known == [("old", "older"), ("new", "newer")]
    assert Registration.objects.get().client_id == "new"
