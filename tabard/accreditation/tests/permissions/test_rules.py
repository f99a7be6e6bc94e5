"""What may happen to somebody's posts, and every reason for a no."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import resolve
from hypothesis import given
from hypothesis import strategies as st

from tabard.accounts.models import Account, AccountState
from tabard.accreditation import rules
from tabard.accreditation.models import (
    Accreditation,
    AccreditationState,
    Circumstances,
    Goes,
    Lack,
    Permission,
    Reason,
    Rung,
    WayOut,
    permission_of,
)
from tabard.common.rules import Refused
from tabard.people.models import Person
from tabard.training.models import CodeStanding

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
HERE = WayOut("See why", "accreditation:mine")
COURSE = Lack("pilot", "Speaking for the council")


def accreditation(**differs) -> Accreditation:
    told = {
        "since": NOW - timedelta(days=30),
        "until": NOW + timedelta(days=30),
        "changed_at": NOW,
        "rung": Rung.FREE,
        "review_on": date(2027, 1, 1),
        "person": Person(pk=1),
        **differs,
    }
    return Accreditation(**told)


def code(agreed: int | None = 1, *, is_behind: bool = True) -> CodeStanding:
    over = NOW - timedelta(days=1)
    return CodeStanding(
        agreed=agreed,
        agreed_at=None,
        newest=2,
        deadline=over,
        must_agree_by=over if is_behind else None,
        is_behind=is_behind,
    )


def permission(of: Accreditation | None, **differs) -> Permission:
    return permission_of(Circumstances(of, **differs), NOW)


def told(permission: Permission) -> list[tuple[str, str]]:
    return [(reason.why, reason.way_out.words) for reason in permission.reasons]


@pytest.mark.parametrize(
    ("rung", "goes"), [(Rung.FREE, Goes.AT_ONCE), (Rung.SAMPLED, Goes.SAMPLED)]
)
def test_post_goes_at_once_where_nothing_speaks_against_it(rung, goes):
    found = permission(accreditation(rung=rung), code=code(is_behind=False))

    assert found == Permission(goes, rung)
    assert found.goes_unchecked
    assert rules.may_write(found) is None


def test_first_rung_is_checked_first_and_says_what_would_move_it():
    found = permission(accreditation(rung=Rung.CHECKED))

    assert (found.goes, found.goes_unchecked) == (Goes.CHECKED, False)
    assert told(found) == [
        (
            "You are on the first rung, “checked”: a reviewer reads every post before it goes.",
            "See your accreditation",
        )
    ]
    assert rules.may_write(found) is None


@pytest.mark.parametrize(
    ("lack", "sentence", "words", "url"),
    [
        (
            COURSE,
            "You have no certificate of the course “Speaking for the council” yet.",
            "See your training",
            "/training/",
        ),
        (
            Lack("pilot", "Cooking", NOW - timedelta(days=3)),
            "Your certificate of the course “Cooking” ran out on 20 November 2026.",
            "Take the assessment again",
            "/training/courses/pilot/assessment/",
        ),
    ],
)
def test_post_is_checked_first_without_a_certificate(lack, sentence, words, url):
    found = permission(accreditation(), lacks=[lack])

    assert found.goes == Goes.CHECKED
    assert told(found) == [(sentence, words)]
    assert found.reasons[0].way_out.url == url


@pytest.mark.parametrize(
    ("agreed", "sentence"),
    [
        (None, "You have not agreed to the code of practice."),
        (1, "You have not agreed to the new version of the code of practice."),
    ],
)
def test_post_is_checked_first_once_the_time_to_agree_to_the_code_is_over(agreed, sentence):
    found = permission(accreditation(), code=code(agreed))

    assert found.goes == Goes.CHECKED
    assert told(found) == [
        (f"{sentence} The time for it ended on 22 November 2026.", "Read it and agree to it")
    ]


def test_lapse_is_checked_first_and_never_silence():
    found = permission(accreditation(until=NOW - timedelta(days=1)))

    assert found.goes == Goes.CHECKED
    assert rules.may_write(found) is None
    assert [reason.again_since for reason in found.reasons] == [NOW - timedelta(days=1)]


@pytest.mark.parametrize(
    ("state", "sentence", "words"),
    [
        (
            AccreditationState.SUSPENDED,
            "Your accreditation is suspended: We look into it.",
            "See what was decided about your accreditation",
        ),
        (
            AccreditationState.ENDED,
            "Your accreditation has ended: “We look into it.”",
            "Apply to be accredited",
        ),
    ],
)
def test_nothing_goes_while_suspended_or_after_the_end(state, sentence, words):
    found = permission(accreditation(state=state, reason="We look into it."))

    assert found.stops
    assert told(found) == [(sentence, words)]
    assert rules.may_write(found) == Refused(sentence)


def test_whoever_was_never_accredited_is_told_how_to_apply_or_where_the_application_is():
    assert told(permission(None)) == [("You are not accredited.", "Apply to be accredited")]
    assert told(permission(None, has_applied=True)) == [
        ("You are not accredited.", "See where your application is")
    ]


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (Person(leaves_on=TODAY), None),
        (
            Person(leaves_on=TODAY - timedelta(days=1)),
            "Your last day was 22 November 2026, so nothing goes out in your name.",
        ),
        (
            Person(is_active=False),
            "You no longer sign in here, so nothing goes out in your name.",
        ),
    ],
)
def test_nothing_goes_from_the_day_after_the_last(person, sentence):
    found = permission(accreditation(person=person))

    assert found.stops == bool(sentence)
    assert [reason.why for reason in found.reasons] == ([sentence] if sentence else [])


def test_nothing_goes_to_an_account_that_somebody_does_not_hold():
    theirs = Account(handle="theirs")
    gone = Account(handle="gone", state=AccountState.ENDED)

    found = permission(accreditation(), not_held=[theirs, gone])

    assert found.stops
    assert told(found) == [
        ("You do not hold @theirs.", "See your accounts"),
        ("@gone is no longer an account of the council.", "See your accounts"),
    ]


def test_every_reason_is_shown_and_what_stops_stands_first():
    found = permission(
        accreditation(state=AccreditationState.SUSPENDED, reason="Why.", rung=Rung.CHECKED),
        lacks=[COURSE],
        code=code(),
        not_held=[Account(handle="theirs")],
    )

    assert [reason.stops for reason in found.reasons] == [True, True, False, False, False]
    assert found.why == "Your accreditation is suspended: Why. You do not hold @theirs."


CIRCUMSTANCES = st.builds(
    Circumstances,
    accreditation=st.none()
    | st.builds(
        accreditation,
        state=st.sampled_from(AccreditationState),
        rung=st.sampled_from(Rung),
        until=st.sampled_from([NOW - timedelta(days=1), NOW, NOW + timedelta(days=1)]),
        reason=st.just("Why."),
        person=st.builds(
            Person,
            is_active=st.booleans(),
            leaves_on=st.sampled_from([None, TODAY, TODAY - timedelta(days=1)]),
        ),
    ),
    lacks=st.lists(st.just(COURSE), max_size=1),
    code=st.sampled_from([None, code(), code(None), code(is_behind=False)]),
    not_held=st.lists(st.just(Account(handle="theirs")), max_size=2),
    has_applied=st.booleans(),
)


def is_all_right(about: Circumstances) -> bool:
    """Say without the rules whether nothing at all speaks against a post."""
    one = about.accreditation
    return (
        one is not None
        and one.state == "active"
        and one.until > NOW
        and one.rung != "checked"
        and one.person.is_active
        and (one.person.leaves_on is None or one.person.leaves_on >= TODAY)
        and not about.lacks
        and not about.not_held
        and not (about.code and about.code.is_behind)
    )


@given(CIRCUMSTANCES)
def test_post_goes_unchecked_exactly_when_nothing_speaks_against_it(about: Circumstances):
    found = permission_of(about, NOW)

    assert found.goes_unchecked == is_all_right(about)
    assert found.goes_unchecked == (found.reasons == ())
    assert found.stops == any(reason.stops for reason in found.reasons)
    assert (rules.may_write(found) is not None) == found.stops


@given(CIRCUMSTANCES)
def test_every_reason_is_a_sentence_with_a_way_out_that_exists(about: Circumstances):
    for reason in permission_of(about, NOW).reasons:
        assert reason.why.endswith((".", ".”"))
        assert resolve(reason.way_out.url).view_name == reason.way_out.page


def checked(*again_since: datetime | None) -> Permission:
    reasons = [Reason(f"Because of {one}.", HERE, again_since=one) for one in again_since]
    return Permission(Goes.CHECKED, Rung.FREE, tuple(reasons))


@pytest.mark.parametrize(
    ("permission", "is_reviewed", "again"),
    [
        (Permission(Goes.AT_ONCE, Rung.FREE), False, None),
        (Permission(Goes.NOWHERE, None, (Reason("No.", HERE, stops=True),)), False, None),
        (checked(None), False, "Because of None."),
        (checked(None), True, None),
        (checked(NOW), True, None),
        (checked(NOW + timedelta(1)), True, f"Because of {NOW + timedelta(1)}."),
        (checked(None, NOW + timedelta(1)), True, f"Because of {NOW + timedelta(1)}."),
    ],
)
def test_what_was_not_checked_as_it_has_to_be_goes_to_review(permission, is_reviewed, again):
    found = rules.goes_to_review(permission, approved_at=NOW, is_reviewed=is_reviewed)

    assert found == (Refused(again) if again else None)


def test_rungs_stand_above_one_another():
    assert [(one.below, one.above) for one in Rung] == [
        (None, Rung.SAMPLED),
        (Rung.CHECKED, Rung.FREE),
        (Rung.SAMPLED, None),
    ]
