"""Who may arrange something for somebody's assessments."""

from tabard.common.rules import Refused
from tabard.people.models import Person


def may_see_arrangements(person: Person) -> Refused | None:
    """The programme team arranges things."""
    if person.runs_the_pilot:
        return None
    return Refused("Only the programme team arranges things for assessments.")


def may_arrange(person: Person, learner: Person) -> Refused | None:
    """The programme team arranges things, and nobody for themselves."""
    if person == learner:
        return Refused("Somebody else of the programme team has to arrange this for you.")
    return may_see_arrangements(person)
