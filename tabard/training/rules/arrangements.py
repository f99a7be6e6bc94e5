"""Who may arrange something for somebody's assessments."""

from tabard.common.rules import Refused
from tabard.people.models import Person
from tabard.training.models import Arrangement, Sitting


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


def may_help(helper: Person, learner: Person) -> Refused | None:
    """Somebody else helps, who signs in here."""
    if helper == learner:
        return Refused("Nobody helps themselves. Name somebody else.")
    if not helper.is_active:
        return Refused(f"{helper} does not sign in here any more. Name somebody else.")
    return None


def may_enter(person: Person, sitting: Sitting, arranged: Arrangement | None) -> Refused | None:
    """The person who sits enters answers, or whoever was named to do it with them."""
    if person.pk == sitting.person_id:
        return None
    if arranged is not None and arranged.helper_id == person.pk:
        return None
    return Refused("Only the person who took this assessment sees it.")
