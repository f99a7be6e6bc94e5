"""Accounts that several people hold."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tabard.accounts import actions
from tabard.accounts.models import AccountKind, AccountState, Presentation, Ticket
from tabard.accounts.tests.answers import profile
from tabard.common.rules import NotAllowedError
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


def test_ticket_for_a_shared_account_leaves_the_one_for_somebody_s_own_open():
    ada = make.person()
    until = timezone.now() + timedelta(days=30)
    rangers = Presentation(kind=AccountKind.TEAM, public_name="Rangers")
    told: dict[str, Any] = {"network": "practice", "handle": "ada", "until": until}

    own = actions.give_ticket(ada, **told)
    first, again = (actions.give_ticket(ada, **told, agreed=rangers) for _ in range(2))

    assert list(Ticket.objects.filter(until__gt=timezone.now())) == [own, again]
    assert first != again
    assert again.presentation == rangers
    assert again.what_to_do == "Connect Rangers on Practice network"


def test_connected_account_is_presented_as_was_agreed(network, http):
    network.says(profile())
    ada, service = make.person(), make.service("Rangers")
    ticket = make.ticket(ada, kind="team", public_name="Rangers", service=service)

    account = actions.connect(ticket, by=ada, server=network.url, secrets=TOKEN, http=http)

    account.refresh_from_db()
    assert account.presentation == Presentation(
        kind=AccountKind.TEAM, public_name="Rangers", service=service
    )
    assert account.name == "Rangers"


def test_shared_account_takes_one_more_who_holds_it_and_tells_all_of_them():
    ada, grace, team = make.person(), make.person(), make.programme_member()
    account = make.shared_account(ada)

    actions.share(account, person=grace, by=team)

    assert {one.person for one in account.holdings.filter(until=None)} == {ada, grace}
    assert Entry.objects.get().people == sorted([ada.pk, grace.pk])
    assert last_facts() == {"account": account.pk, "person": grace.pk, "by": team.pk}


@pytest.mark.parametrize(
    ("differs", "why"),
    [
        ({"kind": "personal"}, "one person's"),
        ({"state": "ended", "official_until": timezone.now()}, "no longer an account"),
        ({}, "holds this account already"),
    ],
)
def test_account_that_cannot_be_shared_is_not(differs, why):
    ada = make.person()
    account = make.shared_account(ada, **differs)

    with pytest.raises(NotAllowedError, match=why):
        actions.share(account, person=ada, by=make.programme_member())

    assert account.holdings.count() == 1


def test_shared_account_goes_on_without_one_of_those_who_hold_it():
    ada, grace = make.person(), make.person()
    account = make.shared_account(ada, grace)

    actions.let_go(account, person=ada, by=ada, why="I have another job.")

    account.refresh_from_db()
    assert account.state == AccountState.CONNECTED
    assert [one.person for one in account.holdings.filter(until=None)] == [grace]
    assert kinds() == ["holding ended"]
    assert Entry.objects.get().people == sorted([ada.pk, grace.pk])


def test_shared_account_does_not_even_end_when_nobody_holds_it():
    ada = make.person()
    account = make.shared_account(ada)

    actions.let_go(account, person=ada, by=None, why="Left the council.")

    account.refresh_from_db()
    assert account.state == AccountState.CONNECTED
    assert not account.holdings.filter(until=None).exists()
    assert "by" not in last_facts()


def test_account_of_one_person_ends_when_that_person_lets_go():
    ada = make.person()
    account = make.account(ada)

    actions.let_go(account, person=ada, by=None, why="Left the council.")

    account.refresh_from_db()
    assert account.state == AccountState.ENDED
    assert kinds() == ["account ended"]
