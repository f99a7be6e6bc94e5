"""What may happen to people's posts, as the database holds it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabard.accreditation import queries
from tabard.accreditation.models import AccreditationState, Goes, Rung
from tabard.people.models import Absence, Person
from tabard.training.models import Course, Sitting, SittingState
from tabard.training.queries import preparation_of
from tabard.training.settings import DAYS_AFTER_ABSENCE
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def whys(person: Person, *accounts) -> list[str]:
    return [reason.why for reason in queries.permission(person, *accounts).reasons]


def test_trusted_author_s_posts_go_at_once():
    author = make.trusted_author()

    assert queries.permission(author, make.account(author)).goes == Goes.AT_ONCE


def test_last_accreditation_counts():
    author = make.trusted_author(state="ended", reason="Why.")
    make.accreditation(author, rung=Rung.SAMPLED)

    assert queries.permission(author).goes == Goes.SAMPLED


def test_certificate_of_another_course_is_none_of_the_one_that_is_needed():
    author = make.accreditation(rung=Rung.FREE).person
    make.sitting(author, make.edition("cooking"), state=SittingState.PASSED)

    assert whys(author) == ["You have no certificate of the course “pilot” yet."]


def test_course_is_called_by_the_title_of_its_newest_edition():
    author = make.accreditation(rung=Rung.FREE).person
    make.edition("pilot", title="The old one")
    make.edition("pilot", title="The new one")

    assert whys(author) == ["You have no certificate of the course “The new one” yet."]


def test_longest_certificate_of_a_course_counts():
    author, now = make.accreditation(rung=Rung.FREE).person, timezone.now()
    edition = make.edition("pilot")
    for until in (now + DAY, now - DAY):
        make.sitting(author, edition, state=SittingState.PASSED, valid_until=until)

    assert whys(author) == []
    assert queries.permission(author, now=now + DAY).goes == Goes.CHECKED


def test_code_that_was_not_agreed_to_in_time_is_a_reason():
    author = make.trusted_author()
    version = make.code()
    in_time = queries.permission(author, now=version.agree_by - DAY)
    too_late = queries.permission(author, now=version.agree_by)
    make.code_agreement(author, version)

    assert (in_time.goes, too_late.goes) == (Goes.AT_ONCE, Goes.CHECKED)
    assert queries.permission(author, now=version.agree_by).goes == Goes.AT_ONCE


def test_account_of_somebody_else_is_a_reason():
    author = make.trusted_author()
    held, theirs = make.account(author), make.account(make.trusted_author())
    held_once = make.account(author)
    held_once.holdings.update(until=timezone.now())

    assert whys(author, held) == []
    assert whys(author, held, theirs, held_once) == [
        f"You do not hold {theirs}.",
        f"You do not hold {held_once}.",
    ]


def test_applicant_is_led_to_the_application():
    applicant = make.application().applicant

    first, *_ = queries.permission(applicant).reasons

    assert first.way_out.words == "See where your application is"


@pytest.mark.parametrize("how_many", [1, 30])
def test_many_are_asked_for_with_as_many_queries_as_one(how_many, django_assert_num_queries):
    asked = []
    for _ in range(how_many):
        author = make.accreditation(state="ended", reason="Why.").person
        asked.append((author.pk, [make.account(author)]))

    with django_assert_num_queries(7):
        found = queries.permissions(asked)

    assert {one.goes for one in found} == {Goes.NOWHERE}
    assert len(found) == how_many


def test_nobody_is_asked_for_without_a_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queries.permissions([]) == []


PEOPLE = st.fixed_dictionaries(
    {
        "rung": st.sampled_from(Rung),
        "state": st.sampled_from(AccreditationState),
        "runs_until": st.sampled_from([-1, 1]),
        "certificate_until": st.none() | st.sampled_from([-1, 1]),
        "agrees": st.booleans(),
        "leaves_in": st.none() | st.sampled_from([-1, 0, 1]),
        "is_active": st.booleans(),
    }
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(somebody=PEOPLE)
@pytest.mark.usefixtures("db")
def test_set_of_those_who_go_unchecked_is_who_is_told_so(somebody):
    now = timezone.now()
    Course.objects.get_or_create(slug="pilot")
    one = make.accreditation(
        rung=somebody["rung"],
        state=somebody["state"],
        reason="Why.",
        until=now + somebody["runs_until"] * DAY,
    )
    leaves_in = somebody["leaves_in"]
    has_left = not somebody["is_active"] or leaves_in == -1
    one.person.leaves_on = None if leaves_in is None else timezone.localdate() + leaves_in * DAY
    one.person.is_active = somebody["is_active"]
    one.person.save()
    if somebody["certificate_until"]:
        valid_until = now + somebody["certificate_until"] * DAY
        edition = make.edition("pilot")
        make.sitting(one.person, edition, state=SittingState.PASSED, valid_until=valid_until)
    version = make.code(published_at=now - 3 * DAY, agree_by=now - 2 * DAY)
    if somebody["agrees"]:
        make.code_agreement(one.person, version)

    goes = queries.permission(one.person, now=now).goes

    found = queries.go_unchecked(queries.lack_nothing(now)).filter(pk=one.pk).exists()
    assert found == (goes in {Goes.AT_ONCE, Goes.SAMPLED})
    speaks = queries.may_speak(now).filter(pk=one.pk).exists()
    assert speaks == (one.state == "active" and one.until > now and not has_left)


# Days from now on which somebody is away, on which a certificate or the time to agree is over, and
# the day on which that counts.
AWAY = [
    ([(-20, 30)], 10, 45),
    ([(-20, 30)], -10, 45),
    ([(-20, 30)], -30, -30),
    ([(-20, 30)], 40, 45),
    ([(-20, 30)], 50, 50),
    ([(-20, -5)], -10, 10),
    ([(-200, -5), (-3, 30)], -100, 45),
    ([(-20, None)], -10, 15),
    ([(5, 5)], 5, 20),
]


@pytest.mark.parametrize(("days", "over", "counts"), AWAY)
def test_clock_stands_still_while_somebody_is_away(days, over, counts):
    make.chosen(DAYS_AFTER_ABSENCE, 14)
    author = make.trusted_author()
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    noon = midnight.replace(hour=12)
    for since, until in days:
        Absence.objects.create(
            person=author,
            since=(midnight + since * DAY).date(),
            until=(midnight + until * DAY).date() if until is not None else None,
        )
    Sitting.objects.filter(person=author).update(valid_until=noon + over * DAY)
    make.code(agree_by=noon + over * DAY)

    for day in (counts - 1, counts + 1):
        at = noon + day * DAY
        goes = Goes.AT_ONCE if day < counts else Goes.CHECKED
        assert queries.permission(author, now=at).goes == goes
        unchecked = queries.go_unchecked(queries.lack_nothing(at)).filter(person=author).exists()
        assert unchecked is (goes == Goes.AT_ONCE)
        assert preparation_of(author, at).is_trained is (goes == Goes.AT_ONCE)


def test_days_after_an_absence_are_the_council_s_and_one_called_off_is_none():
    author, now = make.trusted_author(), timezone.now()
    absence = Absence.objects.create(
        person=author, since=(now - 20 * DAY).date(), until=(now - 3 * DAY).date()
    )
    Sitting.objects.filter(person=author).update(valid_until=now - 5 * DAY)
    assert queries.permission(author).goes == Goes.AT_ONCE

    make.chosen(DAYS_AFTER_ABSENCE, 1)
    assert queries.permission(author).goes == Goes.CHECKED
    make.chosen(DAYS_AFTER_ABSENCE, 9)
    assert queries.permission(author).goes == Goes.AT_ONCE
    absence.called_off_at = now
    absence.save()
    assert queries.permission(author).goes == Goes.CHECKED
