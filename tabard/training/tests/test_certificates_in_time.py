"""Whoever speaks for the council hears in time that a certificate runs out."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from tabard.people.models import Absence, Person
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tabard.training import actions
from tabard.training.actions import reminding
from tabard.training.models import ArrangementKind, CertificateReminder, Sitting, SittingState
from tabard.training.settings import CERTIFICATES_REMINDED_BEFORE, COURSES_NEEDED
from tests import make

pytestmark = pytest.mark.django_db

NOW = timezone.now()
DAY = timedelta(days=1)
LAST = NOW + 60 * DAY
EVERYBODY = Person.objects.all()


def hold(*, until: datetime = LAST, course: str = "pilot", who: Person | None = None) -> Sitting:
    edition = make.newest_edition(course)
    return make.sitting(who or make.person(), edition, state=SittingState.PASSED, valid_until=until)


def remind(at: datetime) -> int:
    with time_machine.travel(at, tick=False):
        return actions.remind_of_certificates(EVERYBODY)


def told() -> list[tuple[str, list[int]]]:
    return [(one.kind, one.people) for one in Entry.objects.order_by("pk")]


def test_holder_is_told_at_each_mark_and_on_the_day_and_never_twice():
    ada = hold().person_id

    sent = [remind(LAST - day * DAY) for day in (61, 60, 59, 30, 29, 7, 1, 0, -1, -90)]

    assert sent == [0, 1, 0, 1, 0, 1, 0, 1, 0, 0]
    assert told() == [
        ("certificate runs out", [ada]),
        ("certificate runs out", [ada]),
        ("certificate runs out", [ada]),
        ("certificate ran out", [ada]),
    ]
    assert facts_of(Entry.objects.earliest("pk")) == {
        "course": "Speaking for the council",
        "until": LAST.isoformat(),
    }


def test_who_has_renewed_is_told_nothing_more():
    held = hold()
    remind(LAST - 60 * DAY)
    hold(who=held.person, until=LAST + 700 * DAY)

    assert [remind(LAST - day * DAY) for day in (30, 7, 0)] == [0, 0, 0]


def test_nobody_is_told_while_away_and_afterwards_what_is_due_then():
    held = hold()
    today = timezone.localdate(LAST - 30 * DAY)
    Absence.objects.create(person=held.person, since=today, until=today + 10 * DAY)

    assert remind(LAST - 30 * DAY) == 0
    assert remind(LAST - 7 * DAY) == 1


def test_whoever_was_away_is_told_by_the_day_on_which_it_counts_against_them():
    held = hold()
    back = timezone.localdate(LAST)
    Absence.objects.create(person=held.person, since=back - 10 * DAY, until=back + 4 * DAY)

    # Thirty days after they are back, and not at once when they are.
    assert [remind(LAST + day * DAY) for day in (-70, 5, 27, 28, 34, 36)] == [0, 1, 0, 1, 0, 1]
    assert [kind for kind, _ in told()] == [*["certificate runs out"] * 2, "certificate ran out"]


def test_those_of_one_course_and_day_share_an_entry():
    noon = LAST.replace(hour=12)
    first, second = hold(until=noon), hold(until=noon + timedelta(minutes=1))
    other = hold(until=noon - 2 * DAY)

    assert remind(noon - 30 * DAY) == 3

    people = [[other.person_id], [first.person_id, second.person_id]]
    assert [sorted(entry.people) for entry in Entry.objects.order_by("pk")] == people


def test_courses_that_are_not_needed_are_left_alone():
    hold(course="cooking")
    assert remind(LAST) == 0

    make.chosen(COURSES_NEEDED, ["cooking"])

    assert remind(LAST) == 1


def test_only_those_given_are_told():
    ada, _ = hold(), hold()

    with time_machine.travel(LAST, tick=False):
        assert actions.remind_of_certificates(EVERYBODY.filter(pk=ada.person_id)) == 1


def test_council_chooses_the_days_or_only_the_last():
    hold()
    make.chosen(CERTIFICATES_REMINDED_BEFORE, ["14"])
    assert [remind(LAST - day * DAY) for day in (60, 30, 14)] == [0, 0, 1]
    make.chosen(CERTIFICATES_REMINDED_BEFORE, [])

    assert [remind(LAST - day * DAY) for day in (7, 0)] == [0, 1]


def test_more_time_is_reminded_of_anew():
    held = hold()
    remind(LAST - 7 * DAY)
    later = LAST + 30 * DAY
    kinds = [ArrangementKind.MORE_TIME]
    actions.arrange(held.person, kinds=kinds, until=later, by=make.programme_member())

    assert [remind(later - day * DAY) for day in (7, 0)] == [1, 1]


def test_more_than_fit_are_told_the_next_time(monkeypatch):
    monkeypatch.setattr(reminding, "AT_A_TIME", 2)
    for _ in range(3):
        hold()

    assert [remind(LAST), remind(LAST), remind(LAST)] == [2, 1, 0]
    assert CertificateReminder.objects.count() == 3


@pytest.mark.parametrize("how_many", [1, 30])
def test_reminding_asks_as_often_for_many(how_many, django_assert_num_queries):
    for _ in range(how_many):
        hold(until=LAST)

    # Savepoint and its end, lock, two settings, certificates, reminders; entry, facts, place,
    # notify.
    with time_machine.travel(LAST, tick=False), django_assert_num_queries(11):
        assert actions.remind_of_certificates(EVERYBODY) == how_many
