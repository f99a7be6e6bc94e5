"""In which groups of the directory somebody is."""

from tabard.people.models import Person


def groups_of(person: Person) -> frozenset[str]:
    """Give the names and the directory's own ids of somebody's groups."""
    known = person.directory_groups.values_list("display_name", "external_id")
    return frozenset(one for pair in known for one in pair if one)
