"""Accounts are connected, lost to us, and connected again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tabard.accounts import rules
from tabard.accounts.models import (
    LIFECYCLE,
    Account,
    AccountState,
    Connection,
    Holding,
    Ticket,
)
from tabard.accounts.queries import known_names
from tabard.accounts.work import completed, fit_to_keep, next_looks, to_keep
from tabard.common.http import Client
from tabard.common.locking import lock
from tabard.common.rules import NotAllowedError, insist
from tabard.connectors import api
from tabard.naming.known import may_be_connected
from tabard.people.models import Person
from tabard.people.queries import programme_team
from tabard.practice import actions as practice
from tabard.practice.models import PracticeAccount
from tabard.record.actions import record


class AnotherHandleError(Exception):
    """The network says another handle than was agreed; the person has to say yes to it."""

    def __init__(self, profile: api.Profile) -> None:
        super().__init__(f"This is {profile.handle}, another account than was agreed.")
        self.profile = profile


def connect(  # noqa: PLR0913 - each is said by somebody else: person, page, network
    ticket: Ticket,
    *,
    by: Person,
    server: str,
    secrets: Mapping[str, str],
    http: Client,
    confirmed: str = "",
    rights: Sequence[str] = (),
) -> Account:
    """Ask the network whose these secrets are, and make that profile an account of the council.

    A profile with another handle than was agreed is taken where the person has `confirmed` it, by
    its stable identifier or its handle.
    """
    insist(rules.may_connect(by, ticket))
    opens = completed(ticket.network, secrets)
    connector = api.find(ticket.network)(http, server, opens)
    # The network is asked before the transaction begins: it may take its time.
    profile = fit_to_keep(connector.identify())
    insist(rules.may_be_taken(ticket, profile.handle))
    _insist_that_it_is_to_be_had(ticket, profile.handle, by=by, stable_id=profile.stable_id)
    if rules.is_another(ticket, profile.handle) and confirmed not in {
        profile.stable_id,
        profile.handle,
    }:
        raise AnotherHandleError(profile)
    access: dict[str, Any] = {"server": server, "secrets": connector.secrets, "rights": rights}
    return _take(ticket, by=by, profile=profile, **access)


def _insist_that_it_is_to_be_had(
    ticket: Ticket, handle: str, *, by: Person, stable_id: str = ""
) -> None:
    """Refuse a name that nobody agreed on, and that is reserved or somebody else's, or like it."""
    if ticket.handle and not rules.is_another(ticket, handle):
        return
    known = known_names(by, besides=(ticket.network, stable_id))
    insist(may_be_connected(handle, ticket.network, known))


@transaction.atomic
def _take(
    ticket: Ticket,
    *,
    by: Person,
    server: str,
    profile: api.Profile,
    secrets: Mapping[str, str],
    rights: Sequence[str],
) -> Account:
    ticket = lock(ticket)
    insist(rules.may_connect(by, ticket))
    account = _account(ticket.network, server, profile)
    insist(rules.may_take(by, account))
    account.presentation = ticket.presentation
    _keep(account, server, profile, secrets, by=by, rights=rights)
    Holding.objects.get_or_create(
        account=account, person=by, until=None, defaults={"since": timezone.now()}
    )
    ticket.used_at, ticket.account = timezone.now(), account
    ticket.save(update_fields=["used_at", "account"])
    record(
        "account connected",
        concerns=[by.pk],
        account=account.pk,
        network=account.network,
        stable_id=account.stable_id,
        handle=account.handle,
        by=by.pk,
    )
    if rules.is_another(ticket, account.handle):
        _tell_of_another(account, by=by, agreed=ticket.handle)
    return account


def _tell_of_another(account: Account, *, by: Person, agreed: str) -> None:
    """Tell those who agreed on a handle that another one is connected."""
    record(
        "another handle connected",
        concerns=[by.pk, *programme_team().values_list("pk", flat=True)],
        account=account.pk,
        network=account.network,
        handle=account.handle,
        agreed=agreed,
        by=by.pk,
    )


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


