"""Groups of the directory as SCIM's groups."""

from typing import Any

from django.db.models import Q, QuerySet
from scim2_models import InvalidValueException, Meta

from tabard.people import actions
from tabard.people.api.filters import exact, is_number, moment, number, text
from tabard.people.api.resources import Group
from tabard.people.api.users import people
from tabard.people.models import ApiToken, DirectoryGroup

MOST_MEMBERS = 50_000
LONGEST_NAME = 255
NAMES = {
    "id": number("pk"),
    "externalid": exact("external_id"),
    "displayname": text("display_name"),
    "members": number("members"),
    "members.value": number("members"),
    "meta.created": moment("created_at"),
    "meta.lastmodified": moment("changed_at"),
}
ALWAYS = Q(pk__isnull=False)
THERE = {
    **dict.fromkeys(["id", "displayname", "meta.created", "meta.lastmodified"], ALWAYS),
    "externalid": ~Q(external_id=""),
    "members": Q(members__isnull=False),
    "members.value": Q(members__isnull=False),
}


def groups() -> QuerySet[DirectoryGroup]:
    """Give every group."""
    return DirectoryGroup.objects.all()


def shown(group: DirectoryGroup, *, with_members: bool) -> Group:
    """Give a group as SCIM shows it; its members only where they are asked for."""
    told: dict[str, Any] = {
        "id": str(group.pk),
        "externalId": group.external_id or None,
        "displayName": group.display_name,
        "members": _members(group) if with_members else None,
    }
    found = Group.model_validate(told)
    found.meta = Meta(
        resource_type="Group",
        created=group.created_at,
        last_modified=group.changed_at,
        version=version_of(group),
    )
    return found


def _members(group: DirectoryGroup) -> list[dict[str, str]] | None:
    known = group.members.filter(let_go_at__isnull=True).order_by("pk")
    return [
        {"value": str(pk), "$ref": f"Users/{pk}", "type": "User"}
        for pk in known.values_list("pk", flat=True)
    ] or None


def version_of(group: DirectoryGroup) -> str:
    """Give what changes whenever a group is changed."""
    return f'W/"{int(group.changed_at.timestamp() * 1_000_000)}"'


def keep(group: DirectoryGroup, told: Group, by: ApiToken) -> DirectoryGroup:
    """Let a group be as the directory tells."""
    name = " ".join((told.display_name or "").split())
    if not name or not name.isprintable() or len(name) > LONGEST_NAME:
        raise InvalidValueException(detail=f"displayName needs 1 to {LONGEST_NAME} signs")
    members = _people_in(told)
    return actions.keep_group(
        group, name=name, external_id=told.external_id or "", members=members, by=by
    )


def _people_in(told: Group) -> set[int]:
    """Give the members, all of whom have to be known."""
    asked = {one.value for one in told.members or [] if one.value}
    if len(asked) > MOST_MEMBERS:
        raise InvalidValueException(detail=f"A group has {MOST_MEMBERS} members at the most")
    numbers = {int(value) for value in asked if is_number(value)}
    found = set(people().order_by().filter(pk__in=numbers).values_list("pk", flat=True))
    unknown = [value for value in asked if not is_number(value) or int(value) not in found]
    if unknown:
        raise InvalidValueException(detail=f"There is no user {min(unknown)} to be a member")
    return found
