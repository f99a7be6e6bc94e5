"""Who may end a session."""

from tabard.common.rules import Refused
from tabard.people.models import Person
from tabard.people.rules.staff import may_keep_staff


def may_end_session(by: Person, whose: int) -> Refused | None:
    """Everybody ends their own."""
    return None if by.pk == whose else Refused("This is where somebody else is signed in.")


def may_sign_out(by: Person, person: Person) -> Refused | None:
    """An administrator signs somebody else out; their own sessions people end under Security."""
    if by == person:
        return Refused("Sign yourself out under Security.")
    return may_keep_staff(by)
