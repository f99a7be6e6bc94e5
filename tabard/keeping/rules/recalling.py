"""Who goes on with the older posts of an adopted account, and who reads them here."""

from tabard.common.rules import Refused
from tabard.keeping.models import Adoption
from tabard.keeping.rules.adopting import may_see
from tabard.people.models import Person


def may_take_up(person: Person, adoption: Adoption) -> Refused | None:
    """Whoever connects the account can go on, and the programme team."""
    if person.runs_the_pilot or person.pk == adoption.connects_id:
        return None
    return Refused("Only whoever connects the account, or the programme team, can go on with it.")


may_read = may_see
