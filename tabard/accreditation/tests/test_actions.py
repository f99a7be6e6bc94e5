"""What people do with applications and accreditations."""

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
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import facts_of
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


def last_entry() -> tuple[str, list[int]]:
    entry = Entry.objects.last()
    assert entry is not None
    return entry.kind, entry.people


def last_facts() -> dict[str, Any]:
    entry = Entry.objects.last()
    assert entry is not None
    return facts_of(entry)


@pytest.fixture
def manager() -> Person:
    return make.person(last_name="Patel")


@pytest.fixture
def ada(manager) -> Person:
    return make.person(last_name="Okafor", manager=manager)


@pytest.fixture
def team() -> Person:
    return make.programme_member()


def endorsed(ada: Person, **differs: Any) -> Application:
    return make.application(ada, state=S.ENDORSED, endorsed_by=ada.manager, **differs)


def test_application_goes_to_the_line_manager(ada, manager):
    one = actions.apply(ada, **WISH)

    one.refresh_from_db()
    assert (one.state, one.applicant) == (S.APPLIED, ada)
    assert {name: getattr(one, name) for name in WISH} == WISH
    assert last_entry() == ("application made", [manager.pk])
    assert last_facts() == {"application": one.pk, "applicant": ada.pk, "by": ada.pk}


def test_nobody_applies_without_a_manager_or_twice(ada):
    with pytest.raises(NotAllowedError, match="Nobody is entered as your line manager"):
        actions.apply(make.person(), **WISH)
    actions.apply(ada, **WISH)
    with pytest.raises(NotAllowedError, match="under way"):
        actions.apply(ada, **WISH)

    assert Application.objects.count() == 1


def test_suspended_person_does_not_apply(ada):
    make.accreditation(ada, state="suspended", reason="A complaint.")

    with pytest.raises(NotAllowedError, match="suspended: A complaint"):
        actions.apply(ada, **WISH)


def test_application_sent_back_goes_to_the_manager_anew(ada, manager):
    one = make.application(
        ada,
        state=S.SENT_BACK,
        reason="Say where.",
        endorsed_by=manager,
        endorsed_at=timezone.now(),
    )

    actions.apply_again(one, by=ada, **{**WISH, "networks": ["bluesky"]})

    one.refresh_from_db()
    assert (one.state, one.reason, one.endorsed_by, one.endorsed_at) == (S.APPLIED, "", None, None)
    assert (one.purpose, one.networks) == (WISH["purpose"], ["bluesky"])
    assert last_entry() == ("application made again", [manager.pk])


def test_application_is_not_made_again_by_others_or_at_other_times(ada, manager):
    one = make.application(ada, state=S.SENT_BACK)

    with pytest.raises(NotAllowedError, match="Only the person who applied"):
        actions.apply_again(one, by=manager, **WISH)
    actions.apply_again(one, by=ada, **WISH)
    with pytest.raises(NotNowError):
        actions.apply_again(one, by=ada, **WISH)


def test_application_is_not_made_again_to_nobody():
    alone = make.person()
    one = make.application(alone, state=S.SENT_BACK)

    with pytest.raises(NotAllowedError, match="Nobody is entered"):
        actions.apply_again(one, by=alone, **WISH)


@pytest.mark.parametrize("state", ["applied", "endorsed", "sent_back"])
def test_application_under_way_is_withdrawn(ada, manager, state):
    one = make.application(ada, state=S(state))

    actions.withdraw(one, by=ada)

    one.refresh_from_db()
    assert one.state == S.WITHDRAWN
    assert last_entry() == ("application withdrawn", [manager.pk])


def test_application_is_withdrawn_by_its_applicant_only(ada, manager):
    one = make.application(ada)

    with pytest.raises(NotAllowedError):
        actions.withdraw(one, by=manager)


def test_endorsed_application_goes_to_the_programme_team(ada, manager, team):
    left = make.programme_member()
    left.is_active = False
    left.save()
    one = make.application(ada)

    actions.endorse(one, by=manager)

    one.refresh_from_db()
    assert (one.state, one.endorsed_by) == (S.ENDORSED, manager)
    assert one.endorsed_at is not None
    assert last_entry() == ("application endorsed", [ada.pk, team.pk])


def test_applicant_on_the_programme_team_is_told_once_and_not_asked(manager, team):
    member = make.programme_member(manager=manager)

    actions.endorse(make.application(member), by=manager)

    assert last_entry() == ("application endorsed", sorted([member.pk, team.pk]))


def test_only_the_manager_endorses_and_only_once(ada, manager, team):
    one = make.application(ada)

    with pytest.raises(NotAllowedError, match="Only the line manager of Ada Okafor"):
        actions.endorse(one, by=team)
    actions.endorse(one, by=manager)
    with pytest.raises(NotNowError):
        actions.endorse(one, by=manager)


def test_manager_sends_back_with_words(ada, manager):
    one = make.application(ada)

    actions.send_back(one, by=manager, reason="Say where.")

    one.refresh_from_db()
    assert (one.state, one.reason) == (S.SENT_BACK, "Say where.")
    assert last_entry() == ("application sent back", [ada.pk])
    assert last_facts()["why"] == "Say where."


def test_programme_team_sends_back_what_is_endorsed(ada, manager, team):
    one = endorsed(ada)

    with pytest.raises(NotAllowedError):
        actions.send_back(one, by=manager, reason="Say where.")
    actions.send_back(one, by=team, reason="Say where.")

    one.refresh_from_db()
    assert one.state == S.SENT_BACK


def test_declining_says_why_and_what_would_change_it(ada, manager, team):
    one = endorsed(ada)

    actions.decline(one, by=team, reason="Too many.", would_change="Another topic.")

    one.refresh_from_db()
    assert (one.state, one.decided_by) == (S.DECLINED, team)
    assert (one.reason, one.would_change) == ("Too many.", "Another topic.")
    assert last_entry() == ("application declined", sorted([ada.pk, manager.pk]))


def test_only_the_programme_team_declines(ada, manager):
    with pytest.raises(NotAllowedError):
        actions.decline(endorsed(ada), by=manager, reason="No.", would_change="More.")


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


def test_application_is_not_decided_before_it_is_endorsed(ada, team):
    with pytest.raises(NotNowError):
        actions.accredit(make.application(ada), by=team, until=timezone.now() + YEAR)


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


def test_suspending_and_resuming_tell_the_person_and_the_manager(ada, manager):
    officer = make.oversight_officer()
    one = make.accreditation(ada)

    actions.suspend(one, by=officer, reason="A complaint.")

    one.refresh_from_db()
    assert (one.state, one.reason) == (AccreditationState.SUSPENDED, "A complaint.")
    assert last_entry() == ("accreditation suspended", sorted([ada.pk, manager.pk]))
    assert last_facts()["why"] == "A complaint."

    actions.resume(one, by=officer)

    one.refresh_from_db()
    assert (one.state, one.reason) == (AccreditationState.ACTIVE, "")
    assert last_entry() == ("accreditation resumed", sorted([ada.pk, manager.pk]))


def test_person_without_manager_is_told_alone():
    ada = make.person()
    actions.suspend(make.accreditation(ada), by=make.oversight_officer(), reason="A complaint.")

    assert last_entry() == ("accreditation suspended", [ada.pk])


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


@pytest.mark.parametrize("do", [actions.suspend, actions.end])
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
