"""Who may do what by their role alone."""

from tabard.common.rules import Refused
from tabard.people.models import Person, Role


def needs(person: Person, *roles: Role) -> Refused | None:
    """Refuse whoever has none of these roles."""
    if any(person.has_role(role) for role in roles):
        return None
    wanted = " or ".join(str(role.label).lower() for role in roles)
    return Refused(f"This page is for the {wanted}.")
