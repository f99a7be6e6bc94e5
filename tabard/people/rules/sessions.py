"""Who may end a session."""

from tabard.common.rules import Refused
from tabard.people.models import Person


def may_end_session(by: Person, whose: int) -> Refused | None:
    """Everybody ends their own."""
    return None if by.pk == whose else Refused("This is where somebody else is signed in.")
