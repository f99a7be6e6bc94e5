"""Moves on the ladder: proposed by rules, decided by people, each with its reason."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tabard.accreditation import actions, queries
from tabard.accreditation.models import (
    Accreditation,
    ApplicationState,
    EvidenceKind,
    Move,
    MoveAppeal,
    Proposal,
    ProposalState,
    Rung,
    rung_after,
)
from tabard.accreditation.settings import FIRST_RUNG, WEEKS_TO_REVIEW
from tabard.accreditation.settings.ladder import TO_SAMPLED
from tabard.accreditation.tests.told import last_entry, last_facts
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.people.models import Absence, Person
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tabard.training.models import SittingState
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()
DAY = timedelta(days=1)


def ready(how_many: int = 10, **differs) -> Accreditation:
    """Make somebody on the first rung who has done what a move up needs, and is due today."""
    one = make.accreditation(**{"review_on": TODAY, **differs})
    for _ in range(how_many):
        make.evidence(one.person)
    edition = make.newest_edition("pilot")
    make.sitting(one.person, edition, state=SittingState.PASSED)
    return one


def row(one: Accreditation) -> Accreditation:
    return Accreditation.objects.get(pk=one.pk)


# Proposing


def test_move_is_proposed_and_moves_nobody():
    panel = make.programme_member()
    one = ready()

    assert actions.propose(timezone.now()) == 1

    proposal = Proposal.objects.get()
    assert (proposal.from_rung, proposal.to_rung) == (Rung.CHECKED, Rung.SAMPLED)
    assert (proposal.state, proposal.person) == (ProposalState.OPEN, one.person)
    assert (row(one).rung, row(one).review_on) == (Rung.CHECKED, TODAY + 84 * DAY)
    assert not Move.objects.exists()
    assert last_entry() == ("move proposed", sorted([one.person.pk, panel.pk]))
    assert last_facts() == {
        "proposal": proposal.pk,
        "accreditation": one.pk,
        "person": one.person.pk,
        "before": "checked",
        "after": "sampled",
        "why": proposal.because,
    }


def test_trouble_is_proposed_down_and_moves_nobody():
    one = make.trusted_author().accreditations.get()
    Accreditation.objects.update(review_on=TODAY)
    for _ in range(3):
        make.evidence(one.person, EvidenceKind.FINDING)

    actions.propose(timezone.now())

    assert (Proposal.objects.get().to_rung, row(one).rung) == (Rung.SAMPLED, Rung.FREE)


@pytest.mark.parametrize(
    "differs",
    [
        {"review_on": TODAY + DAY},
        {"state": "suspended", "reason": "Why."},
        {"until": NOW - DAY},
    ],
)
def test_nobody_is_looked_at_before_the_day_or_without_standing(differs):
    one = ready(**differs)

    assert actions.propose(timezone.now()) == 0

    assert not Proposal.objects.exists()
    assert row(one).review_on == one.review_on


def test_rung_that_stays_right_is_looked_at_on_the_next_day_for_it():
    one = ready(how_many=3)

    actions.propose(timezone.now())

    assert not Proposal.objects.exists()
    assert row(one).review_on == TODAY + 84 * DAY
    assert last_entry() == ("rung stays", [one.person.pk])
    assert last_facts() == {
        "accreditation": one.pk,
        "person": one.person.pk,
        "rung": "checked",
        "review_on": (TODAY + 84 * DAY).isoformat(),
    }


def test_rung_of_somebody_who_is_away_is_looked_at_when_they_are_back():
    one = ready()
    absence = Absence.objects.create(person=one.person, since=TODAY - 90 * DAY)

    assert actions.propose(timezone.now()) == 0
    assert (row(one).review_on, Entry.objects.exists()) == (TODAY, False)

    absence.until = TODAY - DAY
    absence.save()
    assert actions.propose(timezone.now()) == 1


def test_nobody_is_told_to_decide_about_their_own_line():
    head = make.programme_member()
    boss, other = make.programme_member(manager=head), make.programme_member()
    below = make.programme_member(manager=make.person(manager=boss))
    one = ready(holder=make.person(manager=boss))
    Person.objects.filter(pk=below.pk).update(manager=one.person)

    actions.propose(timezone.now())

    assert last_entry() == ("move proposed", sorted([one.person.pk, other.pk]))


def test_nothing_is_proposed_twice():
    one = ready()
    actions.propose(timezone.now())
    Accreditation.objects.update(review_on=TODAY)

    actions.propose(timezone.now())

    assert Proposal.objects.count() == 1
    assert row(one).review_on == TODAY


def test_council_s_own_numbers_are_asked():
    make.chosen(TO_SAMPLED, 2)
    make.chosen(WEEKS_TO_REVIEW, 4)
    one = ready(how_many=2)

    actions.propose(timezone.now())

    assert Proposal.objects.get().accreditation == one
    assert row(one).review_on == TODAY + 28 * DAY


def test_many_are_proposed_with_as_many_queries_as_one():
    def count(how_many: int) -> int:
        for _ in range(how_many):
            ready(how_many=10)
        with CaptureQueriesContext(connection) as asked:
            assert actions.propose(timezone.now()) == how_many
        return len(asked)

    assert count(1) == count(20)


# Deciding


def proposed(**differs) -> Proposal:
    one = ready(**differs)
    actions.propose(timezone.now())
    return Proposal.objects.get(accreditation=one)


def test_panel_follows_a_proposal_with_a_reason():
    proposal, panel = proposed(), make.programme_member()

    move = actions.follow(proposal, by=panel, reason="Careful from the first day.")

    one = row(proposal.accreditation)
    assert (one.rung, one.rung_since, one.review_on) == (Rung.SAMPLED, move.at, TODAY + 84 * DAY)
    assert (move.from_rung, move.to_rung, move.by) == (Rung.CHECKED, Rung.SAMPLED, panel)
    assert (move.proposal, move.is_up) == (proposal, True)
    found = Proposal.objects.get()
    assert (found.state, found.decided_by) == (ProposalState.FOLLOWED, panel)
    assert last_entry() == ("moved on the ladder", [one.person.pk])
    assert last_facts() == {
        "move": move.pk,
        "accreditation": one.pk,
        "person": one.person.pk,
        "before": "checked",
        "after": "sampled",
        "by": panel.pk,
        "why": "Careful from the first day.",
    }


def test_panel_sets_a_proposal_aside_with_a_reason():
    proposal, panel = proposed(), make.programme_member()

    found = actions.set_aside(proposal, by=panel, reason="The posts were all alike.")

    assert (found.state, found.reason) == (ProposalState.SET_ASIDE, "The posts were all alike.")
    assert row(proposal.accreditation).rung == Rung.CHECKED
    assert last_entry() == ("proposal set aside", [proposal.person.pk])


def test_proposal_is_decided_once():
    proposal, panel = proposed(), make.programme_member()
    actions.set_aside(proposal, by=panel, reason="Not yet.")

    with pytest.raises(NotNowError):
        actions.follow(proposal, by=panel, reason="Yes.")
    assert not Move.objects.exists()


@pytest.mark.parametrize("decide", [actions.follow, actions.set_aside])
def test_nobody_decides_about_themselves_or_their_own_line(decide):
    boss = make.programme_member()
    proposal = proposed(holder=make.programme_member(manager=boss))

    for person, match in [
        (proposal.person, "your own rung"),
        (boss, "one line of management"),
        (make.oversight_officer(), "Only the programme team"),
    ]:
        with pytest.raises(NotAllowedError, match=match):
            decide(proposal, by=person, reason="Why not.")
    assert Proposal.objects.get().state == ProposalState.OPEN


def test_panel_moves_without_a_proposal_and_an_open_one_is_overtaken():
    proposal, panel = proposed(), make.programme_member()

    move = actions.move(proposal.accreditation, to=Rung.FREE, by=panel, reason="A trainer.")

    assert (move.proposal, row(proposal.accreditation).rung) == (None, Rung.FREE)
    assert Proposal.objects.get().state == ProposalState.OVERTAKEN
    kinds = list(Entry.objects.order_by("-pk").values_list("kind", flat=True)[:2])
    assert kinds == ["moved on the ladder", "proposal overtaken"]


def test_nobody_is_moved_to_where_they_stand():
    one = make.accreditation()

    with pytest.raises(NotAllowedError, match="stands on this rung already"):
        actions.move(one, to=Rung.CHECKED, by=make.programme_member(), reason="Why.")


def test_end_of_an_accreditation_overtakes_what_is_proposed():
    proposal = proposed()

    actions.end(proposal.accreditation, by=make.programme_member(), reason="They left.")

    assert Proposal.objects.get().state == ProposalState.OVERTAKEN


def test_new_accreditation_keeps_the_rung_and_overtakes_what_is_proposed():
    proposal, panel = proposed(), make.programme_member()
    actions.move(proposal.accreditation, to=Rung.SAMPLED, by=panel, reason="Yes.")
    application = make.application(
        proposal.person, state=ApplicationState.ENDORSED, endorsed_by=proposal.person.manager
    )

    new = actions.accredit(application, by=panel, until=NOW + 300 * DAY)

    before = row(proposal.accreditation)
    assert (new.rung, new.rung_since) == (Rung.SAMPLED, before.rung_since)
    assert before.state == "ended"


def test_new_accreditation_begins_on_the_rung_that_the_council_has_set():
    make.chosen(FIRST_RUNG, "sampled")
    application = make.application(state=ApplicationState.ENDORSED, endorsed_by=make.person())
    edition = make.newest_edition("pilot")
    make.sitting(application.applicant, edition, state=SittingState.PASSED)

    new = actions.accredit(application, by=make.programme_member(), until=NOW + 300 * DAY)

    assert (new.rung, new.review_on) == (Rung.SAMPLED, TODAY + 84 * DAY)


# Appealing


def moved(**differs) -> Move:
    one = make.accreditation(rung=Rung.FREE, **differs)
    return actions.move(one, to=Rung.CHECKED, by=make.programme_member(), reason="Too quick.")


def test_appeal_is_told_to_those_who_can_decide_it():
    boss = make.programme_member()
    move = moved(holder=make.person(manager=boss))
    other, officer = make.programme_member(), make.oversight_officer()

    appeal = actions.appeal_move(move, by=move.person, words="I had asked first.")

    told = Entry.objects.get(kind="move appealed").people
    assert told == sorted([move.person.pk, other.pk, officer.pk])
    assert (appeal.moved_by, appeal.state) == (move.by, "waiting")
    assert row(move.accreditation).rung == Rung.CHECKED


def test_overturned_move_is_taken_back():
    move, officer = moved(), make.oversight_officer()
    appeal = actions.appeal_move(move, by=move.person, words="I had asked first.")

    actions.overturn_move(appeal, by=officer, answer="So it was.")

    back = Move.objects.get(takes_back=move)
    assert (back.from_rung, back.to_rung, back.by) == (Rung.CHECKED, Rung.FREE, officer)
    assert row(move.accreditation).rung == Rung.FREE
    assert last_entry()[0] == "moved on the ladder"
    overturned = Entry.objects.get(kind="move overturned")
    assert overturned.people == sorted([move.person.pk, move.by.pk])
    assert facts_of(overturned)["why"] == "So it was."


@pytest.mark.parametrize("change", [{"rung": Rung.FREE}, {"state": "ended", "reason": "Left."}])
def test_overturning_leaves_alone_who_is_there_already_or_has_ended(change):
    move = moved()
    appeal = actions.appeal_move(move, by=move.person, words="I had asked first.")
    Accreditation.objects.update(**change)

    actions.overturn_move(appeal, by=make.oversight_officer(), answer="So it was.")

    assert MoveAppeal.objects.get().state == "overturned"
    assert Move.objects.count() == 1


def appealed(one: Accreditation, to: Rung) -> MoveAppeal:
    """Move somebody, and let them appeal against it."""
    made = actions.move(row(one), to=to, by=make.programme_member(), reason="Why.")
    return actions.appeal_move(made, by=one.person, words="Again, please.")


def overturn(appeal: MoveAppeal) -> None:
    actions.overturn_move(appeal, by=make.oversight_officer(), answer="So it was.")


def test_overturned_move_leaves_alone_what_was_decided_after_it():
    one = make.accreditation(rung=Rung.FREE)
    first = appealed(one, Rung.SAMPLED)
    actions.move(row(one), to=Rung.CHECKED, by=make.programme_member(), reason="Something else.")

    overturn(first)

    assert row(one).rung == Rung.CHECKED
    assert Move.objects.count() == 2


def test_two_overturned_moves_lead_back_to_where_both_began_in_any_order():
    for turn in (list, reversed):
        one = make.accreditation(rung=Rung.FREE)
        for appeal in turn([appealed(one, Rung.SAMPLED), appealed(one, Rung.CHECKED)]):
            overturn(appeal)

        assert row(one).rung == Rung.FREE


def test_overturned_move_gives_back_what_somebody_has_climbed_only_partly_since():
    one = make.accreditation(rung=Rung.FREE)
    first = appealed(one, Rung.CHECKED)
    actions.move(row(one), to=Rung.SAMPLED, by=make.programme_member(), reason="Well done.")

    overturn(first)

    assert row(one).rung == Rung.FREE


def accredited_anew(one: Accreditation) -> Accreditation:
    make.prepared(one.person)
    application = make.application(
        one.person, state=ApplicationState.ENDORSED, endorsed_by=one.person.manager
    )
    return actions.accredit(application, by=make.programme_member(), until=NOW + 300 * DAY)


def test_overturned_move_is_taken_back_in_the_accreditation_that_kept_the_rung():
    one = make.accreditation(rung=Rung.FREE)
    appeal = appealed(one, Rung.CHECKED)
    new = accredited_anew(one)
    assert (new.rung, new.follows) == (Rung.CHECKED, one)

    overturn(appeal)

    assert row(new).rung == Rung.FREE
    assert row(one).rung == Rung.CHECKED
    assert Move.objects.get(takes_back=appeal.move).accreditation == new


def test_overturned_move_touches_no_accreditation_that_began_from_the_first_rung():
    one = make.accreditation(rung=Rung.FREE)
    appeal = appealed(one, Rung.CHECKED)
    actions.end(row(one), by=make.programme_member(), reason="Over.")
    new = accredited_anew(one)

    overturn(appeal)

    assert (row(new).rung, new.follows) == (Rung.CHECKED, None)
    assert MoveAppeal.objects.get().state == "overturned"


RUNGS = st.sampled_from(list(Rung))
STEPS = st.lists(st.tuples(RUNGS, RUNGS).filter(lambda step: step[0] != step[1]))


@given(RUNGS, STEPS)
def test_moves_that_all_stand_and_join_up_lead_to_the_last_of_them(begins, steps):
    joined, at = [], begins
    for _, to in steps:
        if to != at:
            joined.append((at, to))
            at = to

    assert rung_after(begins, joined) == at


def test_upheld_move_stands():
    move = moved()
    appeal = actions.appeal_move(move, by=move.person, words="I had asked first.")

    found = actions.uphold_move(appeal, by=make.programme_member(), answer="It was not asked.")

    assert (found.state, row(move.accreditation).rung) == ("upheld", Rung.CHECKED)
    assert last_entry() == ("move upheld", sorted([move.person.pk, move.by.pk]))


def test_move_is_appealed_once_and_what_came_of_it_never():
    move = moved()
    appeal = actions.appeal_move(move, by=move.person, words="Again, please.")
    actions.overturn_move(appeal, by=make.oversight_officer(), answer="Yes.")

    for one in Move.objects.all():
        with pytest.raises(NotAllowedError, match="There is one appeal"):
            actions.appeal_move(one, by=move.person, words="Again, please.")


@pytest.mark.parametrize("hear", [actions.overturn_move, actions.uphold_move])
def test_appeal_is_not_heard_by_who_moved_nor_by_the_person_nor_in_line(hear):
    boss = make.programme_member()
    move = moved(holder=make.programme_member(manager=boss))
    appeal = actions.appeal_move(move, by=move.person, words="Again, please.")

    for person in (move.by, move.person, boss, make.reviewer()):
        with pytest.raises(NotAllowedError):
            hear(appeal, by=person, answer="Why.")


def test_appeal_is_heard_once():
    move, officer = moved(), make.oversight_officer()
    appeal = actions.appeal_move(move, by=move.person, words="Again, please.")
    actions.uphold_move(appeal, by=officer, answer="No.")

    with pytest.raises(NotNowError):
        actions.overturn_move(appeal, by=officer, answer="Yes.")


# What the database holds


def test_database_holds_that_a_move_has_a_reason_and_leads_elsewhere_and_is_somebody_else_s():
    one = make.accreditation()
    good: dict[str, object] = {
        "accreditation": one,
        "person": one.person,
        "from_rung": "checked",
        "to_rung": "free",
        "by": make.programme_member(),
        "at": NOW,
        "reason": "Why.",
    }
    wrong: dict[str, dict[str, object]] = {
        "move_has_a_reason": {"reason": ""},
        "move_leads_to_another_rung": {"to_rung": "checked"},
        "move_not_decided_by_its_person": {"by": one.person},
    }
    for name, differs in wrong.items():
        assert_refused(name, Move, {**good, **differs})


def test_database_holds_who_decides_a_proposal():
    proposal = proposed()
    good: dict[str, object] = {
        "accreditation": proposal.accreditation,
        "person": proposal.person,
        "from_rung": "checked",
        "to_rung": "sampled",
        "because": "Seen.",
        "proposed_at": NOW,
        "state": "followed",
        "decided_by": make.programme_member(),
        "reason": "Yes.",
    }
    wrong: dict[str, dict[str, object]] = {
        "one_open_proposal_per_accreditation": {"state": "open", "decided_by": None},
        "proposal_is_for_another_rung": {"to_rung": "checked"},
        "proposal_not_decided_by_its_person": {"decided_by": proposal.person},
        "proposal_decided_by_somebody_with_a_reason": {"decided_by": None},
    }
    for name, differs in wrong.items():
        assert_refused(name, Proposal, {**good, **differs})
    assert_refused("proposal_decided_by_somebody_with_a_reason", Proposal, good | {"reason": ""})


def test_database_holds_who_hears_an_appeal():
    move = moved()
    good: dict[str, object] = {
        "move": move,
        "person": move.person,
        "moved_by": move.by,
        "words": "Again.",
        "made_at": NOW,
        "state": "overturned",
        "heard_by": make.oversight_officer(),
        "answer": "Yes.",
    }
    same = "move_appeal_not_heard_by_its_person_nor_by_who_moved"
    assert_refused(same, MoveAppeal, good | {"heard_by": move.by})
    assert_refused(same, MoveAppeal, good | {"heard_by": move.person})
    for differs in ({"answer": ""}, {"heard_by": None}, {"state": "waiting"}):
        assert_refused(
            "move_appeal_heard_by_somebody_with_an_answer", MoveAppeal, {**good, **differs}
        )


def assert_refused(name: str, model: type[Model], values: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model._default_manager.create(**values)


def test_question_of_what_can_be_appealed_is_as_the_rule():
    lately, long_ago = moved(), moved()
    Move.objects.filter(pk=long_ago.pk).update(at=NOW - 29 * DAY)
    appealed = moved()
    actions.appeal_move(appealed, by=appealed.person, words="Again.")

    assert queries.open_to_appeal(lately.person) == {lately.pk}
    assert queries.open_to_appeal(long_ago.person) == set()
    assert queries.open_to_appeal(appealed.person) == set()


@pytest.mark.parametrize(
    ("since", "until", "is_open"),
    [(20, 11, True), (20, 15, True), (20, 16, False), (3, None, False), (9, None, True)],
)
def test_days_to_appeal_do_not_run_while_somebody_is_away(since, until, is_open):
    move = make.move(at=timezone.now() - 33 * DAY)
    Absence.objects.create(
        person=move.person,
        since=TODAY - since * DAY,
        until=TODAY - until * DAY if until is not None else None,
    )
    Absence.objects.create(
        person=move.person,
        since=TODAY + 20 * DAY,
        until=TODAY + 60 * DAY,
        called_off_at=timezone.now(),
    )

    assert queries.open_to_appeal(move.person) == ({move.pk} if is_open else set())
    if is_open:
        actions.appeal_move(move, by=move.person, words="I was away.")
    else:
        with pytest.raises(NotAllowedError, match="The time to appeal ended"):
            actions.appeal_move(move, by=move.person, words="I was away.")
