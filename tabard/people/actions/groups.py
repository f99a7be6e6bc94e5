"""Groups of the council's directory: what it tells of them, and the roles that follow."""

from collections.abc import Collection, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.actions.roles import take_roles
from tabard.people.actions.staff import UnfitError
from tabard.people.models import DirectoryGroup, GroupsApplied, Person
from tabard.people.queries.groups import groups_of, touched_by
from tabard.people.rules.sign_on import roles_after
from tabard.people.rules.staff import Keeper, may_keep_groups, told_by
from tabard.people.settings import GROUPS_BY_SCIM, governing_lines, group_and_role
from tabard.record.actions import record

UNFIT = {
    "one_directory_group_of_a_name": ("displayName", "Another group has this name"),
    "one_directory_group_per_external_id": ("externalId", "Another group has this externalId"),
}


@transaction.atomic
def keep_group(
    group: DirectoryGroup, *, name: str, external_id: str, members: Collection[int], by: Keeper
) -> DirectoryGroup:
    """Let a group, new or known, have this name and these members; their roles follow."""
    insist(may_keep_groups(by))
    called_before = _called(group)
    group.display_name, group.external_id = name, external_id
    before = set(group.members.values_list("pk", flat=True)) if group.pk else set()
    is_same_name = called_before == _called(group)
    if group.pk and is_same_name and before == set(members):
        return group
    _save(group)
    group.members.set(members)
    record("group changed", group=name, members=len(members), **told_by(by))
    touched = before ^ set(members) if is_same_name else before | set(members)
    _follow(touched, called_before | _called(group))
    return group


@transaction.atomic
def drop_group(group: DirectoryGroup, *, by: Keeper) -> None:
    """Let the directory have a group no more; roles that it alone gave are taken."""
    insist(may_keep_groups(by))
    members, called = set(group.members.values_list("pk", flat=True)), _called(group)
    group.delete()
    record("group dropped", group=group.display_name, members=len(members), **told_by(by))
    _follow(members, called)


def _called(group: DirectoryGroup) -> set[str]:
    """Give the names by which a setting may know a group."""
    return {group.display_name, group.external_id} - {""}


def _save(group: DirectoryGroup) -> None:
    group.changed_at = timezone.now()
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as refused:
        name = refused.__cause__.diag.constraint_name if refused.__cause__ else None  # type: ignore[attr-defined]  # psycopg's error says which
        if name not in UNFIT:
            raise
        raise UnfitError(*UNFIT[name]) from refused


def _follow(members: Collection[int], called: set[str]) -> None:
    """Let the roles follow that the setting gives to a group called so; no other is touched."""
    if not GROUPS_BY_SCIM.value:
        return
    by_group = [(line, *group_and_role(line)) for line in governing_lines()]
    governed = {role for _, group, role in by_group if group in called}
    lines = [line for line, _, role in by_group if role in governed]
    if not lines:
        return
    people = Person.objects.filter(pk__in=members, is_active=True)
    for person in people.select_for_update().order_by("pk"):
        take_roles(lock(person), groups_of(person), lines)


def follow_groups(person: Person) -> Person:
    """Let the roles of somebody who is let in again, whose row is locked, be those of today.

    What the sign-on's groups give comes back when they sign in through it.
    """
    groups = groups_of(person) if GROUPS_BY_SCIM.value else set()
    return take_roles(person, groups, governing_lines())


def drop_governed_roles(person: Person) -> Person:
    """Take the roles that groups give from somebody, whose row is locked."""
    return take_roles(person, (), governing_lines())


@transaction.atomic
def apply_groups() -> int:
    """Let roles follow what the settings say by now; say of how many people they were changed."""
    lines, by_scim = governing_lines(), GROUPS_BY_SCIM.value
    wanted = "\n".join([f"by SCIM: {by_scim}", *lines])
    applied, _ = GroupsApplied.objects.select_for_update().get_or_create(pk=1)
    if applied.lines == wanted:
        return 0
    changed = [one for one in touched_by(lines) if _is_out_of_step(one, lines)] if by_scim else []
    for person in changed:
        take_roles(lock(person), groups_of(person), lines)
    applied.lines = wanted
    applied.save(update_fields=["lines"])
    return len(changed)


def _is_out_of_step(person: Person, lines: Sequence[str]) -> bool:
    return set(roles_after(person.roles, groups_of(person), lines)) != set(person.roles)
