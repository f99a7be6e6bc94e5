"""What a suspension still needs, and whoever asked that somebody else looks at it again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tabard.accreditation import actions, queries
from tabard.accreditation.models import Suspension
from tabard.accreditation.settings import DAYS_TO_HEAR_A_SUSPENSION
from tabard.accreditation.tests.pages import by, to, words
from tabard.accreditation.tests.told import last_entry, last_facts
from tabard.notices import actions as notices
from tabard.notices.models import Group, Notice
from tabard.notices.settings import DAYS_OFF
from tabard.people.models import Person
from tabard.record import actions as record
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def entries() -> list[tuple[str, list[int]]]:
    return [(entry.kind, entry.people) for entry in Entry.objects.order_by("pk")]


def tell_people() -> None:
    record.chain()
    notices.follow()


def test_what_a_suspension_still_needs_is_chased_and_not_every_night():
    panel, now = make.programme_member(), timezone.now()
    suspension = make.suspension(since=now - 2 * DAY)

    nights = [actions.chase(now + night * DAY) for night in range(4)]

    assert nights == [1, 0, 1, 0]
    assert kinds() == ["suspension not told"] * 2
    assert last_entry()[1] == sorted([suspension.by.pk, panel.pk])


def test_person_who_was_told_and_has_not_said_so_is_asked_about():
    make.suspension(
        since=timezone.now() - 2 * DAY,
        told_by=make.programme_member(),
        told_at=timezone.now(),
        told_words="I rang.",
    )

    actions.chase(timezone.now())

    assert kinds() == ["suspension not read"]


def test_overdue_review_is_chased_also_when_all_else_is_done():
    suspension = make.suspension(
        review_on=timezone.localdate() - DAY,
        told_by=make.programme_member(),
        told_at=timezone.now(),
        told_words="I rang.",
        read_at=timezone.now(),
    )

    actions.chase(timezone.now())

    assert kinds() == ["suspension review overdue"]
    assert list(queries.suspensions_to_tend(make.oversight_officer())) == [suspension]


def test_suspended_member_of_the_panel_is_not_told_to_look_after_it():
    suspension = make.suspension(
        make.accreditation(make.programme_member()), since=timezone.now() - 2 * DAY
    )

    actions.chase(timezone.now())

    assert suspension.person.pk not in last_entry()[1]


@pytest.mark.parametrize(
    "differs",
    [
        {},
        {"ended_at": timezone.now(), "since": timezone.now() - 9 * DAY},
        {
            "since": timezone.now() - 9 * DAY,
            "told_at": timezone.now(),
            "told_words": "I rang.",
            "read_at": timezone.now(),
        },
    ],
)
def test_nothing_is_chased_that_needs_nothing(differs):
    told_by = make.programme_member() if "told_at" in differs else None
    make.suspension(told_by=told_by, **differs)

    assert actions.chase(timezone.now()) == 0
    assert kinds() == []


def test_many_are_chased_with_as_many_queries_as_one():
    def count(how_many: int) -> int:
        for _ in range(how_many):
            make.suspension(since=timezone.now() - 2 * DAY, review_on=timezone.localdate() - DAY)
        with CaptureQueriesContext(connection) as asked:
            assert actions.chase(timezone.now()) == how_many
        return len(asked)

    assert count(1) == count(30)


def test_chasing_reaches_people_as_something_that_waits_and_its_end_settles_it():
    panel = make.oversight_officer()
    suspension = make.suspension(since=timezone.now() - 2 * DAY)

    actions.chase()
    tell_people()

    found = Notice.objects.filter(person=panel).values_list("group", "url", "read_at")
    page = reverse("accreditation:suspension", args=[suspension.pk])
    assert list(found) == [(Group.WAITING, page, None)]
    assert Notice.objects.filter(person=suspension.by).exists()

    actions.resume(suspension.accreditation, by=panel)
    tell_people()
    assert Notice.objects.get(person=panel).read_at is not None


# Somebody else, who was asked


def asking(**differs: Any) -> Suspension:
    """Make a suspension of which nothing is to be done but that somebody else looks at it."""
    told: dict[str, Any] = {
        "told_by": make.person(),
        "told_at": timezone.now(),
        "told_words": "I rang.",
        "read_at": timezone.now(),
        "review_on": timezone.localdate() + 60 * DAY,
        "asked_at": timezone.now(),
        "hearers_told_on": timezone.localdate(),
        **differs,
    }
    return make.suspension(**told)


def next_monday() -> Any:
    now = timezone.now()
    return now + (7 - timezone.localdate(now).weekday()) * DAY


def test_those_who_can_look_again_are_reminded_after_two_working_days_and_again():
    officer, monday = make.oversight_officer(), next_monday()
    friday = timezone.localdate(monday) - 3 * DAY
    suspension = asking(hearers_told_on=friday)

    nights = [actions.chase(monday + night * DAY) for night in range(-1, 5)]

    # Not on the weekend and not on Monday, on Tuesday, and two days after that.
    assert nights == [0, 0, 1, 0, 1, 0]
    assert entries() == [("suspension waits for another", [officer.pk])] * 2
    assert last_facts() == {
        "suspension": suspension.pk,
        "accreditation": suspension.accreditation_id,
        "person": suspension.person_id,
    }


def test_days_off_do_not_count_and_the_council_sets_how_many_do():
    make.oversight_officer()
    monday = next_monday()
    make.chosen(DAYS_OFF, [f"{timezone.localdate(monday):%d %B %Y}"])
    make.chosen(DAYS_TO_HEAR_A_SUSPENSION, 1)
    asking(hearers_told_on=timezone.localdate(monday) - 3 * DAY)

    assert [actions.chase(monday + night * DAY) for night in range(2)] == [0, 1]


@pytest.mark.parametrize(
    "differs", [{"asked_at": None}, {"ended_at": timezone.now()}, {"heard_at": timezone.now()}]
)
def test_nobody_is_reminded_where_nobody_was_asked_or_it_is_over(differs):
    if "heard_at" in differs:
        differs = {**differs, "heard_by": make.oversight_officer(), "answer": "Yet."}
    asking(hearers_told_on=timezone.localdate() - 30 * DAY, **differs)
    make.oversight_officer()

    assert actions.chase() == 0
    assert kinds() == []


def in_line_away_and_the_suspender() -> tuple[Suspension, Person, Person]:
    """Let everybody who could look again be above the person, away, or have suspended them."""
    boss, away = make.programme_member(), make.oversight_officer()
    make.absence(away)
    person = make.person(manager=make.person(manager=boss))
    return make.suspension(make.accreditation(person)), boss, away


def test_question_that_nobody_here_may_answer_is_told_to_all_who_decide_at_once():
    suspension, boss, away = in_line_away_and_the_suspender()
    everybody = sorted([suspension.by_id, boss.pk, away.pk])

    actions.ask_again(suspension, by=suspension.person)

    assert entries() == [
        ("suspension appealed", [away.pk]),
        ("suspension without a hearer", everybody),
    ]
    tell_people()
    found = Notice.objects.filter(person=boss).values_list("group", "url")
    page = reverse("accreditation:suspension", args=[suspension.pk])
    assert list(found) == [(Group.WAITING, page)]
    assert not Notice.objects.filter(person=suspension.person).exists()


def test_it_is_said_again_for_as_long_as_nobody_may_and_not_once_somebody_has_the_role():
    suspension, boss, away = in_line_away_and_the_suspender()
    Suspension.objects.update(
        asked_at=timezone.now(), told_at=timezone.now(), told_by=boss, told_words="I rang.",
        read_at=timezone.now(), review_on=timezone.localdate() + 60 * DAY,
    )  # fmt: skip
    everybody = sorted([suspension.by_id, boss.pk, away.pk])

    # Whoever asked before there were reminders is told of at once.
    assert [actions.chase(), actions.chase()] == [1, 0]
    assert entries() == [
        ("suspension waits for another", [away.pk]),
        ("suspension without a hearer", everybody),
    ]

    officer = make.oversight_officer()
    assert actions.chase(timezone.now() + 7 * DAY) == 1
    assert entries()[2:] == [("suspension waits for another", sorted([away.pk, officer.pk]))]


def test_nobody_at_all_is_reminded_of_what_they_may_not_answer():
    suspension = asking(hearers_told_on=None)
    Person.objects.exclude(pk__in=[suspension.by_id, suspension.person_id]).update(is_active=False)

    actions.chase()

    assert entries() == [("suspension without a hearer", [suspension.by_id])]


def test_page_says_to_each_that_nobody_can_and_what_helps():
    suspension, boss, _ = in_line_away_and_the_suspender()
    page = to("suspension", suspension)
    assert "Nobody who is here" not in words(by(boss).get(page))

    actions.ask_again(suspension, by=suspension.person)

    assert "Ask an administrator to give somebody else the role." in words(by(boss).get(page))
    theirs = words(by(suspension.person).get(page))
    assert "can have somebody else given the role." in theirs
    make.oversight_officer()
    assert "Nobody who is here" not in words(by(boss).get(page))


def test_many_who_ask_are_chased_with_as_many_queries_as_one():
    def count(how_many: int) -> int:
        for _ in range(how_many):
            asking(hearers_told_on=None)
        with CaptureQueriesContext(connection) as asked:
            assert actions.chase() == how_many
        return len(asked)

    assert count(1) == count(30)
