"""Who may connect which account."""

from django.utils import timezone

from tabard.accounts.models import Account, Ticket
from tabard.common.rules import Refused
from tabard.connectors import api
from tabard.people.models import Person


def may_connect(person: Person, ticket: Ticket) -> Refused | None:
    """A ticket is for one person, one account and a limited time."""
    if ticket.person_id != person.pk:
        return Refused("This permission to connect an account was given to somebody else.")
    if ticket.used_at is not None:
        return Refused("You have already connected an account with this permission.")
    if ticket.has_run_out(timezone.now()):
        return Refused(
            "The time to connect this account is over. Ask the programme team to open it again."
        )
    return is_installed(ticket.network)


def is_another(ticket: Ticket, handle: str) -> bool:
    """Say whether a handle is another than the one that was agreed, if one was."""
    agreed, found = (one.strip().removeprefix("@").casefold() for one in (ticket.handle, handle))
    return bool(agreed) and agreed != found


def is_installed(network: str) -> Refused | None:
    """A network is reached while its connector is installed."""
    if network in api.all_connectors():
        return None
    return Refused(f"Accounts on {network} cannot be connected: ask the administrator.")


def may_take(person: Person, account: Account) -> Refused | None:
    """An account that somebody else holds today is not taken over."""
    holders = {holding.person_id for holding in account.holdings.filter(until=None)}
    if holders - {person.pk}:
        return Refused("Somebody else at the council already holds this account.")
    return None


def may_reconnect(person: Person, account: Account) -> Refused | None:
    """Only those who hold an account connect it again."""
    if not holds(person, account):
        return Refused("You do not hold this account.")
    return is_installed(account.network)


def may_disconnect(person: Person, account: Account) -> Refused | None:
    """Whoever holds an account ends it as the council's, and so does the programme team."""
    if holds(person, account) or person.runs_the_pilot:
        return None
    return Refused("Only the person who holds this account, or the programme team, can do this.")


def holds(person: Person, account: Account) -> bool:
    """Say whether a person holds an account today."""
    return account.holdings.filter(person=person, until=None).exists()
