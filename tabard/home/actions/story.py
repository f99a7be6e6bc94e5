"""What every part of the story of the demonstration is told with."""

from collections.abc import Iterable, Mapping
from typing import Any

from tabard.people.models import Person, Role

type Told = Mapping[str, Any]


class DemonstrationError(Exception):
    """The demonstration council cannot be loaded; the words say why and what to do."""


def first(people: Iterable[Person], role: Role) -> Person:
    """Give the first in the story who has this role."""
    return next(person for person in people if person.has_role(role))
