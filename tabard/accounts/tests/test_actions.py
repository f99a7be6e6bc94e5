"""What people do with accounts, on a network that says what a test has written down."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.accounts import actions
from tabard.accounts.models import Account, AccountState, Connection
from tabard.accounts.settings import COUNCILLORS
from tabard.accounts.tests.answers import STABLE_ID, profile, refusal
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.connectors.api import AccessLostError, RejectedError
from tabard.people.models import Role
from tabard.practice.models import PracticeAccount
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db

TOKEN = {"token": "t0ken"}


def kinds() -> list[str]:
    return list(Entry.objects.values_list("kind", flat=True))


def last_facts() -> dict[str, object]:
    entry = Entry.objects.last()
    assert entry is not None
    return facts_of(entry)


def test_ticket_is_given_and_told():
    ada = make.person()
    until = timezone.now() + timedelta(days=30)

    ticket = actions.give_ticket(ada, network="bluesky", handle="ada.example", until=until)

    assert (ticket.person, ticket.network, ticket.handle, ticket.until) == (
        ada,
        "bluesky",
        "ada.example",
        until,
    )
    assert Entry.objects.get().people == [ada.pk]
    assert last_facts() == {"ticket": ticket.pk, "person": ada.pk, "network": "bluesky"}


def test_new_ticket_takes_the_place_of_the_open_one_for_the_same_network():
    ada = make.person()
    old, other = make.ticket(ada, network="bluesky"), make.ticket(ada, network="practice")
    theirs = make.ticket(network="bluesky")
    until = timezone.now() + timedelta(days=30)

    new = actions.give_ticket(ada, network="bluesky", handle="", until=until)

    now = timezone.now()
    for ticket in (old, other, theirs):
        ticket.refresh_from_db()
    assert [one.has_run_out(now) for one in (old, other, theirs, new)] == [True, *[False] * 3]


def test_withdrawn_tickets_cannot_be_used():
    ada = make.person()
    ticket, theirs = make.ticket(ada), make.ticket()

    actions.withdraw_tickets(ada, why="The pilot is over.")

    ticket.refresh_from_db()
    theirs.refresh_from_db()
    now = timezone.now()
    assert (ticket.has_run_out(now), theirs.has_run_out(now)) == (True, False)
    assert last_facts() == {"person": ada.pk, "why": "The pilot is over."}


def test_nothing_is_recorded_where_there_was_no_ticket_to_withdraw():
    actions.withdraw_tickets(make.person(), why="The pilot is over.")

    assert kinds() == []


def test_connecting_keeps_what_the_network_says_of_the_account(network, http):
    network.says(profile(name="Ada\u202e at\x00 Exampleton" + "!" * 400))
    ada = make.person()
    ticket = make.ticket(ada)

    account = actions.connect(
        ticket, by=ada, server=network.url, secrets={"token": "t0ken"}, http=http
    )

    account.refresh_from_db()
    ticket.refresh_from_db()
    assert (account.stable_id, account.handle) == (STABLE_ID, "ada_libraries")
    assert account.display_name == ("Ada at Exampleton" + "!" * 400)[:300]
    assert (account.server, account.state) == (network.url, AccountState.CONNECTED)
    assert account.connection.secrets == {"token": "t0ken"}
    assert [(one.person, one.until) for one in account.holdings.all()] == [(ada, None)]
    assert ticket.used_at is not None
    assert [heard.headers["authorization"] for heard in network.heard] == ["Bearer t0ken"]


def test_record_of_connecting_holds_no_secret(network, http):
    network.says(profile())
    ada = make.person()

    account = actions.connect(
        make.ticket(ada), by=ada, server=network.url, secrets={"token": "t0ken"}, http=http
    )

    assert kinds() == ["account connected"]
    assert last_facts() == {
        "account": account.pk,
        "network": "practice",
        "stable_id": STABLE_ID,
        "handle": "ada_libraries",
        "by": ada.pk,
    }


@pytest.mark.parametrize("agreed", ["", "ada_libraries", "@Ada_Libraries "])
def test_agreed_handle_is_connected_without_a_question(network, http, agreed):
    network.says(profile())
    ada = make.person()

    actions.connect(
        make.ticket(ada, handle=agreed), by=ada, server=network.url, secrets=TOKEN, http=http
    )

    assert kinds() == ["account connected"]


def test_another_handle_than_agreed_is_asked_about_and_not_connected(network, http):
    network.says(profile())
    ada = make.person()
    ticket = make.ticket(ada, handle="ada_roads")

    with pytest.raises(actions.AnotherHandleError, match="This is ada_libraries, another account"):
        actions.connect(
            ticket, by=ada, server=network.url, secrets=TOKEN, http=http, confirmed="practice:other"
        )

    ticket.refresh_from_db()
    assert ticket.used_at is None
    assert Account.objects.count() == 0


def test_another_handle_that_is_confirmed_is_connected_and_the_programme_team_is_told(
    network, http
):
    network.says(profile())
    ada, team = make.person(), make.person(Role.PROGRAMME_TEAM)
    ticket = make.ticket(ada, handle="ada_roads")

    account = actions.connect(
        ticket, by=ada, server=network.url, secrets=TOKEN, http=http, confirmed=STABLE_ID
    )

    entry = Entry.objects.get(kind="another handle connected")
    assert entry.people == [ada.pk, team.pk]
    assert facts_of(entry) == {
        "account": account.pk,
        "network": "practice",
        "handle": "ada_libraries",
        "agreed": "ada_roads",
        "by": ada.pk,
    }


@pytest.mark.parametrize("agreed", ["", "ada_roads"])
@pytest.mark.parametrize("problem", ["reserved", "councillor", "look-alike"])
def test_name_that_nobody_agreed_on_and_nobody_may_have_is_not_connected(
    network, http, agreed, problem
):
    names = {
        "reserved": ("the_mayor", "“mayor” is a name that the council has reserved."),
        "councillor": ("jane_smith", "It could be taken for an account of Cllr Jane Smith."),
        "look-alike": ("ranger_e1lidh", "It looks like ranger_eilidh, an account of the council"),
    }
    handle, why = names[problem]
    make.chosen(COUNCILLORS, ["Cllr Jane Smith"])
    make.account(make.person(), handle="ranger_eilidh")
    network.says(profile(handle=handle))
    ada = make.person()
    ticket = make.ticket(ada, handle=agreed)

    with pytest.raises(NotAllowedError, match=f"{handle} cannot be connected. {why}"):
        actions.connect(
            ticket, by=ada, server=network.url, secrets=TOKEN, http=http, confirmed=STABLE_ID
        )

    ticket.refresh_from_db()
    assert ticket.used_at is None
    assert not ada.holdings.exists()


def test_name_that_was_agreed_on_is_connected_although_it_is_reserved(network, http):
    network.says(profile(handle="the_mayor"))
    ada = make.person()
    ticket = make.ticket(ada, handle="the_mayor")

    account = actions.connect(ticket, by=ada, server=network.url, secrets=TOKEN, http=http)

    assert account.handle == "the_mayor"


def test_practice_account_of_a_name_that_nobody_may_have_is_not_even_opened(http):
    ada = make.person()

    with pytest.raises(NotAllowedError, match="“mayor” is a name that the council has reserved"):
        actions.connect_practice(make.ticket(ada), by=ada, handle="the_mayor", http=http)

    assert not PracticeAccount.objects.exists()


def test_account_that_a_colleague_held_before_is_not_its_own_look_alike(network, http):
    make.account(make.person(), handle="ada_libraries", stable_id=STABLE_ID).holdings.update(
        until=timezone.now()
    )
    network.says(profile())
    ada = make.person()

    account = actions.connect(
        make.ticket(ada), by=ada, server=network.url, secrets=TOKEN, http=http
    )

    assert account.handle == "ada_libraries"


@pytest.mark.parametrize(
    ("roles", "why"),
    [
        ((), "Disconnected by its holder."),
        ((Role.PROGRAMME_TEAM,), "Disconnected by the programme team."),
    ],
)
def test_disconnecting_ends_the_account_and_says_who_did_it(roles, why):
    ada = make.person()
    account = make.account(ada)
    by = make.person(*roles) if roles else ada

    actions.disconnect(account, by=by)

    account.refresh_from_db()
    assert account.state == AccountState.ENDED
    assert last_facts() == {"account": account.pk, "by": by.pk, "why": why}


def test_nobody_else_disconnects_an_account():
    account = make.account(make.person())

    with pytest.raises(NotAllowedError, match="Only the person who holds this account"):
        actions.disconnect(account, by=make.person(Role.REVIEWER))

    assert kinds() == []


def test_ticket_of_somebody_else_connects_nothing_and_asks_nobody(network, http):
    network.says(profile())

    with pytest.raises(NotAllowedError, match="given to somebody else"):
        actions.connect(
            make.ticket(), by=make.person(), server=network.url, secrets={"token": "t"}, http=http
        )

    assert network.heard == []


def test_ticket_connects_once(network, http):
    network.says(profile())
    ada = make.person()
    ticket = make.ticket(ada)
    access = {"server": network.url, "secrets": {"token": "t"}}
    actions.connect(ticket, by=ada, http=http, **access)

    with pytest.raises(NotAllowedError, match="already connected"):
        actions.connect(ticket, by=ada, http=http, **access)


def test_network_that_refuses_leaves_the_ticket_open(network, http):
    network.says(refusal(401))
    ada = make.person()
    ticket = make.ticket(ada)

    with pytest.raises(AccessLostError):
        actions.connect(ticket, by=ada, server=network.url, secrets={"token": "t"}, http=http)

    ticket.refresh_from_db()
    assert (ticket.used_at, Account.objects.count(), kinds()) == (None, 0, [])


def test_account_of_a_colleague_is_not_taken_over(network, http):
    network.says(profile())
    colleague = make.account(make.person(), stable_id=STABLE_ID, handle="before")
    ada = make.person()
    ticket = make.ticket(ada)

    with pytest.raises(NotAllowedError, match="Somebody else at the council"):
        actions.connect(ticket, by=ada, server=network.url, secrets={"token": "t"}, http=http)

    ticket.refresh_from_db()
    colleague.refresh_from_db()
    assert (ticket.used_at, colleague.handle) == (None, "before")
    assert colleague.connection.secrets == {"token": "a token"}


def test_account_that_moved_to_another_server_keeps_its_new_address(network, http):
    network.says(profile(handle="renamed"))
    ada = make.person()
    account = make.account(ada, stable_id=STABLE_ID, server="https://old.example")

    actions.connect(make.ticket(ada), by=ada, server=network.url, secrets={"token": "t"}, http=http)

    account.refresh_from_db()
    assert (account.server, account.handle) == (network.url, "renamed")
    assert account.holdings.count() == 1


def test_ended_account_becomes_the_councils_anew(network, http):
    network.says(profile())
    long_ago = timezone.now() - timedelta(days=100)
    account = make.account(
        stable_id=STABLE_ID,
        state=AccountState.ENDED,
        official_from=long_ago,
        official_until=long_ago,
    )
    Connection.objects.all().delete()
    ada = make.person()

    actions.connect(make.ticket(ada), by=ada, server=network.url, secrets={"token": "t"}, http=http)

    account.refresh_from_db()
    assert (account.state, account.official_until) == (AccountState.CONNECTED, None)
    assert account.official_from > long_ago


@pytest.mark.parametrize(
    "told",
    [
        {"handle": "a\x00b"},
        {"handle": "\u202egro.elpmaxe"},
        {"handle": "a" * 301},
        {"handle": ""},
        {"id": "practice:" + "9" * 300},
        {"id": "practice:\n7"},
        {"url": "http://localhost/" + "a" * 300},
    ],
)
def test_profile_that_cannot_be_kept_is_refused(network, http, told):
    network.says(profile(**told))
    ada = make.person()

    with pytest.raises(RejectedError, match="in a way that we cannot keep"):
        actions.connect(
            make.ticket(ada), by=ada, server=network.url, secrets={"token": "t"}, http=http
        )

    assert Account.objects.count() == 0


def test_practice_account_is_opened_and_connected(network, http):
    network.says(profile())
    ada = make.person()

    account = actions.connect_practice(make.ticket(ada), by=ada, handle="@Ada_Libraries", http=http)

    assert PracticeAccount.objects.get().handle == "ada_libraries"
    assert (account.server, account.is_practice) == (network.url, True)
    assert kinds() == ["practice account opened", "account connected"]


def test_practice_account_is_not_opened_without_a_ticket(network, http):
    network.says(profile())

    with pytest.raises(NotAllowedError, match="somebody else"):
        actions.connect_practice(make.ticket(), by=make.person(), handle="ada", http=http)

    assert PracticeAccount.objects.count() == 0


def test_practice_account_of_a_failed_try_is_used_at_the_next(network, http):
    network.says(refusal(503))
    ada = make.person()
    ticket = make.ticket(ada)
    with pytest.raises(Exception, match="trouble"):
        actions.connect_practice(ticket, by=ada, handle="ada_libraries", http=http)
    network.says(profile())

    actions.connect_practice(ticket, by=ada, handle="ada_libraries", http=http)

    first, second = (heard.headers["authorization"] for heard in network.heard)
    assert first != second
    assert PracticeAccount.objects.count() == 1


def test_practice_handle_of_a_colleague_is_refused(network, http):
    network.says(profile())
    ben, ada = make.person(), make.person()
    actions.connect_practice(make.ticket(ben), by=ben, handle="libraries", http=http)

    with pytest.raises(NotAllowedError, match="Somebody else is called @libraries"):
        actions.connect_practice(make.ticket(ada), by=ada, handle="libraries", http=http)


def test_lost_account_is_connected_again(network, http):
    network.says(profile(handle="renamed"))
    ada = make.person()
    account = make.account(ada, stable_id=STABLE_ID, state=AccountState.LOST)

    actions.reconnect(account, by=ada, server=network.url, secrets={"token": "new"}, http=http)

    account.refresh_from_db()
    assert (account.state, account.handle) == (AccountState.CONNECTED, "renamed")
    assert Connection.objects.get().secrets == {"token": "new"}
    assert last_facts() == {"account": account.pk, "by": ada.pk}


def test_reconnecting_as_another_account_is_refused(network, http):
    network.says(profile(id="practice:another", handle="ben_roads"))
    ada = make.person()
    account = make.account(ada, handle="ada_libraries", state=AccountState.LOST)

    with pytest.raises(NotAllowedError, match="That is ben_roads, another account"):
        actions.reconnect(account, by=ada, server=network.url, secrets={"token": "t"}, http=http)

    account.refresh_from_db()
    assert (account.state, account.handle) == (AccountState.LOST, "ada_libraries")


def test_reconnecting_the_account_of_another_is_refused(network, http):
    network.says(profile())
    account = make.account(make.person(), stable_id=STABLE_ID)

    with pytest.raises(NotAllowedError, match="You do not hold"):
        actions.reconnect(
            account, by=make.person(), server=network.url, secrets={"token": "t"}, http=http
        )

    assert network.heard == []


def test_practice_account_is_given_new_access(network, http):
    network.says(profile())
    ada = make.person()
    account = actions.connect_practice(make.ticket(ada), by=ada, handle="ada_libraries", http=http)
    before = account.connection.secrets

    actions.reconnect_practice(account, by=ada, http=http)

    assert Connection.objects.get().secrets != before
    assert kinds()[-2:] == ["practice token renewed", "account reconnected"]


def test_lost_connection_is_told_once_to_those_who_hold_the_account():
    ada = make.person()
    account = make.account(ada)

    for _ in range(2):
        actions.lose(
            account, why="The app password was deleted.", connected_at=account.connected_at
        )

    account.refresh_from_db()
    assert account.state == AccountState.LOST
    assert Entry.objects.get().people == [ada.pk]
    assert last_facts() == {"account": account.pk, "why": "The app password was deleted."}


def test_refusal_of_an_earlier_access_does_not_lose_an_account_connected_again():
    ada = make.person()
    account = make.account(ada)
    before = account.connected_at
    Connection.objects.update(connected_at=timezone.now())
    account = Account.objects.get()

    actions.lose(account, why="The app password was deleted.", connected_at=before)

    account.refresh_from_db()
    assert account.state == AccountState.CONNECTED
    assert not Entry.objects.exists()


def test_ended_account_keeps_its_access_for_taking_posts_down():
    ada, team = make.person(), make.programme_member()
    account = make.account(ada)

    actions.end(account, by=team, why="Ada has left.")

    account.refresh_from_db()
    assert account.state == AccountState.ENDED
    assert account.official_until is not None
    assert not account.holdings.filter(until=None).exists()
    assert account.access_kept_until == account.official_until + timedelta(days=30)
    assert Entry.objects.get().people == [ada.pk]


def ended(days_ago: int) -> Account:
    at = timezone.now() - timedelta(days=days_ago)
    since = at - timedelta(days=100)
    return make.account(state=AccountState.ENDED, official_from=since, official_until=at)


def test_access_of_an_ended_account_is_thrown_away_after_thirty_days():
    long_ago, lately, ours = ended(30), ended(29), make.account(make.person())

    assert (actions.forget_ended(), actions.forget_ended()) == (1, 0)

    kept = Connection.objects.values_list("account", flat=True)
    assert set(kept) == {lately.pk, ours.pk}
    assert Account.objects.get(pk=long_ago.pk).access_kept_until is None
    assert kinds() == ["access thrown away"]
    assert last_facts() == {"account": long_ago.pk}


def test_access_is_thrown_away_with_few_questions(django_assert_num_queries):
    with django_assert_num_queries(3):
        actions.forget_ended()


def test_account_that_became_the_councils_anew_keeps_its_new_access(network, http):
    network.says(profile())
    ada, account = make.person(), ended(40)
    Account.objects.filter(pk=account.pk).update(stable_id=STABLE_ID)
    actions.connect(make.ticket(ada), by=ada, server=network.url, secrets={"token": "t"}, http=http)

    assert actions.forget_ended() == 0

    assert Connection.objects.get().secrets == {"token": "t"}


def test_account_does_not_end_twice():
    team = make.programme_member()
    account = actions.end(make.account(make.person()), by=team, why="Ada has left.")

    with pytest.raises(NotNowError):
        actions.end(account, by=team, why="Again.")

    assert kinds() == ["account ended"]
