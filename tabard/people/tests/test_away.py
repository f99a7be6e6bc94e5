"""Who is away, who acts for whom meanwhile, and what the database refuses of it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction

from tabard.people import queries
from tabard.people.models import Absence, Person, StandIn
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 15)
NOON = datetime(2026, 6, 15, 12, tzinfo=ZoneInfo("Europe/London"))


def stand_in(person: Person, stands_in: Person, since: int = 0, until: int = 0) -> StandIn:
    """Let somebody stand in, on days counted from the fifteenth of June."""
    return StandIn.objects.create(
        person=person,
        stands_in=stands_in,
        since=DAY + timedelta(days=since),
        until=DAY + timedelta(days=until),
    )


@pytest.mark.parametrize(
    ("since", "until", "acts"),
    [(0, 0, True), (-3, 0, True), (0, 3, True), (-3, -1, False), (1, 3, False)],
)
@time_machine.travel(NOON, tick=False)
def test_somebody_stands_in_from_the_first_to_the_last_day(since: int, until: int, acts: bool):  # noqa: FBT001 - a case
    manager, colleague = make.person(), make.person()
    stand_in(manager, colleague, since, until)

    assert queries.acts_for(colleague) == ({manager.pk} if acts else set())
    assert list(queries.stand_ins_for(manager)) == ([colleague] if acts else [])
    assert queries.acts_for(manager) == set()
    assert list(queries.stand_ins_for(colleague)) == []


@time_machine.travel(NOON, tick=False)
def test_a_stand_in_that_was_ended_and_one_who_left_do_not_act():
    manager, colleague, leaver = make.person(), make.person(), make.person()
    ended = stand_in(manager, colleague)
    StandIn.objects.filter(pk=ended.pk).update(ended_at=NOON)
    stand_in(manager, leaver)
    Person.objects.filter(pk=leaver.pk).update(is_active=False)

    assert queries.acts_for(colleague) == set()
    assert list(queries.stand_ins_for(manager)) == []


def test_the_database_refuses_standing_in_for_oneself():
    manager = make.person()

    with pytest.raises(IntegrityError, match="stands_in_for_themselves"), transaction.atomic():
        stand_in(manager, manager)


def test_the_database_refuses_days_that_run_backwards():
    manager, colleague = make.person(), make.person()

    with pytest.raises(IntegrityError, match="stand_in_runs_forward"), transaction.atomic():
        stand_in(manager, colleague, 1, 0)
    with pytest.raises(IntegrityError, match="absence_runs_forward"), transaction.atomic():
        Absence.objects.create(person=manager, since=DAY, until=DAY - timedelta(days=1))


def test_the_database_refuses_two_who_stand_in_on_one_day():
    manager, colleague, other = make.person(), make.person(), make.person()
    first = stand_in(manager, colleague, 0, 3)

    with pytest.raises(IntegrityError, match="one_stand_in_at_a_time"), transaction.atomic():
        stand_in(manager, other, 3, 5)
    StandIn.objects.filter(pk=first.pk).update(ended_at=NOON)
    second = stand_in(manager, other, 3, 5)
    stand_in(colleague, other, 3, 5)

    assert StandIn.objects.filter(person=manager, ended_at=None).get() == second


def test_the_database_refuses_two_absences_on_one_day():
    person = make.person()
    Absence.objects.create(person=person, since=DAY)

    with pytest.raises(IntegrityError, match="away_once_at_a_time"), transaction.atomic():
        Absence.objects.create(person=person, since=DAY + timedelta(days=400))
    Absence.objects.create(person=person, since=DAY - timedelta(2), until=DAY - timedelta(1))


@time_machine.travel(NOON, tick=False)
def test_somebody_is_away_until_they_are_back():
    person = make.person()
    absence = Absence.objects.create(person=person, since=DAY)

    assert queries.is_away(person)
    assert queries.is_away(person, DAY + timedelta(days=300))
    assert not queries.is_away(person, DAY - timedelta(days=1))

    Absence.objects.filter(pk=absence.pk).update(until=DAY)

    assert queries.is_away(person)
    assert not queries.is_away(person, DAY + timedelta(days=1))
    assert "is away from 2026-06-15 to further notice" in str(absence)
    assert not queries.is_away(make.person())


def test_a_stand_in_says_who_for_whom_and_when():
    manager, colleague = make.person(), make.person()

    said = str(stand_in(manager, colleague, 0, 1))

    assert said == f"{colleague.pk} for {manager.pk} from 2026-06-15 to 2026-06-16"


def test_absence_that_was_called_off_does_not_count():
    person = make.person()
    Absence.objects.create(person=person, since=DAY, called_off_at=NOON)

    with time_machine.travel(NOON, tick=False):
        assert queries.away_among([person.pk]) == set()
        Absence.objects.update(called_off_at=None)
        assert queries.away_among([person.pk]) == {person.pk}
