"""Each account is looked at once a day, so that what does not work is found before it is needed."""

from datetime import timedelta

import httpx
import pytest
from django.db import IntegrityError
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tabard.accounts import actions, tasks, work
from tabard.accounts.actions import looking
from tabard.accounts.models import Account, AccountState, Connection
from tabard.common.tests.scripted import Fault
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def who(**differs: str) -> httpx.Response:
    """The practice network's answer to whose a token is."""
    told = {"id": "practice:7", "handle": "ada_libraries", "name": "Ada Okafor"}
    return httpx.Response(200, json={**told, "url": "https://practice.example/@ada", **differs})


def account_at(network, holder=None, **differs) -> Account:
    told = {"stable_id": "practice:7", "handle": "ada_libraries", **differs}
    return make.account(holder, server=network.url, **told)


def kinds() -> list[str]:
    return list(Entry.objects.values_list("kind", flat=True))


def told_of(kind: str) -> set[int]:
    return set(Entry.objects.get(kind=kind).people)


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_account_that_answers_is_noted_as_seen_and_nobody_is_told(network):
    account = account_at(network)
    network.says(who())

    tasks.look_at(account_id=account.pk)

    connection = Connection.objects.get()
    assert connection.seen_at is not None
    assert timezone.now() - connection.seen_at < timedelta(minutes=1)
    assert connection.worked_at is not None
    assert kinds() == []


def test_access_that_was_taken_back_is_found_and_its_holder_told(network):
    ada = make.person()
    account = account_at(network, ada)
    network.says(httpx.Response(401))

    tasks.look_at(account_id=account.pk)
    tasks.look_at(account_id=account.pk)

    assert Account.objects.get().state == AccountState.LOST
    assert kinds() == ["connection lost"]
    assert told_of("connection lost") == {ada.pk}
    assert len(network.heard) == 1


def test_access_that_opens_another_account_now_is_lost(network):
    account = account_at(network)
    network.says(who(id="practice:8", handle="somebody_else"))

    tasks.look_at(account_id=account.pk)

    account.refresh_from_db()
    assert (account.state, account.handle) == (AccountState.LOST, "ada_libraries")
    (entry,) = Entry.objects.all()
    assert "opens somebody_else, another account" in facts_of(entry)["why"]


def test_account_that_goes_by_another_handle_is_known_by_it_and_the_team_is_told(network):
    ada, team = make.person(), make.programme_member()
    account = account_at(network, ada)
    network.says(who(handle="ada_archives", name="Ada O."))

    tasks.look_at(account_id=account.pk)

    account.refresh_from_db()
    assert (account.handle, account.display_name) == ("ada_archives", "Ada O.")
    assert kinds() == ["handle changed"]
    assert told_of("handle changed") == {ada.pk, team.pk}


def test_account_that_may_not_be_what_it_was_is_in_doubt_until_it_is_again(network):
    ada = make.person()
    account = account_at(network, ada)
    network.says(httpx.Response(403, json={"detail": "This name leads elsewhere."}))
    browser = Browser()
    browser.force_login(ada)

    tasks.look_at(account_id=account.pk)
    tasks.look_at(account_id=account.pk)
    doubted = words(browser.get(reverse("accounts:mine")))
    network.says(who())
    tasks.look_at(account_id=account.pk)
    again = words(browser.get(reverse("accounts:mine")))

    assert "In doubt" in doubted
    assert "This name leads elsewhere." in doubted
    assert kinds() == ["account in doubt"]
    assert "In doubt" not in again
    connection = Connection.objects.get()
    assert (connection.doubt, connection.doubted_at) == ("", None)


@pytest.mark.parametrize("trouble", [httpx.Response(503), httpx.Response(429), Fault.CUT_AFTER])
def test_network_that_cannot_be_asked_is_asked_within_the_hour(network, trouble):
    account = account_at(network)
    network.says(trouble)

    tasks.look_at(account_id=account.pk)

    connection = Connection.objects.get()
    assert connection.look_at is not None
    assert connection.look_at - timezone.now() <= timedelta(hours=1)
    assert (connection.trouble != "", connection.seen_at) == (True, None)
    assert kinds() == []
    assert Account.objects.get().state == AccountState.CONNECTED


@pytest.mark.parametrize("answer", [who(), httpx.Response(401), httpx.Response(403, json={})])
def test_what_was_asked_with_an_access_before_the_last_says_nothing_of_it(network, http, answer):
    before = account_at(network)
    account = Account.objects.select_related("connection").get()
    Connection.objects.update(connected_at=timezone.now())
    network.says(answer)

    work.look_at(account, http=http)

    assert Account.objects.get().state == before.state
    assert Connection.objects.get().seen_at is None
    assert kinds() == []


@pytest.mark.parametrize("how_many", [1, 3])
def test_accounts_are_started_together_and_in_turn(how_many, django_assert_num_queries):
    accounts = [make.account() for _ in range(how_many)]

    with django_assert_num_queries(6):
        assert actions.start_looking() == how_many

    assert actions.start_looking() == 0
    jobs = ProcrastinateJob.objects.filter(task_name=tasks.look_at.name)
    assert {job.args["account_id"] for job in jobs} == {one.pk for one in accounts}
    assert {job.lock for job in jobs} == {f"account-{one.pk}" for one in accounts}
    times = Connection.objects.values_list("look_at", flat=True)
    assert all(DAY - timedelta(hours=2) < at - timezone.now() <= DAY for at in times if at)


def test_only_accounts_that_are_due_and_can_be_asked_are_started():
    due = make.account()
    for later in (make.account(), make.account()):
        Connection.objects.filter(account=later).update(look_at=timezone.now() + DAY)
    make.account(state=AccountState.LOST)
    make.account(state=AccountState.ENDED, official_until=timezone.now())
    make.account(network="pixelpost")
    Connection.objects.filter(account=make.account()).delete()

    assert actions.start_looking() == 1
    (job,) = ProcrastinateJob.objects.filter(task_name=tasks.look_at.name)
    assert job.args == {"account_id": due.pk}


def test_many_are_looked_at_some_at_a_time(monkeypatch):
    monkeypatch.setattr(looking, "AT_A_TIME", 2)
    for _ in range(3):
        make.account()

    assert [actions.start_looking() for _ in range(3)] == [2, 1, 0]


def test_connecting_is_looking_and_ends_a_doubt(network, http):
    ada = make.person()
    account = account_at(network, ada)
    Connection.objects.update(doubt="It may be another.", doubted_at=timezone.now())
    network.says(who())

    actions.reconnect(account, by=ada, server=network.url, secrets={"token": "new"}, http=http)

    connection = Connection.objects.get()
    assert (connection.doubt, connection.seen_at == connection.connected_at) == ("", True)
    assert connection.look_at is not None
    assert connection.look_at > timezone.now() + timedelta(hours=20)


def test_database_keeps_no_doubt_without_its_time():
    make.account()

    with pytest.raises(IntegrityError, match="doubt_has_a_time"):
        Connection.objects.update(doubt="Why?")
