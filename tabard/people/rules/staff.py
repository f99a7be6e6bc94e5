"""Who may enter and change staff."""

from tabard.common.rules import Refused
from tabard.people.models import Person


def may_keep_staff(person: Person) -> Refused | None:
    """Administrators enter and change the staff, and see when each is to leave."""
    if person.keeps_staff:
        return None
    return Refused("Only administrators enter and change staff.")


def may_give_roles(by: Person, person: Person) -> Refused | None:
    """An administrator gives and takes roles, and never their own."""
    if by == person:
        return Refused("Ask another administrator: nobody gives themselves roles.")
    return may_keep_staff(by)


def may_set_leaving_date(by: Person, person: Person) -> Refused | None:
    """An administrator does, of somebody who has not left yet."""
    if person.left_at is not None:
        return Refused(f"{person} has left already. Let them sign in again first.")
    return may_keep_staff(by)


def may_deactivate(by: Person, person: Person) -> Refused | None:
    """An administrator does, and never with themselves, so that one always remains."""
    if by == person:
        return Refused("Ask another administrator: you cannot close your own sign-in.")
    if not person.is_active:
        return Refused(f"{person} cannot sign in any more as it is.")
    return may_keep_staff(by)


def may_reactivate(by: Person, person: Person) -> Refused | None:
    """An administrator lets somebody back in."""
    if person.is_active:
        return Refused(f"{person} can sign in as it is.")
    return may_keep_staff(by)
