"""Who sees what was spent and sets caps and prices, and what is within both caps."""

from datetime import date

from tabard.common.rules import Refused
from tabard.common.templatetags.money import dollars
from tabard.people.models import Person
from tabard.spending.models import Bill, known_prices

WHAT_TO_DO = "Take the account out, or ask the programme team to raise the cap."


def may_see_spending(person: Person) -> Refused | None:
    """The programme team and oversight officers see what was spent from every account."""
    if person.runs_the_pilot or person.oversees:
        return None
    return Refused("Only the programme team and oversight officers see what was spent.")


def may_set(person: Person) -> Refused | None:
    """The programme team enters prices, and raises or lowers the cap of an account."""
    if person.runs_the_pilot:
        return None
    return Refused("Only the programme team sets prices and caps. Ask them to raise a cap.")


def is_charged_for(network: str, what: str) -> Refused | None:
    """A price is for something that posts there can be charged for."""
    if what in known_prices(network):
        return None
    return Refused("Choose what the price is for from the list.")


def is_not_history(from_day: date, today: date) -> Refused | None:
    """A price holds from today or later: what was spent was spent."""
    if from_day >= today:
        return None
    return Refused("The day must be today or later: what was charged before stays as it was.")


def says_why(because: str) -> Refused | None:
    """Whoever sets a cap says why, which the holders of the account read."""
    if because.strip():
        return None
    return Refused("Say why. Whoever holds the account reads it.")


def is_within_caps(bill: Bill) -> Refused | None:
    """What costs something is sent while its account, and the council, may still spend as much.

    What is left changes with every post, so that the reason for which one waits does not name it.
    """
    for one in bill.sums:
        if one.is_over:
            return Refused(
                f"This post costs {dollars(one.cost)} on {one.account.network_name}, more than is "
                f"left of the {dollars(one.cap)} that {one.account} may spend in a month. "
                f"{WHAT_TO_DO}"
            )
    if bill.is_over:
        return Refused(
            f"This post costs {dollars(bill.cost)}, more than is left of the {dollars(bill.cap)} "
            f"that the council may spend on posts in a month. {WHAT_TO_DO}"
        )
    return None
