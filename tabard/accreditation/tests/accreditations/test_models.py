"""Accreditations, and what the database itself refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tabard.accreditation.models import (
    ACCREDITATION_LIFECYCLE,
    Accreditation,
    AccreditationState,
    Standing,
    StandingKind,
    standing_of,
)
from tabard.people.models import Person
from tests import make

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def accreditation(**differs: object) -> Accreditation:
    told = {"since": NOW - timedelta(days=30), "until": NOW + timedelta(days=1), **differs}
    return Accreditation(changed_at=NOW, person=Person(), **told)


def test_somebody_without_accreditation_is_told_so_and_no_more():
    assert standing_of(None, NOW) == Standing(StandingKind.NONE, None, "You are not accredited.")


def test_accreditation_holds_until_its_last_moment():
    one = accreditation(until=NOW + timedelta(microseconds=1))

    assert not one.has_run_out(NOW)
    assert standing_of(one, NOW) == Standing(
        StandingKind.ACCREDITED, one.since, "You are accredited until 23 November 2026."
    )


def test_accreditation_has_run_out_from_its_last_moment_on():
    one = accreditation(until=NOW)

    assert one.has_run_out(NOW)
    assert standing_of(one, NOW) == Standing(
        StandingKind.LAPSED,
        NOW,
        "Your accreditation ran out on 23 November 2026, "
        "so every post is checked again before it goes.",
    )


def test_day_is_the_councils_own():
    one = accreditation(until=datetime(2027, 6, 30, 22, 59, 59, tzinfo=UTC))

    assert standing_of(one, NOW).why == "You are accredited until 30 June 2027."


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (AccreditationState.SUSPENDED, "Your accreditation is suspended: A complaint."),
        (AccreditationState.ENDED, "Your accreditation has ended: “A complaint.”"),
    ],
)
def test_suspended_and_ended_people_read_why_though_the_date_is_past(state, why):
    one = accreditation(state=state, reason="A complaint.", until=NOW - timedelta(days=1))

    assert standing_of(one, NOW) == Standing(StandingKind(state.value), NOW, why)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["active", "suspended"])
def test_nobody_has_two_accreditations_in_force(state):
    holder = make.accreditation(state=state, reason="A complaint.").person

    with pytest.raises(IntegrityError, match="one_accreditation_in_force_per_person"):
        make.accreditation(holder)


@pytest.mark.django_db
def test_accreditation_does_not_end_before_it_begins():
    now = timezone.now()

    with pytest.raises(IntegrityError, match="accreditation_runs_forward"):
        make.accreditation(since=now, until=now)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["suspended", "ended"])
def test_suspending_and_ending_need_a_reason(state):
    with pytest.raises(IntegrityError, match="suspended_or_ended_with_a_reason"):
        make.accreditation(state=state, reason="")


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        ("active", {"suspend", "end"}),
        ("suspended", {"resume", "end"}),
        ("ended", {"take_up", "take_up_suspended"}),
    ],
)
def test_each_state_of_an_accreditation_allows_these_moves(state, moves):
    allowed = ACCREDITATION_LIFECYCLE.allows

    assert {move for move in ACCREDITATION_LIFECYCLE.moves if allowed(state, move)} == moves
