"""Who may connect which account."""

from collections.abc import Sequence

from django.utils import timezone

from tabard.accounts.models import (
    AccessLock,
    Account,
    AccountState,
    Registration,
    Ticket,
    needs_application,
    network_name,
)
from tabard.common.rules import NotAllowedError, Refused
from tabard.connectors import api
from tabard.naming.networks import are_the_same
from tabard.people.models import Person

NONE_OFFERED = (
    "You gave leave for no account. Begin again, choose the account on the network's page, and see "
    "that you may post from it there."
)
LOCKED = "Your accreditation is suspended, so nothing can be connected until that ends."


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
    return is_not_locked(person) or is_installed(ticket.network)


def is_not_locked(person: Person) -> Refused | None:
    """Nobody connects an account while their accreditation is suspended."""
    return Refused(LOCKED) if AccessLock.objects.filter(person=person).exists() else None


def is_another(ticket: Ticket, handle: str) -> bool:
    """Say whether a handle is another than the one that was agreed, if one was."""
    return bool(ticket.handle) and not are_the_same(ticket.handle, handle, ticket.network)


def may_be_taken(ticket: Ticket, handle: str) -> Refused | None:
    """Leave for an account that exists is for that account alone."""
    if not ticket.is_exact or not is_another(ticket, handle):
        return None
    return Refused(
        f"That is {handle}. This permission is for {ticket.handle} alone: sign in as that account."
    )


def is_agreed(ticket: Ticket, handle: str) -> bool:
    """Say whether this is the handle that was agreed, if one was."""
    return bool(ticket.handle) and not is_another(ticket, handle)


def agreed_of(offered: Sequence[api.Offered], ticket: Ticket) -> api.Offered | None:
    """Of several accounts the one that was agreed is meant, and otherwise the only one.

    Several can go by one handle, such as the boards of one account.
    """
    if not offered:
        raise NotAllowedError(NONE_OFFERED)
    handles = [one.profile.handle for one in offered]
    agreed = [one for one in offered if is_agreed(ticket, one.profile.handle)]
    if agreed:
        return agreed[0] if len(agreed) == 1 else None
    if ticket.is_exact:
        raise NotAllowedError(
            f"You gave leave for {', '.join(handles)}. This permission is for {ticket.handle} "
            "alone: give leave for that account."
        )
    return offered[0] if len(offered) == 1 else None


def the_same_of(offered: Sequence[api.Offered], account: Account) -> api.Offered:
    """Of several accounts the one is meant that was connected before."""
    if not offered:
        raise NotAllowedError(NONE_OFFERED)
    for one in offered:
        if one.profile.stable_id == account.stable_id:
            return one
    handles = ", ".join(one.profile.handle for one in offered)
    raise NotAllowedError(f"You gave leave for {handles}, and not for {account.handle}.")


def is_installed(network: str) -> Refused | None:
    """A network is reached while its connector is installed."""
    if network in api.all_connectors():
        return None
    return Refused(f"Accounts on {network} cannot be connected: ask the administrator.")


def may_be_asked_for_leave(network: str) -> Refused | None:
    """Some networks have a page of their own on which leave is given."""
    connector = api.all_connectors().get(network)
    if connector is not None and issubclass(connector, api.AsksLeave):
        return None
    return Refused(f"Accounts on {network} are connected by what is typed in here.")


def may_be_registered(network: str) -> Refused | None:
    """Some networks let software make itself known; others want the council to do so first."""
    if issubclass(api.find(network), api.Registers):
        return None
    return _not_set_up(network)


def may_keep_applications(person: Person) -> Refused | None:
    """Administrators set up what networks know the council by."""
    if person.keeps_networks:
        return None
    return Refused("Only administrators set up the council's developer applications.")


def may_see_connections(person: Person) -> Refused | None:
    """Those who run the pilot, oversee it or keep the networks see how well accounts work."""
    if person.runs_the_pilot or person.oversees or person.keeps_networks:
        return None
    return Refused("Only the programme team, oversight officers and administrators see this.")


def takes_application(network: str) -> Refused | None:
    """Only some networks want the council to make an application there first."""
    if needs_application(network) is not None:
        return None
    return Refused(f"{network_name(network)} needs no developer application.")


def is_set_up(network: str, back_to: str) -> Refused | None:
    """Nobody connects an account before the network knows the council, where it has to."""
    connector = needs_application(network)
    if connector is None:
        return None
    made = Registration.objects.filter(network=network, server=connector.server(), back_to=back_to)
    return None if made.exists() else _not_set_up(network)


def _not_set_up(network: str) -> Refused:
    return Refused(
        f"The council has no developer application on {network_name(network)} yet. "
        "Ask an administrator to set it up."
    )


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
    return is_not_locked(person) or is_installed(account.network)


def may_disconnect(person: Person, account: Account) -> Refused | None:
    """Whoever holds an account alone ends it as the council's, and so does the programme team."""
    if person.runs_the_pilot:
        return None
    if holds(person, account):
        return _is_one_s_own(account)
    return Refused("Only the person who holds this account, or the programme team, can do this.")


def _is_one_s_own(account: Account) -> Refused | None:
    if not account.is_shared:
        return None
    return Refused(
        "This account is not yours alone, so only the programme team ends it. "
        "You can stop holding it."
    )


def may_be_shared(account: Account, person: Person) -> Refused | None:
    """An account of several people takes another one while it is the council's."""
    if not account.is_shared:
        return Refused("This account is one person's. Only accounts of several people are shared.")
    if account.state == AccountState.ENDED:
        return Refused(f"{account} is no longer an account of the council.")
    if holds(person, account):
        return Refused(f"{person} holds this account already.")
    return None


def holds(person: Person, account: Account) -> bool:
    """Say whether a person holds an account today."""
    return account.holdings.filter(person=person, until=None).exists()