def _keep(
    account: Account,
    server: str,
    profile: api.Profile,
    secrets: Mapping[str, str],
    *,
    by: Person,
    rights: Sequence[str],
) -> None:
    if account.state == AccountState.ENDED and account.official_until is not None:
        account.earlier_times.create(since=account.official_from, until=account.official_until)
        account.official_from, account.official_until = timezone.now(), None
        account.successor = None
    account.state = LIFECYCLE.after(account.state, "reconnect")
    account.handle, account.display_name = profile.handle, profile.display_name
    account.server, account.url = server, profile.url
    account.save()
    connection = Connection.objects.filter(account=account).first() or Connection(account=account)
    connection.secrets = to_keep(account.network, secrets)
    connection.connected_at = connection.worked_at = connection.seen_at = timezone.now()
    (connection.look_at,) = next_looks(1)
    connection.connected_by, connection.rights = by, list(rights)
    connection.trouble, connection.trouble_at = "", None
    connection.doubt, connection.doubted_at = "", None
    connection.writes_left = connection.writes_until = None
    connection.reads_left = connection.reads_until = None
    connection.save()


def reconnect(
    account: Account,
    *,
    by: Person,
    server: str,
    secrets: Mapping[str, str],
    http: Client,
    rights: Sequence[str] = (),
) -> Account:
    """Give an account new access; it has to be the same profile, though it may have moved house."""
    insist(rules.may_reconnect(by, account))
    opens = completed(account.network, secrets)
    connector = api.find(account.network)(http, server, opens)
    profile = fit_to_keep(connector.identify())
    if profile.stable_id != account.stable_id:
        raise NotAllowedError(
            f"That is {profile.handle}, another account. Sign in as {account.handle} to connect it."
        )
    access: dict[str, Any] = {"server": server, "secrets": connector.secrets, "rights": rights}
    return _reconnect(account, by=by, profile=profile, **access)


@transaction.atomic
def _reconnect(
    account: Account,
    *,
    by: Person,
    server: str,
    profile: api.Profile,
    secrets: Mapping[str, str],
    rights: Sequence[str],
) -> Account:
    account = lock(account)
    insist(rules.may_reconnect(by, account))
    _keep(account, server, profile, secrets, by=by, rights=rights)
    record("account reconnected", concerns=[by.pk], account=account.pk, by=by.pk)
    return account


def connect_practice(ticket: Ticket, *, by: Person, handle: str, http: Client) -> Account:
    """Open an account on the practice network, and connect it as one on any other."""
    insist(rules.may_connect(by, ticket) or rules.may_be_taken(ticket, handle))
    _insist_that_it_is_to_be_had(ticket, handle.strip(), by=by)
    if ticket.is_exact:
        _insist_that_it_exists(ticket, by=by)
    secrets = {"token": _practice_token(handle, by=by)}
    # Here the person has chosen the handle in so many words, so that nothing is left to ask.
    chosen = handle.strip().removeprefix("@").lower()
    return connect(
        ticket, by=by, server=settings.PRACTICE_URL, secrets=secrets, http=http, confirmed=chosen
    )


def _insist_that_it_exists(ticket: Ticket, *, by: Person) -> None:
    """Refuse to open anew what is to be adopted with its followers."""
    handle = ticket.handle.strip().removeprefix("@").lower()
    if not PracticeAccount.objects.filter(handle=handle, owner=by).exists():
        raise NotAllowedError(f"You have no account @{handle} on the practice network.")


def reconnect_practice(account: Account, *, by: Person, http: Client) -> Account:
    """Give a practice account new access."""
    insist(rules.may_reconnect(by, account))
    opened = PracticeAccount.objects.filter(handle=account.handle).first()
    # Of several holders only one has opened it there; whoever connects it again takes that over.
    if opened is not None and opened.owner_id != by.pk:
        practice.pass_on(opened, to=by)
    secrets = {"token": _practice_token(account.handle, by=by)}
    return reconnect(account, by=by, server=settings.PRACTICE_URL, secrets=secrets, http=http)


def _practice_token(handle: str, *, by: Person) -> str:
    """Open an account, or give new access to the one that an earlier try has opened."""
    opened = PracticeAccount.objects.filter(
        handle=handle.strip().removeprefix("@").lower(), owner=by
    ).first()
    if opened is not None:
        return practice.renew_token(opened, by=by)
    return practice.open_account(handle, by=by)[1]
