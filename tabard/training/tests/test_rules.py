"""Who may sit an assessment and see what comes of it."""

from datetime import UTC, datetime, timedelta

import pytest

from tabard.people.models import Person, Role
from tabard.training import rules
from tabard.training.models import Edition, Sitting, SittingState

NOW = datetime(2026, 12, 5, 10, 30, tzinfo=UTC)
EDITION = Edition(pause_days=1, refresher_days=90)
ADA, BEN, TEAM = Person(pk=1), Person(pk=2), Person(pk=3, roles=[Role.PROGRAMME_TEAM])


def missed(ago: timedelta) -> Sitting:
    return Sitting(person=ADA, state=SittingState.NOT_PASSED, finished_at=NOW - ago)


def passed(left: timedelta) -> Sitting:
    return Sitting(person=ADA, state=SittingState.PASSED, finished_at=NOW, valid_until=NOW + left)


@pytest.mark.parametrize(
    ("latest", "why"),
    [
        (None, None),
        (Sitting(state=SittingState.UNDER_WAY), "You have begun this assessment. Go on where"),
        (missed(timedelta(hours=23)), "You can try again from 5 December 2026 at 11:30am."),
        (missed(timedelta(days=1)), None),
        (passed(timedelta(days=91)), "Your certificate is valid until 6 March 2027. You can"),
        (passed(timedelta(days=90)), None),
        (passed(-timedelta(days=1)), None),
    ],
)
def test_who_may_begin(latest: Sitting | None, why: str | None):
    refused = rules.may_begin(EDITION, latest, NOW)

    assert (refused is None) if why is None else (refused and refused.why.startswith(why))


def test_sitting_under_way_opens_nothing():
    assert rules.opens_at(EDITION, Sitting(state=SittingState.UNDER_WAY)) is None


@pytest.mark.parametrize(
    ("latest", "short"),
    [
        (None, False),
        (missed(timedelta(days=9)), False),
        (passed(timedelta(days=9)), True),
        (passed(timedelta(0)), False),
    ],
)
def test_only_a_valid_certificate_is_renewed_with_fewer_questions(latest, short):
    assert rules.is_refresher(latest, NOW) is short


def test_assessment_is_for_its_person_alone():
    sitting = Sitting(person=ADA)

    assert rules.may_sit(ADA, sitting) is None
    assert rules.may_sit(BEN, sitting) is not None
    assert rules.may_sit(TEAM, sitting) is not None


@pytest.mark.parametrize(
    ("unanswered", "why"),
    [
        ([2], "Question 2 is not answered yet."),
        ([2, 5], "Questions 2 and 5 are not answered yet."),
        ([2, 5, 9], "Questions 2, 5 and 9 are not answered yet."),
        ([1, 2, 3, 4, 5], "Questions 1, 2, 3, 4 and 5 are not answered yet."),
        ([1, 2, 3, 4, 5, 6], "6 questions are not answered yet."),
    ],
)
def test_whoever_finishes_has_answered_everything(unanswered: list[int], why: str):
    refused = rules.may_finish(unanswered)

    assert refused is not None
    assert refused.why == why
    assert rules.may_finish([]) is None


def test_certificate_is_for_its_holder_and_the_programme_team():
    sitting = passed(timedelta(days=1))

    assert rules.may_see_certificate(ADA, sitting) is None
    assert rules.may_see_certificate(TEAM, sitting) is None
    assert rules.may_see_certificate(BEN, sitting) is not None


def test_programme_team_alone_sees_who_passed():
    assert rules.may_see_who_passed(TEAM) is None
    assert rules.may_see_who_passed(ADA) is not None
