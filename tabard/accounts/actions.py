"""What people do with accounts: connect, lose, reconnect, end."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tabard.accounts import rules
from tabard.accounts.models import LIFECYCLE, Account, AccountState, Connection, Holding, Ticket
from tabard.common.http import Client
from tabard.common.locking import lock
from tabard.common.rules import NotAllowedError, insist
from tabard.connectors import api
from tabard.people.models import Person
from tabard.record.actions import record


@transaction.atomic
def give_ticket(person: Person, *, network: str, handle: str, until: datetime) -> Ticket:
    """Allow a person to connect one account on one network."""
    ticket = Ticket.objects.create(person=person, network=network, handle=handle, until=until)
    record(
        "ticket given", concerns=[person.pk], ticket=ticket.pk, person=person.pk, network=network
    )
    return ticket


@transaction.atomic
def withdraw_tickets(person: Person, *, why: str) -> None:
    """Close every permission to connect that a person has not used."""
    tickets = Ticket.objects.filter(person=person, used_at=None, until__gt=timezone.now())
    if tickets.update(until=timezone.now()):
        record("tickets withdrawn", concerns=[person.pk], person=person.pk, why=why)


def connect(
    ticket: Ticket, *, by: Person, server: str, secrets: Mapping[str, str], http: Client
) -> Account:
    """Ask the network whose these secrets are, and make that profile an account of the council."""
    insist(rules.may_connect(by, ticket))
    connector = api.find(ticket.network)(http, server, secrets)
    # The network is asked before the transaction begins: it may take its time.
    profile = connector.identify()
    return _take(ticket, by=by, server=server, profile=profile, secrets=connector.secrets)


@transaction.atomic
def _take(
    ticket: Ticket, *, by: Person, server: str, profile: api.Profile, secrets: Mapping[str, str]
) -> Account:
    ticket = lock(ticket)
    insist(rules.may_connect(by, ticket))
    account = _account(ticket.network, server, profile)
    insist(rules.may_take(by, account))
    _keep(account, profile, secrets)
    Holding.objects.get_or_create(
        account=account, person=by, until=None, defaults={"since": timezone.now()}
    )
    ticket.used_at = timezone.now()
    ticket.save(update_fields=["used_at"])
    record(
        "account connected",
        concerns=[by.pk],
        account=account.pk,
        network=account.network,
        stable_id=account.stable_id,
        handle=account.handle,
        by=by.pk,
    )
    return account


def _account(network: str, server: str, profile: api.Profile) -> Account:
    account, _ = Account.objects.select_for_update().get_or_create(
        network=network,
        stable_id=profile.stable_id,
        defaults={
            "server": server,
            "handle": profile.handle,
            "url": profile.url,
            "official_from": timezone.now(),
        },
    )
    return account


def _keep(account: Account, profile: api.Profile, secrets: Mapping[str, str]) -> None:
    if account.state == AccountState.ENDED:
        account.official_from, account.official_until = timezone.now(), None
    account.state = LIFECYCLE.after(account.state, "reconnect")
    account.handle, account.display_name = profile.handle, profile.display_name
    account.url = profile.url
    account.save()
    connection = Connection.objects.filter(account=account).first() or Connection(account=account)
    connection.secrets, connection.connected_at = secrets, timezone.now()
    connection.save()


def reconnect(account: Account, *, by: Person, secrets: Mapping[str, str], http: Client) -> Account:
    """Give an account new access; it has to be the same profile."""
    insist(rules.may_reconnect(by, account))
    connector = api.find(account.network)(http, account.server, secrets)
    profile = connector.identify()
    if profile.stable_id != account.stable_id:
        raise NotAllowedError(
            f"That is {profile.handle}, another account. Sign in as {account.handle} to connect it."
        )
    return _reconnect(account, by=by, profile=profile, secrets=connector.secrets)


@transaction.atomic
def _reconnect(
    account: Account, *, by: Person, profile: api.Profile, secrets: Mapping[str, str]
) -> Account:
    account = lock(account)
    insist(rules.may_reconnect(by, account))
    _keep(account, profile, secrets)
    record("account reconnected", concerns=[by.pk], account=account.pk, by=by.pk)
    return account


@transaction.atomic
def lose(account: Account, *, why: str) -> Account:
    """Note that the network refuses the council's access, and tell those who hold the account."""
    account = lock(account)
    if account.state != AccountState.CONNECTED:
        return account
    account.state = LIFECYCLE.after(account.state, "lose")
    account.save(update_fields=["state"])
    holders = account.holdings.filter(until=None).values_list("person", flat=True)
    record("connection lost", concerns=holders, account=account.pk, why=why)
    return account


@transaction.atomic
def end(account: Account, *, by: Person, why: str) -> Account:
    """End an account's time as the council's and throw its access away."""
    account = lock(account)
    account.state = LIFECYCLE.after(account.state, "end")
    account.official_until = timezone.now()
    account.save(update_fields=["state", "official_until"])
    holders = list(account.holdings.filter(until=None).values_list("person", flat=True))
    account.holdings.filter(until=None).update(until=timezone.now())
    Connection.objects.filter(account=account).delete()
    record("account ended", concerns=holders, account=account.pk, by=by.pk, why=why)
    return account
