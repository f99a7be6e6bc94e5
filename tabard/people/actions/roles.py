"""Giving and taking roles as somebody's groups say."""

from collections.abc import Iterable, Sequence

from tabard.people.actions.administrators import LastAdministratorError, save_unless_last
from tabard.people.models import Person, Role
from tabard.people.queries.roles import administrators, own_lines, was_withheld
from tabard.people.rules.sign_on import roles_after, withheld
from tabard.people.settings import group_and_role
from tabard.record.actions import record


def take_roles(person: Person, groups: Iterable[str], lines: Sequence[str]) -> Person:
    """Let somebody, whose row is locked, have the roles that these lines give to their groups.

    Nobody gains a role by what they did themselves: it is withheld, and all administrators told.
    """
    before, known = set(person.roles), frozenset(groups)
    after = roles_after(before, known, lines)
    if set(after) - before:
        kept = withheld(before, known, lines, own_lines(person, lines))
        _tell_withheld(person, kept)
        after = [role for role in after if role not in kept]
    if before == set(after):
        return person
    person.roles = after
    try:
        save_unless_last(person, ["roles"])
    except LastAdministratorError:
        # Groups that forgot the administrators lock nobody out.
        return take_roles(_as_before(person, before), groups, _without_administrators(lines))
    record(
        "roles taken from groups",
        concerns=[person.pk],
        person=person.pk,
        gained=sorted(set(after) - before),
        lost=sorted(before - set(after)),
    )
    return person


def _tell_withheld(person: Person, roles: Iterable[str]) -> None:
    """Tell administrators once what somebody would have given themselves."""
    kept = sorted(roles)
    if kept and not was_withheld(person, kept):
        told = administrators().values_list("pk", flat=True)
        record("roles withheld", concerns=told, person=person.pk, roles=kept)


def _as_before(person: Person, roles: Iterable[str]) -> Person:
    person.roles = list(roles)
    return person


def _without_administrators(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if group_and_role(line)[1] != Role.ADMINISTRATOR]
