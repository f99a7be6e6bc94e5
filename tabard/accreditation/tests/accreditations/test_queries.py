"""Questions across accreditations."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.accreditation import queries
from tabard.accreditation.models import StandingKind
from tests import make

pytestmark = pytest.mark.django_db


def test_accreditation_in_force_has_not_ended():
    ended = make.accreditation(state="ended", reason="Why.")
    suspended = make.accreditation(state="suspended", reason="Why.")

    assert queries.in_force(ended.person) is None
    assert queries.in_force(suspended.person) == suspended
    assert queries.latest_accreditation(ended.person) == ended


def test_everybody_is_listed_once_with_the_last_accreditation_by_name():
    zoe = make.person(manager=make.person(), last_name="Zander")
    ada = make.person(manager=make.person(), last_name="Abbot")
    make.accreditation(zoe, state="ended", reason="Why.")
    renewed = make.accreditation(zoe)
    only = make.accreditation(ada, state="ended", reason="Why.")

    assert list(queries.latest_of_everybody()) == [only, renewed]


def test_standing_is_that_of_the_last_accreditation():
    ada = make.accreditation(state="ended", reason="Why.").person
    make.accreditation(ada)

    assert queries.standing(ada).kind == StandingKind.ACCREDITED
    assert queries.standing(make.person()).kind == StandingKind.NONE


@pytest.mark.parametrize("how_many", [1, 3])
def test_standings_of_many_are_one_query(how_many, django_assert_num_queries):
    now = timezone.now()
    people = [make.accreditation(state="ended", reason="Why.").person for _ in range(how_many)]
    for person in people:
        make.accreditation(person, since=now - timedelta(days=2), until=now - timedelta(days=1))
    nobody = make.person()

    with django_assert_num_queries(1):
        found = queries.standings([*(one.pk for one in people), nobody.pk])

    assert {key: one.kind for key, one in found.items()} == {
        **{person.pk: StandingKind.LAPSED for person in people},
        nobody.pk: StandingKind.NONE,
    }
