"""Who may read the record."""

from collections.abc import Mapping
from typing import Any

from tabard.common.rules import Refused
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import people_in


def may_read_everything(person: Person) -> Refused | None:
    """Oversight officers and the programme team read the whole record."""
    if person.oversees or person.runs_the_pilot:
        return None
    return Refused("Only oversight officers and the programme team read the whole record.")


def may_read(person: Person, entry: Entry, facts: Mapping[str, Any]) -> Refused | None:
    """Everybody reads what concerns them or what they did; the rest is for those who oversee."""
    if person.pk in entry.people or person.pk in people_in([facts]):
        return None
    if may_read_everything(person):
        return Refused("This entry of the record is about other people.")
    return None
