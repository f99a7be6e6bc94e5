"""Access that is given up, and ended by its network."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from django.db import IntegrityError
from django.utils import timezone

from tabard.accounts import actions, tasks, work
from tabard.accounts.models import Account, AccountState, Connection, Registration, Revocation
from tabard.accounts.tests.answers import profile
from tabard.accounts.tests.squares import install
from tabard.accounts.work import revoking
from tabard.common.tests.scripted import Fault
from tabard.connectors.api import Application
from tabard.connectors.practice import Practice
from tabard.practice import actions as practice
from tabard.practice.models import PracticeAccount
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db

BY_HAND = "Take Tabard's access away in the account's settings on"
FORGOTTEN = httpx.Response(204)


def kinds() -> list[str]:
    return list(Entry.objects.values_list("kind", flat=True))


def given_up(server: str = "http://127.0.0.1:1", **differs: Any) -> Revocation:
    account = make.account(make.person(), server=server, **differs)
    actions.give_up_access(account, why="Ada leaves.")
    return Revocation.objects.get(account=account)


def test_access_that_is_given_up_opens_nothing_here_any_more():
    account = make.account(make.person(), secrets={"token": "t0ken"})

    actions.give_up_access(account, why="Ada leaves.")

    account = Account.objects.get()
    assert account.state == AccountState.LOST
    assert account.connected_at is None
    assert not Connection.objects.exists()
    assert Revocation.objects.get().secrets == {"token": "t0ken"}
    assert b"t0ken" not in bytes(Revocation.objects.get().sealed)
    assert kinds() == ["access given up"]


def test_account_that_ended_stays_so_without_its_access():
    account = make.account(state="ended", official_until=timezone.now())

    actions.give_up_access(account, why="Ada left.")

    account = Account.objects.get()
    assert (account.state, account.access_kept_until) == (AccountState.ENDED, None)


def test_access_is_given_up_once():
    account = make.account()
    actions.give_up_access(account, why="Ada leaves.")

    actions.give_up_access(account, why="Ada leaves.")

    assert kinds() == ["access given up"]


def test_network_ends_the_access_and_nothing_of_it_is_kept(network, http):
    revocation = given_up(network.url)
    network.says(FORGOTTEN)

    work.revoke(revocation, http=http)

    revocation.refresh_from_db()
    assert [(one.method, one.path) for one in network.heard] == [("DELETE", "/token")]
    assert (bytes(revocation.sealed), revocation.left_to_do) == (b"", "")
    assert (revocation.try_at, revocation.ended_at is None) == (None, False)
    assert kinds() == ["access given up", "access ended"]


@pytest.mark.parametrize("trouble", [httpx.Response(503), Fault.CUT_AFTER, httpx.Response(429)])
def test_network_in_trouble_is_asked_again_later(network, http, trouble):
    revocation = given_up(network.url)
    network.says(trouble)

    work.revoke(revocation, http=http)

    revocation.refresh_from_db()
    assert revocation.tries == 1
    assert revocation.try_at is not None
    assert revocation.try_at > timezone.now() + timedelta(seconds=100)
    assert revocation.secrets == {"token": "a token"}
    assert kinds()[-1] == "access not ended yet"


def test_after_days_without_an_answer_the_access_is_thrown_away_and_a_person_told(network, http):
    revocation = given_up(network.url)
    Revocation.objects.update(since=timezone.now() - revoking.LONGEST - timedelta(minutes=1))
    revocation.refresh_from_db()
    network.says(httpx.Response(503))

    work.revoke(revocation, http=http)

    revocation.refresh_from_db()
    assert bytes(revocation.sealed) == b""
    assert revocation.left_to_do == (
        f"Practice network could not be asked to end Tabard's access. {BY_HAND} Practice network."
    )


def test_server_that_let_the_software_in_by_itself_is_told_by_whom_it_is_asked(network, http):
    made = Registration(network="mastodon", server=network.url)
    made.application = Application("client", "the-secret", "https://tabard.example/back/")
    made.save()
    revocation = given_up(network.url, network="mastodon", secrets={"token": "t0ken"})
    network.says(httpx.Response(200, json={}))

    work.revoke(revocation, http=http)

    revocation.refresh_from_db()
    assert revocation.left_to_do == ""
    [heard] = network.heard
    assert parse_qs(heard.body.decode()) == {
        "token": ["t0ken"],
        "client_id": ["client"],
        "client_secret": ["the-secret"],
    }


def test_network_that_cannot_be_asked_leaves_it_to_a_person(http):
    revocation = given_up(network="pixelpost")

    work.revoke(revocation, http=http)

    revocation.refresh_from_db()
    assert revocation.left_to_do.startswith(BY_HAND)
    entry = Entry.objects.last()
    assert entry is not None
    assert facts_of(entry)["why"] == revocation.left_to_do


def test_network_that_refuses_leaves_it_to_a_person(network, http):
    revocation = given_up(network.url)
    network.says(httpx.Response(403, json={"detail": "No."}))

    work.revoke(revocation, http=http)

    revocation.refresh_from_db()
    assert revocation.left_to_do == f"{BY_HAND} Practice network."


def test_leave_for_several_accounts_is_not_ended_for_the_sake_of_one(square, http):
    left = work.give_back("squares", server=square.url, secrets={"token": "t0ken"}, http=http)

    assert (left, square.heard) == ("", [])


def test_access_that_a_network_cannot_end_is_for_a_person(network, http, monkeypatch):
    class Lasting(Practice):
        name = "Lasting"
        revoke = None  # type: ignore[assignment] # it can end nothing

    install(monkeypatch, lasting=Lasting)

    left = work.give_back("lasting", server=network.url, secrets={"token": "t0ken"}, http=http)

    assert (left, network.heard) == (f"{BY_HAND} Lasting.", [])


def test_late_answers_change_nothing_once_it_is_over(network, http):
    revocation = given_up(network.url)
    network.says(FORGOTTEN)
    work.revoke(Revocation.objects.get(), http=http)

    work.revoke(revocation, http=http)
    network.says(httpx.Response(503))
    work.revoke(revocation, http=http)

    assert kinds() == ["access given up", "access ended"]


def test_due_access_gets_a_job_and_a_time_should_the_job_die(network):
    revocation = given_up(network.url)
    later = given_up(network.url)
    Revocation.objects.filter(pk=later.pk).update(try_at=timezone.now() + timedelta(hours=1))
    network.says(FORGOTTEN)

    assert actions.start_revoking() == 1
    assert actions.start_revoking() == 0

    revocation.refresh_from_db()
    assert revocation.try_at is not None
    assert revocation.try_at > timezone.now()
    tasks.revoke(revocation_id=revocation.pk)
    tasks.revoke(revocation_id=revocation.pk)
    assert len(network.heard) == 1


def test_account_is_connected_anew_while_the_old_access_is_being_ended(network, http):
    ada = make.person()
    network.says(profile())
    ticket = make.ticket(ada)
    account = actions.connect(
        ticket, by=ada, server=network.url, secrets={"token": "old"}, http=http
    )
    actions.give_up_access(account, why="Grace leaves.")

    actions.reconnect(account, by=ada, server=network.url, secrets={"token": "new"}, http=http)

    assert Account.objects.get().state == AccountState.CONNECTED
    assert Connection.objects.get().secrets == {"token": "new"}
    assert Revocation.objects.get().secrets == {"token": "old"}


@pytest.mark.parametrize(
    "differs",
    [{"try_at": None}, {"ended_at": timezone.now()}, {"ended_at": timezone.now(), "try_at": None}],
)
def test_database_keeps_what_opens_an_access_until_it_is_ended_and_no_longer(differs):
    revocation = given_up()

    with pytest.raises(IntegrityError, match="until_it_is_ended_and_no_longer"):
        Revocation.objects.filter(pk=revocation.pk).update(**differs)


@pytest.mark.django_db(transaction=True)
def test_practice_network_itself_forgets_the_token(live_practice, http):
    ada = make.person()
    _opened, token = practice.open_account("ada_leaves", by=ada)
    account = make.account(ada, server=live_practice, secrets={"token": token})
    before = PracticeAccount.objects.get().token_hash
    actions.give_up_access(account, why="Ada leaves.")

    work.revoke(Revocation.objects.get(), http=http)

    assert PracticeAccount.objects.get().token_hash != before
    assert Revocation.objects.get().left_to_do == ""
