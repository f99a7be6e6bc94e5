"""Questions across accounts."""

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from tabard.accounts.models import Account, AccountState, Holding, Registration, Ticket
from tabard.connectors.api import Application
from tabard.people.models import Person


def held_by(person: Person) -> QuerySet[Account]:
    """Give the accounts that a person holds today."""
    return Account.objects.filter(holdings__person=person, holdings__until=None)


def with_holders(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Have each account tell, as `held_today`, who holds it now."""
    held = Holding.objects.filter(until=None).select_related("person")
    return accounts.prefetch_related(Prefetch("holdings", held, to_attr="held_today"))


def formerly_held_by(person: Person) -> QuerySet[Account]:
    """Give the accounts that a person held once and holds no longer."""
    return (
        Account.objects.filter(holdings__person=person, holdings__until__isnull=False)
        .exclude(pk__in=held_by(person))
        .select_related("connection")
        .defer("connection__sealed")
        .distinct()
    )


def open_to_write(person: Person) -> QuerySet[Account]:
    """Give the accounts from which a person can write: held, and not ended."""
    return held_by(person).exclude(state=AccountState.ENDED)


def open_tickets(person: Person) -> QuerySet[Ticket]:
    """Give the permissions to connect that can still be used."""
    return Ticket.objects.filter(person=person, used_at=None, until__gt=timezone.now())


def named(network: str, *, handle: str | None, stable_id: str | None) -> QuerySet[Account]:
    """Find the accounts that go by this handle or identifier on a network."""
    asked = Q(pk=None)
    if handle:
        asked |= Q(lower_handle=handle.lower())
    if stable_id:
        asked |= Q(stable_id=stable_id)
    # Written as the index is, which ILIKE and UPPER would pass by.
    return Account.objects.alias(lower_handle=Lower("handle")).filter(asked, network=network)


def registered(network: str, server: str, back_to: str) -> Application | None:
    """Give what a server knows the council's software by, if it does."""
    found = Registration.objects.filter(network=network, server=server, back_to=back_to).first()
    return found.application if found else None
