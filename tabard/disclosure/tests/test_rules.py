"""Who may read the record."""

import pytest

from tabard.common.rules import Refused
from tabard.disclosure.rules import may_read, may_read_everything
from tabard.people.models import Person, Role
from tabard.record.models import Entry

OWN = Refused("This entry of the record is about other people.")


@pytest.mark.parametrize("role", [Role.OVERSIGHT_OFFICER, Role.PROGRAMME_TEAM])
def test_oversight_and_the_programme_team_read_everything(role: Role):
    person = Person(pk=1, roles=[role])

    assert may_read_everything(person) is None
    assert may_read(person, Entry(people=[2]), {"by": 3}) is None


@pytest.mark.parametrize(
    "roles", [[], *[[role] for role in Role if role not in {"oversight_officer", "programme_team"}]]
)
def test_everybody_else_does_not(roles: list[Role]):
    person = Person(pk=1, roles=roles)

    assert may_read_everything(person) == Refused(
        "Only oversight officers and the programme team read the whole record."
    )
    assert may_read(person, Entry(people=[2]), {"by": 3, "message": 1}) == OWN


@pytest.mark.parametrize("fact", ["by", "person", "author", "applicant"])
def test_everybody_reads_what_they_are_part_of(fact: str):
    assert may_read(Person(pk=1), Entry(people=[]), {fact: 1}) is None


def test_everybody_reads_what_concerns_them():
    assert may_read(Person(pk=1), Entry(people=[3, 1]), {"by": 2}) is None


def test_who_was_erased_from_an_entry_is_no_longer_part_of_it():
    assert may_read(Person(pk=1), Entry(people=[]), {"by": None}) == OWN
