"""Having a network end the access that the council gave up."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tabard.accounts.models import Revocation, network_name
from tabard.accounts.work.applications import completed
from tabard.common.http import Client
from tabard.common.locking import lock
from tabard.common.waiting import Waits
from tabard.connectors import api
from tabard.record.actions import record

# How long a network is asked; then what opens the access is thrown away all the same.
LONGEST = timedelta(days=3)
WAITS = Waits(first=timedelta(minutes=1), longest=timedelta(hours=6))
NOT_ASKED = "could not be asked to end Tabard's access"


def give_back(network: str, *, server: str, secrets: Mapping[str, str], http: Client) -> str:
    """Have access ended that was given and is not taken; give what is left for the person to do.

    Leave that covers several accounts is not ended for the sake of one.
    """
    connector = api.find(network)
    if issubclass(connector, api.OffersAccounts):
        return ""
    left = by_hand(network_name(network))
    if not issubclass(connector, api.Revokes):
        return left
    try:
        opens = completed(network, secrets, server=server)
        return connector(http, server, opens).revoke()
    except api.ConnectorError:
        return left


def revoke(revocation: Revocation, *, http: Client) -> None:
    """Ask the network to end one access, and throw away what opens it."""
    account = revocation.account
    connector = api.all_connectors().get(account.network)
    if connector is None or not issubclass(connector, api.Revokes):
        _end(revocation, left_to_do=by_hand(account.network_name))
        return
    try:
        opens = completed(account.network, revocation.secrets, server=revocation.server)
        left_to_do = connector(http, revocation.server, opens).revoke()
    except api.TryLaterError as error:
        _put_off(revocation, str(error))
    except api.ConnectorError:
        _end(revocation, left_to_do=by_hand(account.network_name))
    else:
        _end(revocation, left_to_do=left_to_do)


def by_hand(network: str) -> str:
    """Say what a person has to do where no network was asked."""
    return f"Take Tabard's access away in the account's settings on {network}."


def _put_off(revocation: Revocation, why: str) -> None:
    """Ask again later, for a few days at the most."""
    if timezone.now() - revocation.since > LONGEST:
        network = revocation.account.network_name
        left = f"{network} {NOT_ASKED}. {by_hand(network)}"
        _end(revocation, left_to_do=left)
        return
    with transaction.atomic():
        revocation = lock(revocation)
        if revocation.ended_at is None:
            revocation.tries += 1
            revocation.try_at = timezone.now() + WAITS.after(revocation.tries)
            revocation.save(update_fields=["tries", "try_at"])
            record("access not ended yet", account=revocation.account_id, why=why)


@transaction.atomic
def _end(revocation: Revocation, *, left_to_do: str) -> None:
    revocation = lock(revocation)
    if revocation.ended_at is not None:
        return
    revocation.ended_at, revocation.try_at, revocation.sealed = timezone.now(), None, b""
    revocation.left_to_do = left_to_do
    revocation.save()
    record("access ended", account=revocation.account_id, why=left_to_do)
