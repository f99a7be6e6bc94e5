"""Giving and taking roles as somebody's groups say."""

from collections.abc import Iterable, Sequence

from tabard.people.models import Person
from tabard.people.rules.sign_on import roles_after
from tabard.record.actions import record


def take_roles(person: Person, groups: Iterable[str], lines: Sequence[str]) -> Person:
    """Let somebody, whose row is locked, have the roles that these lines give to their groups."""
    before = set(person.roles)
    after = roles_after(before, frozenset(groups), lines)
    if before == set(after):
        return person
    person.roles = after
    person.save(update_fields=["roles"])
    record(
        "roles taken from groups",
        concerns=[person.pk],
        person=person.pk,
        gained=sorted(set(after) - before),
        lost=sorted(before - set(after)),
    )
    return person
