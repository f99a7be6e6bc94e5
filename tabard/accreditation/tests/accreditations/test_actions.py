"""What becomes of accreditations."""

import functools
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tabard.accounts.models import Account, AccountState, Connection, Ticket
from tabard.accreditation import actions
from tabard.accreditation.models import (
    Accreditation,
    AccreditationState,
    Application,
    ApplicationState,
)
from tabard.accreditation.tests.told import last_entry, last_facts
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tabard.training.settings import COURSES_NEEDED
from tests import make

pytestmark = pytest.mark.django_db


S = ApplicationState


WISH: dict[str, Any] = {
    "purpose": "To say where the mobile library stops.",
    "audience": "Villages without a library.",
    "networks": ["bluesky", "practice"],
    "handles": {"bluesky": "ada.example", "practice": "ada_libraries"},
}


YEAR = timedelta(days=365)


def endorsed(ada: Person, **differs: Any) -> Application:
    return make.application(ada, state=S.ENDORSED, endorsed_by=ada.manager, **differs)


def test_accrediting_gives_standing_and_leave_to_connect(ada, manager, team):
    one = endorsed(ada, networks=WISH["networks"], handles=WISH["handles"])
    until = timezone.now() + YEAR

    given = actions.accredit(one, by=team, until=until)

    one.refresh_from_db()
    assert (one.state, one.decided_by) == (S.ACCREDITED, team)
    assert (given.person, given.application, given.until) == (ada, one, until)
    assert given.state == AccreditationState.ACTIVE
    assert list(Ticket.objects.values_list("person", "network", "handle", "used_at")) == [
        (ada.pk, "bluesky", "ada.example", None),
        (ada.pk, "practice", "ada_libraries", None),
    ]
    decided, *given_after = Entry.objects.order_by("pk").filter(
        kind__in=["accredited", "ticket given"]
    )
    assert (decided.kind, decided.people) == ("accredited", sorted([ada.pk, manager.pk]))
    assert facts_of(decided)["until"] == until.isoformat()
    assert [one.kind for one in given_after] == ["ticket given", "ticket given"]


def test_renewal_takes_the_place_of_what_was_and_asks_for_no_account_again(ada, team):
    old = make.accreditation(ada)
    account = make.account(ada, network="practice")

    new = actions.accredit(endorsed(ada), by=team, until=timezone.now() + YEAR)

    old.refresh_from_db()
    account.refresh_from_db()
    assert (old.state, old.reason) == (
        AccreditationState.ENDED,
        "A new accreditation took its place.",
    )
    assert (new.state, account.state) == (AccreditationState.ACTIVE, AccountState.CONNECTED)
    assert not Ticket.objects.exists()


def test_nobody_is_accredited_past_a_suspension(ada, team):
    old = make.accreditation(ada, state="suspended", reason="A complaint.")
    one = endorsed(ada)

    with pytest.raises(NotAllowedError, match="is suspended"):
        actions.accredit(one, by=team, until=timezone.now() + YEAR)

    old.refresh_from_db()
    one.refresh_from_db()
    assert (old.state, one.state) == (AccreditationState.SUSPENDED, S.ENDORSED)


def test_accreditation_ends_in_the_future(ada, team):
    with pytest.raises(NotAllowedError, match="in the future"):
        actions.accredit(endorsed(ada), by=team, until=timezone.now())

    assert not Accreditation.objects.exists()


def test_leave_to_connect_is_given_again_for_what_is_missing(ada, team):
    given = actions.accredit(
        endorsed(ada, networks=["bluesky", "practice"], handles=WISH["handles"]),
        by=team,
        until=timezone.now() + YEAR,
    )
    make.account(ada, network="practice")
    Ticket.objects.update(until=timezone.now())

    actions.reopen(given, by=team)

    is_open = Ticket.objects.filter(until__gt=timezone.now())
    assert list(is_open.values_list("network", "handle")) == [("bluesky", "ada.example")]
    assert last_entry() == ("connecting opened again", [ada.pk])


def test_leave_to_connect_is_not_given_where_nothing_is_missing(ada, team):
    given = actions.accredit(endorsed(ada), by=team, until=timezone.now() + YEAR)

    with pytest.raises(NotAllowedError, match="Every account that was agreed"):
        actions.reopen(given, by=team)
    with pytest.raises(NotAllowedError, match="Only the programme team"):
        actions.reopen(given, by=make.oversight_officer())


