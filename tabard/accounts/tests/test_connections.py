"""What is known of each connection: who made it, how well it works, when it ends."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tabard.accounts import actions, work
from tabard.accounts.models import Account, Connection, Health
from tabard.accounts.models.connections import end_of
from tabard.accounts.queries import with_health
from tabard.accounts.tests.answers import STABLE_ID, profile
from tabard.common.tests.scripted import Fault
from tabard.connectors import api
from tests import make

pytestmark = pytest.mark.django_db

PAGE = "/accounts/connections/"
CHROME = 4


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def healths() -> dict[str, str]:
    return {
        one.handle: vars(one)["health"] for one in with_health(Account.objects.order_by("handle"))
    }


def noted(account: Account, **differs: Any) -> Account:
    Connection.objects.filter(account=account).update(**differs)
    return account


def one_of_each_health() -> None:
    now = timezone.now()
    make.account(handle="a_works")
    noted(make.account(handle="b_trouble"), trouble="The network is down.", trouble_at=now)
    noted(make.account(handle="c_soon"), ends_at=now + timedelta(days=13))
    noted(make.account(handle="d_later"), ends_at=now + timedelta(days=15))
    noted(make.account(handle="e_over"), ends_at=now - timedelta(days=1))
    make.account(handle="f_lost", state="lost")
    make.account(handle="g_ended", state="ended", official_until=now)


def test_health_is_told_from_what_is_known():
    one_of_each_health()

    assert healths() == {
        "a_works": Health.WORKING,
        "b_trouble": Health.TROUBLE,
        "c_soon": Health.SOON,
        "d_later": Health.WORKING,
        "e_over": Health.OVER,
        "f_lost": Health.LOST,
        "g_ended": Health.NONE,
    }


def test_worst_connections_come_first_and_what_ended_is_left_out():
    one_of_each_health()

    page = browser(make.programme_member()).get(PAGE)

    assert [one.handle for one in page.context["page"]] == [
        *("f_lost", "e_over", "c_soon", "b_trouble", "a_works", "d_later"),
    ]
    assert "The network is down. Tabard goes on trying." in words(page)
    assert "unless it is connected again before then" in words(page)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"health": "trouble"}, ["b_trouble"]),
        ({"network": "bluesky"}, ["sky"]),
        ({"network": "bluesky", "health": "lost"}, []),
        ({"network": "nowhere"}, ["f_lost", "e_over", "c_soon", "b_trouble", "sky"]),
    ],
)
def test_connections_are_found_by_network_and_health(asked, shown):
    one_of_each_health()
    make.account(handle="sky", network="bluesky")

    page = browser(make.oversight_officer()).get(PAGE, asked)

    assert [one.handle for one in page.context["page"]][:5] == shown
    assert ("No account is like that." in words(page)) == (shown == [])


def test_council_without_accounts_reads_so():
    assert "The council has no accounts yet." in words(browser(make.administrator()).get(PAGE))


@pytest.mark.parametrize("how_many", [1, 3])
def test_page_of_all_asks_the_database_as_often_for_many(how_many, django_assert_num_queries):
    team = browser(make.programme_member())
    for _ in range(how_many):
        make.account(make.person())
    team.get(PAGE)

    with django_assert_num_queries(CHROME + 3):
        team.get(PAGE)


def test_whoever_connects_is_named_and_what_they_gave_leave_for(network, http):
    ada = make.person(first_name="Ada", last_name="Okafor")
    network.says(profile())
    told: dict[str, Any] = {"server": network.url, "secrets": {"token": "t"}}
    ticket = make.ticket(ada)

    rights = ["post", "look"]
    actions.connect(ticket, by=ada, http=http, confirmed="ada_libraries", rights=rights, **told)

    page = words(browser(ada).get(reverse("accounts:mine")))
    assert "Connected by you on" in page
    assert "Tabard may: post; look." in page
    assert "last reached" in page
    assert "Connected by Ada Okafor on" in words(browser(make.programme_member()).get(PAGE))


def test_trouble_is_noted_until_the_network_answers_again(network, http):
    account = noted(make.account(server=network.url), worked_at=None)
    network.says(Fault.CUT_AFTER)

    with pytest.raises(api.TryLaterError), work.reach(account, http=http) as connector:
        connector.identify()
    in_between = healths()
    network.says(profile())
    with work.reach(Account.objects.get(), http=http) as connector:
        connector.identify()

    assert in_between == {account.handle: Health.TROUBLE}
    assert healths() == {account.handle: Health.WORKING}
    kept = Connection.objects.get()
    assert (kept.trouble, kept.trouble_at) == ("", None)
    assert kept.worked_at is not None


def test_that_it_works_is_noted_once_in_some_minutes(network, http, django_assert_num_queries):
    account = noted(make.account(server=network.url), worked_at=timezone.now())
    network.says(profile())
    account = Account.objects.select_related("connection").get()

    with django_assert_num_queries(0), work.reach(account, http=http) as connector:
        connector.identify()


def test_trouble_of_an_earlier_access_is_not_that_of_the_new_one(network, http):
    account = make.account(server=network.url)
    network.says(Fault.CUT_AFTER)

    Connection.objects.update(connected_at=timezone.now())
    with pytest.raises(api.TryLaterError), work.reach(account, http=http) as connector:
        connector.identify()

    assert healths() == {account.handle: Health.WORKING}


def test_connecting_again_ends_the_trouble(network, http):
    ada = make.person()
    account = make.account(ada, stable_id=STABLE_ID, state="lost")
    noted(account, trouble="Down.", trouble_at=timezone.now(), ends_at=timezone.now())
    network.says(profile())

    actions.reconnect(account, by=ada, server=network.url, secrets={"token": "n"}, http=http)

    kept = Connection.objects.get()
    assert (kept.trouble, kept.ends_at, kept.connected_by) == ("", None, ada)


@pytest.mark.parametrize(
    ("account", "action"),
    [
        ({"network": "practice"}, "/reconnect/"),
        ({"network": "mastodon", "server": "https://a.example"}, "/leave/"),
    ],
)
def test_lost_account_is_connected_again_by_one_button(account, action):
    ada = make.person()
    lost = make.account(ada, state="lost", **account)

    page = words(browser(ada).get(reverse("accounts:mine")))

    assert f'<form method="post" action="/accounts/{lost.pk}{action}">' in page
    assert ('name="server" value="https://a.example"' in page) == (action == "/leave/")


@given(st.dictionaries(st.sampled_from(["expires_at", "refresh_token"]), st.text(max_size=30)))
def test_end_is_known_only_where_nothing_renews_it(secrets: dict[str, str]):
    found = end_of(secrets)

    assert found is None or ("refresh_token" not in secrets and found.tzinfo is UTC)


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("1796083200", datetime(2026, 12, 1, 0, 0, tzinfo=UTC)),
        ("9" * 30, None),
        ("soon", None),
        ("", None),
    ],
)
def test_end_is_read_as_connectors_write_it(said, ends):
    assert end_of({"token": "t", "expires_at": said}) == ends
    assert end_of({"refresh_token": "r", "expires_at": said}) is None


def test_what_the_network_still_takes_is_kept_until_it_says_otherwise(network, http):
    account = make.account(server=network.url)
    left = {"RateLimit-Limit": "300", "RateLimit-Remaining": "114", "RateLimit-Reset": "600"}
    answer = profile()
    answer.headers.update(left)
    network.says(answer)

    with work.reach(account, http=http) as connector:
        connector.identify()

    kept = Connection.objects.get()
    assert (kept.reads_left, kept.writes_left, kept.writes_until) == (38, None, None)
    assert kept.reads_until is not None
    assert abs(kept.reads_until - timezone.now() - timedelta(minutes=10)) < timedelta(seconds=9)
    assert healths() == {account.handle: Health.WORKING}
    assert "38% of what Tabard may read there is left until" in words(
        browser(make.programme_member()).get(PAGE)
    )


def test_network_that_takes_nothing_more_is_told_of_in_words_until_it_does_again():
    soon, past = timezone.now() + timedelta(minutes=9), timezone.now() - timedelta(minutes=1)
    noted(make.account(handle="a_writes"), writes_left=0, writes_until=soon)
    noted(make.account(handle="b_reads"), reads_left=0, reads_until=soon)
    noted(make.account(handle="c_again"), writes_left=0, writes_until=past)
    noted(make.account(handle="d_never_said"), writes_left=0)
    noted(make.account(handle="e_some"), writes_left=4, writes_until=soon)

    page = words(browser(make.programme_member()).get(PAGE))

    assert healths() == {
        "a_writes": Health.PAUSED,
        "b_reads": Health.PAUSED,
        "c_again": Health.WORKING,
        "d_never_said": Health.WORKING,
        "e_some": Health.WORKING,
    }
    assert page.count("The network takes nothing more until") == 1
    assert page.count("The network answers nothing more until") == 1
    assert page.count("4% of what Tabard may post there is left until") == 1
    assert page.count("Waits for the network") == 3  # two accounts, and the filter


def test_new_access_begins_with_nothing_known_of_what_is_left(network, http):
    ada = make.person()
    account = make.account(ada, stable_id=STABLE_ID, state="lost")
    soon = timezone.now() + timedelta(minutes=9)
    noted(account, writes_left=0, writes_until=soon, reads_left=0, reads_until=soon)
    network.says(profile())

    actions.reconnect(account, by=ada, server=network.url, secrets={"token": "n"}, http=http)

    kept = Connection.objects.get()
    assert (kept.writes_left, kept.writes_until) == (None, None)
    assert (kept.reads_left, kept.reads_until) == (None, None)


def test_more_than_all_cannot_be_left():
    account = make.account()

    with pytest.raises(IntegrityError, match="what_is_left_is_of_a_hundred"):
        noted(account, writes_left=101)
