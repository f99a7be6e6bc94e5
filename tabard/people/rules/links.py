"""Who may have a link sent to somebody, to set a password."""

from tabard.common.rules import Refused
from tabard.people.models import Person
from tabard.people.rules.staff import may_keep_staff


def may_send_link(by: Person, person: Person, *, takes_passwords: bool) -> Refused | None:
    """An administrator does, to somebody who can sign in, where a password lets them in."""
    if not takes_passwords:
        return Refused("Passwords are switched off here, so a link to set one leads nowhere.")
    if not person.is_active:
        return Refused(f"{person} cannot sign in any more. Let them sign in again first.")
    return may_keep_staff(by)
