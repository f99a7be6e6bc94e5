"""Who may sit an assessment and see what comes of it."""

from datetime import UTC, datetime, timedelta

import pytest

from tabard.people.models import Person, Role
from tabard.training import rules
from tabard.training.models import Course, Edition, Progress, Sitting, SittingKind, SittingState

NOW = datetime(2026, 12, 5, 10, 30, tzinfo=UTC)
PILOT = Course(slug="pilot")
EDITION = Edition(pk=1, course=PILOT, pause_days=1, refresher_days=90, pretest_questions=2)
ADA, BEN, TEAM = Person(pk=1), Person(pk=2), Person(pk=3, roles=[Role.PROGRAMME_TEAM])
DAY = timedelta(days=1)
K = SittingKind


def missed(ago: timedelta, kind: SittingKind = K.ASSESSMENT) -> Sitting:
    at = NOW - ago
    return Sitting(pk=2, person=ADA, kind=kind, state=SittingState.NOT_PASSED, finished_at=at)


def passed(left: timedelta, kind: SittingKind = K.ASSESSMENT) -> Sitting:
    state, until = SittingState.PASSED, NOW + left
    return Sitting(pk=1, person=ADA, kind=kind, state=state, finished_at=NOW, valid_until=until)


def pretested(state: SittingState) -> Sitting:
    return Sitting(pk=3, person=ADA, kind=K.PRETEST, state=state, finished_at=NOW)


def progress(latest: Sitting | None, certificate: Sitting | None = None) -> Progress:
    if latest is not None and latest.valid_until is not None:
        certificate = latest
    return Progress(latest, certificate, pause_days=1)


@pytest.mark.parametrize(
    ("latest", "why"),
    [
        (None, None),
        (Sitting(state=SittingState.UNDER_WAY), "You have begun this assessment. Go on where"),
        (missed(timedelta(hours=23)), "You can try again from 5 December 2026 at 11:30am."),
        (missed(DAY), None),
        (passed(91 * DAY), "Your certificate is valid until 6 March 2027. You can"),
        (passed(90 * DAY), None),
        (passed(-DAY), None),
        (pretested(SittingState.PASSED), None),
        (pretested(SittingState.NOT_PASSED), None),
        (passed(91 * DAY, K.PRETEST), "Your certificate is valid until 6 March 2027. You can"),
    ],
)
def test_who_may_begin(latest: Sitting | None, why: str | None):
    refused = rules.may_begin(EDITION, progress(latest), NOW)

    assert (refused is None) if why is None else (refused and refused.why.startswith(why))


def test_who_missed_a_refresher_waits_although_the_certificate_is_valid():
    refused = rules.may_begin(EDITION, progress(missed(DAY / 2), passed(9 * DAY)), NOW)

    assert refused
    assert refused.why.startswith("You can try again from")


def test_nobody_waits_where_there_is_no_pause():
    assert rules.may_begin(EDITION, Progress(missed(DAY / 2)), NOW) is None


def test_sitting_under_way_opens_nothing():
    assert rules.opens_at(EDITION, Progress(Sitting(state=SittingState.UNDER_WAY))) is None


HELD = passed(9 * DAY)


@pytest.mark.parametrize(
    ("latest", "certificate", "kinds"),
    [
        (None, None, [K.ASSESSMENT]),
        (missed(9 * DAY), None, [K.ASSESSMENT]),
        (HELD, HELD, [K.PRETEST, K.REFRESHER]),
        (passed(9 * DAY, K.PRETEST), passed(9 * DAY, K.PRETEST), [K.PRETEST, K.REFRESHER]),
        (passed(timedelta(0)), passed(timedelta(0)), [K.ASSESSMENT]),
        (pretested(SittingState.PASSED), HELD, [K.REFRESHER]),
        (pretested(SittingState.NOT_PASSED), HELD, [K.REFRESHER]),
        (pretested(SittingState.PASSED), passed(-DAY), [K.ASSESSMENT]),
        (missed(DAY, K.REFRESHER), HELD, [K.ASSESSMENT]),
    ],
)
def test_what_somebody_can_sit_next(latest, certificate, kinds):
    assert rules.kinds_open(EDITION, Progress(latest, certificate), NOW) == kinds


def test_course_without_a_pretest_offers_none():
    edition = Edition(
        course=Course(slug="pilot"), pause_days=1, refresher_days=90, pretest_questions=0
    )

    assert rules.kinds_open(edition, progress(HELD), NOW) == [K.REFRESHER]


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
    sitting = passed(DAY)

    assert rules.may_see_certificate(ADA, sitting) is None
    assert rules.may_see_certificate(TEAM, sitting) is None
    assert rules.may_see_certificate(BEN, sitting) is not None


def test_programme_team_alone_sees_who_passed():
    assert rules.may_see_who_passed(TEAM) is None
    assert rules.may_see_who_passed(ADA) is not None
