"""The line of management above and below somebody."""

import pytest

from tabard.people import queries
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
