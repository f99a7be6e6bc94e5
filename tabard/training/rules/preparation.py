"""Whether somebody is prepared to speak for the council."""

from tabard.common.rules import Refused
from tabard.people.models import Person
from tabard.training.models import Preparation


def is_prepared(person: Person, preparation: Preparation) -> Refused | None:
    """Whoever is accredited agreed to the code, and learnt as far as the council asks it."""
    if not preparation.code.may_begin:
        which = "the newest version of the code" if preparation.code.agreed else "the code"
        return Refused(f"{person} has not agreed to {which} of practice yet.")
    if not preparation.is_trained:
        return Refused(f"{person} holds no valid certificate of the training yet.")
    if not preparation.practice.is_enough:
        passed, needed = preparation.practice.passed, preparation.practice.needed
        return Refused(f"{person} has passed {passed} of {needed} practice scenarios.")
    return None
