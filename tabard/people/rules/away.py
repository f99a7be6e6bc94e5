"""Who may say that somebody is away, and who stands in."""

from datetime import date

from tabard.common.rules import Refused
from tabard.people.models import Person


def may_say_away(by: Person, person: Person) -> Refused | None:
    """People say it themselves; for whoever cannot, their line manager or an administrator."""
    if by == person or by.manages(person) or by.keeps_staff:
        return None
    return Refused("Only they themselves, their line manager or an administrator can say that.")


def may_name_stand_in(by: Person, person: Person) -> Refused | None:
    """The programme team does so as well, so that nothing waits for somebody who is away."""
    return None if by.runs_the_pilot else may_say_away(by, person)


def may_stand_in(person: Person, stands_in: Person, until: date, today: date) -> Refused | None:
    """A colleague stands in who can sign in, and on days to come."""
    if person == stands_in:
        return Refused("Choose somebody else: nobody stands in for themselves.")
    if not stands_in.is_active:
        return Refused(f"{stands_in} cannot sign in any more. Choose somebody else.")
    if until < today:
        return Refused("Choose days to come: these are over.")
    return None
