"""Who lets other systems in."""

from tabard.common.rules import Refused
from tabard.people.models import Person


def may_keep_tokens(person: Person) -> Refused | None:
    """Administrators let other systems in, and out again."""
    if person.keeps_staff:
        return None
    return Refused("Only administrators let other systems in.")
