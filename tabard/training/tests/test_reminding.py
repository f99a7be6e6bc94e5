"""Telling people to agree to the code of practice, once for each deadline."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from tabard.people.models import Absence, Person
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tabard.training import actions
from tabard.training.actions import reminding
from tabard.training.models import CodeReminder
from tabard.training.settings import (
    CERTIFICATES_REMINDED_BEFORE,
    DAYS_AFTER_ABSENCE,
    REMINDED_BEFORE,
)
from tests import make

pytestmark = pytest.mark.django_db

NOW = timezone.now()
EVERYBODY = Person.objects.all()


def told() -> list[tuple[str, list[int]]]:
    found = Entry.objects.filter(kind__startswith="code").order_by("pk")
    return [(entry.kind, entry.people) for entry in found]


def remind(at: datetime) -> int:
    with time_machine.travel(at, tick=False):
        return actions.remind_of_code(EVERYBODY)


def test_without_a_version_nobody_is_told():
    make.person()

    assert actions.remind_of_code(EVERYBODY) == 0


def test_people_are_told_at_once_before_the_deadline_and_after_it_and_never_twice():
    deadline = NOW + timedelta(days=30)
    make.code(agree_by=deadline)
    ada = make.person()
    days = [30, 29, 14, 13, 3, 2, 0, -1]

    sent = [remind(deadline - timedelta(days=day)) for day in days]

    assert sent == [1, 0, 1, 0, 1, 0, 1, 0]
    assert told() == [
        ("code to be agreed to", [ada.pk]),
        ("code reminder", [ada.pk]),
        ("code reminder", [ada.pk]),
        ("code deadline over", [ada.pk]),
    ]
    assert list(CodeReminder.objects.values_list("days_before", flat=True)) == [1000, 14, 3, 0]


def test_after_a_pause_only_the_last_reminder_is_sent():
    deadline = NOW + timedelta(days=2)
    make.code(agree_by=deadline)
    make.person()

    assert [remind(NOW), remind(NOW)] == [1, 0]
    assert [kind for kind, _ in told()] == ["code reminder"]


def test_who_has_agreed_is_told_nothing():
    make.code_agreement(make.person())

    assert actions.remind_of_code(EVERYBODY) == 0


def test_only_those_given_are_told():
    make.code()
    ada = make.person()
    make.person()

    assert actions.remind_of_code(Person.objects.filter(pk=ada.pk)) == 1
    assert told() == [("code to be agreed to", [ada.pk])]


def test_new_version_is_told_again():
    ada = make.person()
    make.code_agreement(ada)
    make.code()
    remind(NOW)
    make.code()

    assert remind(NOW) == 1


def test_those_with_the_same_deadline_share_an_entry_and_others_have_their_own():
    behind, asked, also = make.person(), make.person(), make.person()
    first = make.code(agree_by=NOW - timedelta(days=9))
    second = make.code(agree_by=NOW + timedelta(days=20))
    for person in (asked, also):
        make.code_agreement(person, first)

    assert remind(NOW) == 3
    assert told() == [
        ("code deadline over", [behind.pk]),
        ("code to be agreed to", [asked.pk, also.pk]),
    ]
    facts = facts_of(Entry.objects.get(kind="code to be agreed to"))
    assert facts == {"number": 2, "agree_by": second.agree_by.isoformat()}


def test_council_chooses_the_days():
    make.chosen(REMINDED_BEFORE, ["7"])
    deadline = NOW + timedelta(days=30)
    make.code(agree_by=deadline)
    make.person()

    assert [remind(deadline - timedelta(days=day)) for day in (30, 14, 7, 3)] == [1, 0, 1, 0]


@pytest.mark.parametrize("setting", [REMINDED_BEFORE, CERTIFICATES_REMINDED_BEFORE])
def test_days_that_make_no_sense_are_refused_and_there_need_be_none(setting):
    with pytest.raises(ValueError, match="not a whole number of days from 1 to 180"):
        setting.fit(["181"])
    assert setting.fit([]) == []


def test_more_than_fit_are_told_the_next_time(monkeypatch):
    monkeypatch.setattr(reminding, "AT_A_TIME", 2)
    make.code()
    for _ in range(3):
        make.person()

    assert [remind(NOW), remind(NOW), remind(NOW)] == [2, 1, 0]


@pytest.mark.parametrize("how_many", [1, 30])
def test_reminding_asks_as_often_for_many(how_many, django_assert_num_queries):
    make.code()
    for _ in range(how_many):
        make.person()

    # Savepoint and its end, lock, newest, setting, people, reminders; entry, facts, place, notify.
    with django_assert_num_queries(11):
        assert actions.remind_of_code(EVERYBODY) == how_many


def test_one_worker_reminds_at_a_time():
    make.code()
    make.person()
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [reminding.REMINDING_LOCK])

        assert actions.remind_of_code(EVERYBODY) == 0

        cursor.execute("SELECT pg_advisory_unlock(%s)", [reminding.REMINDING_LOCK])
    other.close()
    assert actions.remind_of_code(EVERYBODY) == 1


def test_nobody_is_reminded_while_they_are_away_and_has_time_once_they_are_back():
    make.chosen(DAYS_AFTER_ABSENCE, 14)
    deadline = NOW + timedelta(days=10)
    make.code(agree_by=deadline)
    ada = make.person()
    today = timezone.localdate()
    Absence.objects.create(person=ada, since=today, until=today + timedelta(days=20))

    sent = [remind(NOW + timedelta(days=day)) for day in (0, 11, 20, 21, 30, 36)]

    assert sent == [0, 0, 0, 1, 0, 1]
    assert [kind for kind, _ in told()] == ["code reminder", "code deadline over"]
