"""Who may enter and change staff."""

from typing import Any

from tabard.common.rules import Refused
from tabard.people.models import ApiToken, Person

# Who keeps the staff: an administrator, or the council's directory by its token.
type Keeper = Person | ApiToken


def told_by(by: Keeper) -> dict[str, Any]:
    """Give who did something, as the record tells of it."""
    return {"by": by.pk} if isinstance(by, Person) else {"token": by.name}


def may_keep_staff(by: Keeper) -> Refused | None:
    """Administrators do, and the council's directory by its token."""
    if by.keeps_staff:
        return None
    return Refused("Only administrators enter and change staff.")


def may_keep_groups(by: Keeper) -> Refused | None:
    """The council's directory does by its token, if that is for groups."""
    if by.keeps_groups:
        return None
    return Refused("This token does not tell of groups.")


def may_release_address(by: Keeper, person: Person) -> Refused | None:
    """Whoever keeps the staff does, of somebody whom the directory let go."""
    if person.let_go_at is None:
        return Refused(f"The directory still knows {person}, whose address it is.")
    return may_keep_staff(by)


def may_give_roles(by: Person, person: Person) -> Refused | None:
    """An administrator gives and takes roles, and never their own."""
    if by == person:
        return Refused("Ask another administrator: nobody gives themselves roles.")
    return may_keep_staff(by)


def may_set_leaving_date(by: Keeper, person: Person) -> Refused | None:
    """An administrator does, of somebody who has not left yet."""
    if person.left_at is not None:
        return Refused(f"{person} has left already. Let them sign in again first.")
    return may_keep_staff(by)


def may_deactivate(by: Keeper, person: Person) -> Refused | None:
    """An administrator does, and never with themselves, so that one always remains."""
    if by == person:
        return Refused("Ask another administrator: you cannot close your own sign-in.")
    if not person.is_active:
        return Refused(f"{person} cannot sign in any more as it is.")
    return may_keep_staff(by)


def may_see_off(by: Keeper, person: Person) -> Refused | None:
    """An administrator says that somebody has left, once, and never of themselves."""
    if by == person:
        return Refused("Ask another administrator: you cannot close your own sign-in.")
    return may_set_leaving_date(by, person)


def may_reactivate(by: Keeper, person: Person) -> Refused | None:
    """An administrator lets somebody back in."""
    if person.death_noted_at is not None:
        return Refused(f"It is noted that {person} has died. If that is wrong, take it back first.")
    if person.is_active:
        return Refused(f"{person} can sign in as it is.")
    return may_keep_staff(by)
