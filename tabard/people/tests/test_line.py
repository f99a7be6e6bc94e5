"""The line of management above and below somebody."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Case, When
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabard.people import queries
from tabard.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def test_the_line_is_everybody_above_and_below_and_nobody_beside(django_assert_num_queries):
    chief = make.person()
    director, other_director = make.person(manager=chief), make.person(manager=chief)
    person, colleague = make.person(manager=director), make.person(manager=director)
    junior = make.person(manager=person)
    trainee = make.person(manager=junior)
    make.person(manager=other_director)

    with django_assert_num_queries(1):
        line = queries.line_of(person)

    assert line == {chief.pk, director.pk, junior.pk, trainee.pk}
    assert queries.line_of(colleague) == {chief.pk, director.pk}
    assert len(queries.line_of(chief)) == 7


def test_somebody_without_manager_or_team_has_no_line():
    assert queries.line_of(make.person()) == set()


def test_the_database_refuses_that_somebody_reports_to_themselves_over_others():
    chief = make.person()
    director = make.person(manager=chief)
    member = make.person(manager=director)

    with pytest.raises(IntegrityError, match="report to themselves"), transaction.atomic():
        Person.objects.filter(pk=chief.pk).update(manager=member)
    Person.objects.filter(pk=director.pk).update(manager=None)
    Person.objects.filter(pk=chief.pk).update(manager=member)

    assert queries.line_of(member) == {chief.pk, director.pk}


def test_managers_may_change_places_in_one_statement():
    chief = make.person()
    director = make.person(manager=chief)

    Person.objects.filter(pk__in=[chief.pk, director.pk]).update(
        manager_id=Case(When(pk=chief.pk, then=director.pk), default=None)
    )

    chief.refresh_from_db()
    assert chief.manager == director


def test_the_database_refuses_a_circle_among_those_who_are_entered_together():
    like = make.person()
    entered = [
        Person(pk=one, manager_id=other, email=f"{one}@exampleton.example", service=like.service)
        for one, other in [(9_001, 9_002), (9_002, 9_003), (9_003, 9_001)]
    ]

    with pytest.raises(IntegrityError, match="report to themselves"), transaction.atomic():
        Person.objects.bulk_create(entered)
    assert Person.objects.count() == 1


def test_the_database_refuses_a_line_of_more_than_fifty():
    below = make.person()
    for _ in range(50):
        below = make.person(manager=below)

    with pytest.raises(IntegrityError, match="more than 50"), transaction.atomic():
        make.person(manager=below)


def walk(managers: dict[int, int | None], person: int) -> set[int]:
    """Give everybody above and below somebody, by going there step by step."""
    above, at = set(), managers[person]
    while at is not None and at not in above:
        above.add(at)
        at = managers[at]
    below = {one for one in managers if _reaches(managers, one, person)}
    return (above | below) - {person}


def _reaches(managers: dict[int, int | None], one: int, person: int) -> bool:
    seen: set[int] = set()
    at = managers[one]
    while at is not None and at not in seen and at != person:
        seen.add(at)
        at = managers[at]
    return at == person


@given(st.lists(st.integers(min_value=-1, max_value=7), min_size=8, max_size=8))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_line_of_ends_and_is_right_on_any_table_of_managers_even_one_with_circles(places):
    with transaction.atomic():
        people = [make.person() for _ in places]
        managers = {
            person.pk: None if place in {-1, number} else people[place].pk
            for number, (person, place) in enumerate(zip(people, places, strict=True))
        }
        with connection.cursor() as cursor:
            # As a table looked that was written with the triggers off.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE people_person DISABLE TRIGGER USER")
        for person in people:
            Person.objects.filter(pk=person.pk).update(manager=managers[person.pk])

        lines = {person.pk: queries.line_of(person) for person in people}
        of_many = queries.lines_of(person.pk for person in people)
        transaction.set_rollback(True)

    assert lines == {person.pk: walk(managers, person.pk) for person in people}
    assert of_many == lines


def test_when_somebody_was_changed_is_kept_whatever_way_it_came():
    person = make.person()
    Person.objects.filter(pk=person.pk).update(last_login=person.created_at)
    person.refresh_from_db()
    before = person.changed_at

    person.save()
    person.refresh_from_db()
    assert person.changed_at == before
    Person.objects.filter(pk=person.pk).update(job_title="Head Librarian")
    person.refresh_from_db()

    assert person.changed_at > before
