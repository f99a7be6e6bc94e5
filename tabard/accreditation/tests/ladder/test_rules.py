"""What the rules of the ladder propose, and who may decide, appeal and look."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tabard.accreditation import rules
from tabard.accreditation.models import (
    Accreditation,
    LadderRules,
    Move,
    MoveAppeal,
    Rung,
    Tally,
    needs,
    wanted,
)
from tabard.common.rules import Refused
from tabard.people.models import Person, Role

NOW = timezone.now()
RULES = LadderRules(weeks=12, to_sampled=10, to_free=20, most_sent_back=1, least_trouble=3)
ENOUGH = Tally(unchanged=20, sent_back=1)
ADA = Person(pk=1, first_name="Ada", last_name="Okafor")
PANEL = Person(pk=2, roles=[Role.PROGRAMME_TEAM])
OFFICER = Person(pk=3, roles=[Role.OVERSIGHT_OFFICER])
STAFF = Person(pk=4)


def why(refusal: Refused | None) -> str | None:
    return refusal.why if refusal else None


@pytest.mark.parametrize(
    ("rung", "tally", "to"),
    [
        (Rung.CHECKED, Tally(unchanged=10), Rung.SAMPLED),
        (Rung.CHECKED, Tally(unchanged=9), None),
        (Rung.SAMPLED, Tally(unchanged=20), Rung.FREE),
        (Rung.SAMPLED, Tally(unchanged=19), None),
        (Rung.FREE, Tally(unchanged=1_000), None),
        (Rung.CHECKED, Tally(unchanged=10, sent_back=2), None),
        (Rung.CHECKED, Tally(unchanged=10, has_certificates=False), None),
        (Rung.CHECKED, Tally(unchanged=10, is_behind_the_code=True), None),
        (Rung.CHECKED, Tally(unchanged=10, open_concerns=1), None),
        (Rung.FREE, Tally(sent_back=1, findings=1, concerns=1), Rung.SAMPLED),
        (Rung.SAMPLED, Tally(unchanged=50, findings=3), Rung.CHECKED),
        (Rung.SAMPLED, Tally(findings=2), None),
        (Rung.CHECKED, Tally(findings=9, sent_back=9), None),
    ],
)
def test_move_is_proposed_where_the_rules_would_have_one(rung, tally, to):
    would = wanted(rung, tally, RULES)

    assert (would[0] if would else None) == to


def test_proposal_says_what_was_seen():
    up = wanted(Rung.CHECKED, ENOUGH, RULES)
    down = wanted(Rung.FREE, Tally(sent_back=1, findings=1, concerns=2), RULES)

    assert up is not None
    assert up[1] == (
        "In the last 12 weeks everything was met: at least 10 posts reviewed without change: "
        "20 so far; at most 1 post sent back: 1 so far; a valid certificate of training: there is "
        "one; the code of practice agreed to in time: nothing is overdue; no concern open: none "
        "is open."
    )
    assert down is not None
    assert down[1] == (
        "In the last 12 weeks there was trouble with 4 posts, and a move down is proposed from 3. "
        "Sent back: 1. Something found afterwards: 1. Concerns opened: 2."
    )


def test_top_rung_needs_nothing_more():
    assert needs(Rung.FREE, Tally(), RULES) == []


COUNTS = st.integers(min_value=0, max_value=30)
TALLIES = st.builds(
    Tally,
    unchanged=COUNTS,
    changed=COUNTS,
    sent_back=COUNTS,
    findings=COUNTS,
    concerns=COUNTS,
    open_concerns=COUNTS,
    has_certificates=st.booleans(),
    is_behind_the_code=st.booleans(),
)


@given(st.sampled_from(Rung), TALLIES)
def test_proposal_is_one_step_and_never_up_with_something_missing(rung: Rung, tally: Tally):
    would = wanted(rung, tally, RULES)

    if would is None:
        return
    assert would[0] in {rung.above, rung.below}
    if would[0] == rung.above:
        assert all(need.is_met for need in needs(rung, tally, RULES))
        assert tally.trouble < RULES.least_trouble or rung == Rung.CHECKED


@given(st.sampled_from(Rung), TALLIES)
def test_one_more_good_post_never_leads_down(rung: Rung, tally: Tally):
    better = Tally(
        unchanged=tally.unchanged + 1,
        sent_back=tally.sent_back,
        findings=tally.findings,
        concerns=tally.concerns,
        open_concerns=tally.open_concerns,
        has_certificates=tally.has_certificates,
        is_behind_the_code=tally.is_behind_the_code,
    )
    order = [None, *Rung]

    def aim(of: Tally) -> Rung:
        would = wanted(rung, of, RULES)
        return would[0] if would else rung

    assert order.index(aim(better)) >= order.index(aim(tally))


def accreditation(**differs) -> Accreditation:
    return Accreditation(person=ADA, review_on=date(2027, 1, 1), **differs)


@pytest.mark.parametrize(
    ("person", "line", "expected"),
    [
        (PANEL, (), None),
        (OFFICER, (), "Only the programme team decides about rungs."),
        (STAFF, (), "Only the programme team decides about rungs."),
        (
            Person(pk=1, roles=[Role.PROGRAMME_TEAM]),
            (),
            "Somebody else has to decide about your own rung.",
        ),
        (PANEL, (2,), "You and Ada Okafor are in one line of management."),
    ],
)
def test_programme_team_moves_others_outside_their_line(person, line, expected):
    assert why(rules.may_move(person, accreditation(), line)) == expected


def test_nobody_is_moved_after_the_end():
    refusal = rules.may_move(PANEL, accreditation(state="ended"), ())

    assert why(refusal) == "This accreditation has ended."


def moved(**differs) -> Move:
    return Move(person=ADA, at=NOW - timedelta(days=5), **differs)


@pytest.mark.parametrize(
    ("person", "move", "has_appealed", "expected"),
    [
        (ADA, moved(), False, None),
        (PANEL, moved(), False, "Only the person whose rung it is can appeal."),
        (ADA, moved(), True, "There is one appeal, and it was made."),
        (ADA, moved(takes_back_id=1), False, "There is one appeal, and it was made."),
    ],
)
def test_person_concerned_appeals_once(person, move, has_appealed, expected):
    refusal = rules.may_appeal_move(person, move, has_appealed=has_appealed, days=28, now=NOW)

    assert why(refusal) == expected


@pytest.mark.parametrize(("days", "may"), [(5, True), (4, False)])
def test_appeal_is_made_in_time(days, may):
    refusal = rules.may_appeal_move(ADA, moved(), has_appealed=False, days=days, now=NOW)

    assert (refusal is None) == may
    assert may or "The time to appeal ended on " in str(why(refusal))


@pytest.mark.parametrize(
    ("person", "line", "expected"),
    [
        (PANEL, (), None),
        (OFFICER, (), None),
        (STAFF, (), "Only the programme team and oversight officers decide appeals."),
        (
            Person(pk=9, roles=[Role.PROGRAMME_TEAM]),
            (),
            "You decided the move, so somebody else has to decide the appeal.",
        ),
        (
            Person(pk=1, roles=[Role.PROGRAMME_TEAM]),
            (),
            "Somebody else has to decide your own appeal.",
        ),
        (OFFICER, (3,), "You and Ada Okafor are in one line of management."),
    ],
)
def test_appeal_is_decided_by_somebody_who_did_not_move(person, line, expected):
    appeal = MoveAppeal(person=ADA, moved_by_id=9)

    assert why(rules.may_hear_move(person, appeal, line)) == expected


@pytest.mark.parametrize(
    ("person", "evidence", "ladder"),
    [(ADA, True, False), (PANEL, True, True), (OFFICER, True, True), (STAFF, False, False)],
)
def test_evidence_is_for_the_person_and_those_who_decide(person, evidence, ladder):
    assert (rules.may_see_evidence(person, accreditation()) is None) == evidence
    assert (rules.may_see_ladder(person) is None) == ladder
