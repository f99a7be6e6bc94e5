"""What follows from what the council's sign-on says of somebody."""

from collections.abc import Iterable, Sequence

from tabard.people.models import Person, Role
from tabard.people.settings import group_and_role
from tabard.people.sign_on import Said


def roles_after(roles: Iterable[str], groups: frozenset[str], lines: Sequence[str]) -> list[str]:
    """Give the roles of somebody with these groups, in the order in which roles stand.

    A role that no line names stays as it is.
    """
    by_group = [group_and_role(line) for line in lines]
    governed = {role for _, role in by_group}
    given = {role for group, role in by_group if group in groups}
    return [role for role in Role if role in given or (role in roles and role not in governed)]


def withheld(
    roles: Iterable[str],
    groups: frozenset[str],
    lines: Sequence[str],
    own: frozenset[str],
) -> set[str]:
    """Give the roles that somebody would gain by lines of their own alone.

    Those that another line gives them, too, are theirs, and so are those that they have already.
    """
    before = set(roles)
    of_others = [line for line in lines if line not in own]
    gained = set(roles_after(before, groups, lines)) - before
    return gained - set(roles_after(before, groups, of_others))


def is_another(said: Said, person: Person, *, has_name: bool) -> str:
    """Say why whoever comes for the first time cannot be this person; nothing if they can."""
    if has_name:
        return "they are known to the sign-on under another name already"
    if said.tells_number and person.external_id and person.external_id != said.directory_id:
        return "they have another number in the directory"
    return ""
