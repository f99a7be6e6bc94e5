"""In which groups of the directory somebody is."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from tabard.people.models import Person
from tabard.people.settings import governed_roles, group_and_role


def groups_of(person: Person) -> frozenset[str]:
    """Give the names and the directory's own ids of somebody's groups."""
    return frozenset(
        name
        for group in person.directory_groups.all()
        for name in (group.display_name, group.external_id)
        if name
    )


def touched_by(lines: Sequence[str]) -> QuerySet[Person]:
    """Give those who can sign in and whose roles these lines may change, with their groups."""
    named = {group for group, _ in map(group_and_role, lines)}
    concerned = Q(directory_groups__display_name__in=named)
    concerned |= Q(directory_groups__external_id__in=named)
    concerned |= Q(roles__overlap=sorted(governed_roles(lines)))
    known = Person.objects.filter(concerned, is_active=True).distinct().order_by("pk")
    return known.prefetch_related("directory_groups")