def test_suspending_tells_those_who_look_after_it_too_and_resuming_person_and_manager(ada, manager):
    officer = make.oversight_officer()
    one = make.accreditation(ada)

    actions.suspend(one, by=officer, reason="A complaint.", review_on=make.soon())

    one.refresh_from_db()
    assert (one.state, one.reason) == (AccreditationState.SUSPENDED, "A complaint.")
    told = sorted([ada.pk, manager.pk, officer.pk])
    assert last_entry() == ("accreditation suspended", told)
    assert last_facts()["why"] == "A complaint."

    actions.resume(one, by=officer)

    one.refresh_from_db()
    assert (one.state, one.reason) == (AccreditationState.ACTIVE, "")
    assert last_entry() == ("accreditation resumed", sorted([ada.pk, manager.pk]))


def test_person_without_manager_is_told_and_whoever_looks_after_it():
    ada, officer = make.person(), make.oversight_officer()
    actions.suspend(
        make.accreditation(ada), by=officer, reason="A complaint.", review_on=make.soon()
    )

    assert last_entry() == ("accreditation suspended", sorted([ada.pk, officer.pk]))


def test_ending_takes_the_accounts_and_the_tickets_with_it(ada, manager, team):
    account = make.account(ada)
    ticket = make.ticket(ada, network="bluesky")
    theirs = make.account(make.person())
    one = make.accreditation(ada)

    actions.end(one, by=team, reason="Ada has left.")

    for thing in (one, account, ticket, theirs):
        thing.refresh_from_db()
    assert (one.state, one.reason) == (AccreditationState.ENDED, "Ada has left.")
    assert (account.state, theirs.state) == (AccountState.ENDED, AccountState.CONNECTED)
    assert ticket.has_run_out(timezone.now())
    assert list(Connection.objects.all()) == [account.connection, theirs.connection]
    assert list(Entry.objects.values_list("kind", flat=True)) == [
        "tickets withdrawn",
        "account ended",
        "accreditation ended",
    ]
    assert last_entry() == ("accreditation ended", sorted([ada.pk, manager.pk]))


@pytest.mark.parametrize(
    "do", [functools.partial(actions.suspend, review_on=make.soon()), actions.end]
)
def test_nobody_decides_about_their_own_accreditation(do):
    one = make.accreditation(make.programme_member(manager=make.person()))

    with pytest.raises(NotAllowedError, match="Somebody else has to decide"):
        do(one, by=one.person, reason="Why.")

    assert not Entry.objects.exists()


def test_ended_accreditation_is_not_resumed(ada, team):
    one = make.accreditation(ada, state="ended", reason="Ada has left.")

    with pytest.raises(NotNowError):
        actions.resume(one, by=team)

    assert not Account.objects.exists()


def test_without_a_certificate_nobody_is_accredited_unless_the_council_does_not_ask(manager, team):
    one = endorsed(make.person(first_name="Ben", last_name="Hill", manager=manager))
    until = timezone.now() + YEAR

    with pytest.raises(NotAllowedError, match="Ben Hill holds no valid certificate"):
        actions.accredit(one, by=team, until=until)
    make.chosen(COURSES_NEEDED, [])

    assert actions.accredit(one, by=team, until=until).person == one.applicant


def test_who_has_not_agreed_to_the_code_is_not_accredited(ada, team):
    one, version, until = endorsed(ada), make.code(), timezone.now() + YEAR

    with pytest.raises(NotAllowedError, match="has not agreed to the code of practice yet"):
        actions.accredit(one, by=team, until=until)
    make.code_agreement(ada, version)

    assert actions.accredit(one, by=team, until=until).person == ada


def test_who_is_behind_the_code_is_not_accredited(ada, team):
    past = timezone.now() - timedelta(days=1)
    make.code_agreement(ada, make.code(agree_by=past))
    make.code(agree_by=past)

    with pytest.raises(NotAllowedError, match="the newest version of the code of practice"):
        actions.accredit(endorsed(ada), by=team, until=timezone.now() + YEAR)
