"""Those who do not speak for the council now, and whose page somebody may still come to."""

from dataclasses import dataclass

from tabard.accounts.models import Account
from tabard.accreditation.models import AccreditationState
from tabard.accreditation.queries import latest_accreditation
from tabard.council.models import Council
from tabard.directory.queries.accounts import successor_of
from tabard.directory.queries.people import former_of, holdings
from tabard.keeping.settings import AT_REST
from tabard.people.models import Person


@dataclass(frozen=True, slots=True)
class Former:
    """An account that was the council's, and where people can go now."""

    account: Account
    successor: Account | None


@dataclass(frozen=True, slots=True)
class Silence:
    """What is said of somebody who does not speak now; without a name, they are gone."""

    name: str
    accounts: list[Account]
    former: list[Former]
    # What is said instead where they rest; nothing of why.
    at_rest: str = ""


def silence_of(person: Person, council: Council) -> Silence | None:
    """Say what stands where somebody stood: nothing of why, and no name of those who are gone."""
    accreditation = latest_accreditation(person)
    if accreditation is None:
        return None
    former = [Former(one, successor_of(one, council)) for one in former_of(person, council)]
    if accreditation.state == AccreditationState.ENDED:
        rests = any(one.account.is_at_rest for one in former)
        return Silence("", [], former, AT_REST.value if rests else "") if former else None
    held = holdings(council).filter(person=person).select_related("account")
    accounts = [holding.account for holding in held]
    return Silence(person.name, accounts, former) if accounts else None
