"""Whoever has left the council speaks for it no more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.accounts.models import AccessLock, Ticket
from tabard.accreditation import actions
from tabard.accreditation.models import (
    UNDER_WAY,
    Application,
    ApplicationState,
    MoveAppealState,
    ProposalState,
    StandingKind,
)
from tabard.accreditation.queries import moves_to_hear, proposals_to_decide, standing
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db


def test_accreditation_of_whoever_has_left_ends_and_the_manager_is_told():
    ada = make.gone(make.author())
    ticket = make.ticket(ada)
    stays = make.leaver(days=0)

    assert actions.close_for_leavers() == 1
    assert actions.close_for_leavers() == 0

    assert standing(ada).kind == StandingKind.ENDED
    assert standing(ada).why == "Your accreditation has ended: “Left the council.”"
    assert standing(stays).kind == StandingKind.ACCREDITED
    assert Ticket.objects.get(pk=ticket.pk).has_run_out(timezone.now())
    entry = Entry.objects.get(kind="accreditation ended")
    assert entry.people == [ada.manager_id]
    assert "by" not in facts_of(entry)


@pytest.mark.parametrize("how_many", [1, 4])
def test_all_leavers_are_closed_in_one_update(how_many: int, django_assert_num_queries):
    leavers = [make.gone(make.author()) for _ in range(how_many)]
    # For all of them together; then for each the entry, the tickets and the lock.
    together, each = 17, 10

    with django_assert_num_queries(together + each * how_many):
        actions.close_for_leavers()

    assert {standing(one).kind for one in leavers} == {StandingKind.ENDED}


def test_suspended_accreditation_of_a_leaver_ends_too():
    ada = make.accreditation(state="suspended", reason="Because.").person
    make.gone(ada)

    actions.close_for_leavers()

    assert standing(ada).kind == StandingKind.ENDED


def test_leaver_who_was_suspended_is_not_locked_out_should_they_come_back():
    one = make.accreditation()
    actions.suspend(one, by=make.programme_member(), reason="Because.", review_on=make.soon())
    assert AccessLock.objects.filter(person=one.person).exists()
    make.gone(one.person)

    actions.close_for_leavers()

    assert not AccessLock.objects.exists()


def test_suspension_of_a_leaver_is_over_and_nobody_is_chased():
    suspension = make.suspension(since=timezone.now() - timedelta(days=9))
    make.gone(suspension.person)

    actions.close_for_leavers()

    suspension.refresh_from_db()
    assert suspension.ended_at is not None
    assert actions.chase() == 0
    assert facts_of(Entry.objects.get(kind="accreditation ended"))["suspension"] == suspension.pk


def test_proposal_about_a_leaver_is_overtaken_and_waits_for_nobody():
    proposal, other, team = make.proposal(), make.proposal(), make.programme_member()
    make.gone(proposal.person)

    actions.close_for_leavers()

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.OVERTAKEN
    assert list(proposals_to_decide(team)) == [other]
    assert Entry.objects.get(kind="proposal overtaken").people == [proposal.person_id]


@pytest.mark.parametrize("state", sorted(UNDER_WAY))
def test_what_a_leaver_has_under_way_is_dropped_and_nobody_is_reminded(state: ApplicationState):
    long_ago = timezone.now() - timedelta(days=90)
    application = _under_way(state, waits_since=long_ago)
    other = _under_way(state, waits_since=timezone.now())
    make.gone(application.applicant)

    assert actions.close_for_leavers() == 1
    assert actions.close_for_leavers() == 0

    application.refresh_from_db()
    other.refresh_from_db()
    assert (application.state, other.state) == (ApplicationState.WITHDRAWN, state)
    assert actions.remind() == 0
    told = facts_of(Entry.objects.get(kind="application dropped"))
    assert told == {"application": application.pk, "applicant": application.applicant_id}


def _under_way(state: ApplicationState, **differs) -> Application:
    if state == ApplicationState.APPEALED:
        differs |= {"would_change": "More time.", "reason": "No time.", "appeal": "There is."}
        differs |= {"appealed_at": timezone.now()}
    return make.application(state=state, **differs)


def test_appeal_of_a_leaver_against_a_move_waits_for_nobody():
    appeal, other, officer = make.move_appeal(), make.move_appeal(), make.oversight_officer()
    make.gone(appeal.person)

    actions.close_for_leavers()

    appeal.refresh_from_db()
    assert appeal.state == MoveAppealState.DROPPED
    assert list(moves_to_hear(officer)) == [other]
    told = facts_of(Entry.objects.get(kind="move appeal dropped"))
    assert told == {"appeal": appeal.pk, "move": appeal.move_id, "person": appeal.person_id}
