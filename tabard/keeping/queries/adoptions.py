"""Accounts that are being adopted, and those that were."""

from django.db.models import Q, QuerySet

from tabard.accounts.models import Account
from tabard.keeping.models import Adoption, AdoptionState
from tabard.people.models import Person


def adoptions() -> QuerySet[Adoption]:
    """Give every proposal with the people it names."""
    return Adoption.objects.select_related(
        "proposer__service", "connects", "decided_by", "service", "ticket", "account"
    )


def waiting_for(person: Person) -> QuerySet[Adoption]:
    """Give the proposals that this person can decide, the oldest first."""
    if not person.runs_the_pilot:
        return Adoption.objects.none()
    others = ~Q(proposer=person) & ~Q(connects=person)
    return adoptions().filter(others, state=AdoptionState.PROPOSED).order_by("proposed_at")


def of(person: Person) -> QuerySet[Adoption]:
    """Give the proposals that a person made, or connects the account of, the last first."""
    return adoptions().filter(Q(proposer=person) | Q(connects=person))


def of_account(account: Account) -> Adoption | None:
    """Give how an account came to the council, if it existed before."""
    connected = account.adoptions.filter(state=AdoptionState.CONNECTED)
    return connected.select_related("recall").first()
