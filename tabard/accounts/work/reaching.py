"""Reaching an account on its network, and taking the leave that somebody gave there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any, NoReturn, cast

from django.db import transaction
from django.utils import timezone

from tabard.accounts.models import Account, Connection
from tabard.accounts.models.connections import LONGEST_TROUBLE
from tabard.accounts.queries import is_locked, registered
from tabard.accounts.work.applications import CLIENT_ID, completed, to_keep
from tabard.common.http import Client
from tabard.common.secrets import is_same
from tabard.connectors import api
from tabard.connectors.allowances import heard
from tabard.people.models import Person

# How long it is enough to have noted that an access works.
FRESH = timedelta(minutes=5)
# In characters: what is shorter says nothing, and may be a word.
SHORTEST_SECRET = 8
BLANKED = "[secret]"
# What stands beside secrets and is none, so that it may be named.
NO_SECRETS = frozenset(
    {
        *("account", "board", "client_id", "container", "did", "error", "error_description"),
        *("expires_at", "granted", "home", "iss", "issuer", "known_as", "organization"),
        *("page", "person", "user_id", "username"),
    }
)
WELL: dict[str, Any] = {"trouble": "", "trouble_at": None}
WHY_LOCKED = "Its author is suspended, or does not sign in here now, so nothing is sent for them."


@contextmanager
def reach(
    account: Account, *, http: Client, speaks_for: Person | None = None
) -> Iterator[api.Connector]:
    """Give the connector of an account, and keep what it renewed of its secrets.

    What the network knows the council by is put in for the time being, and not kept with it.
    It delivers only for a named person whose access is not locked. Without one it looks for posts
    and takes them down, which has to be possible also while their author is suspended.

    What was renewed is not kept if the secrets were replaced or thrown away meanwhile: what people
    have done since then holds, and what the network answered must not be lost over it.

    What the network says of how much it still takes is noted, so that it is waited for.
    """
    if speaks_for is not None and is_locked(speaks_for):
        raise api.TryLaterError(WHY_LOCKED)
    connection = account.connection
    sealed, before = bytes(connection.sealed), connection.secrets
    opens = completed(account.network, before)
    connector = api.find(account.network)(http, account.server, opens)
    if speaks_for is None:
        connector.deliver = _refuse  # type: ignore[method-assign] # on this one object alone
    noted: dict[str, Any] = {}
    with heard(http) as allowances:
        try:
            with _without_secrets(opens, connector):
                yield connector
        except (api.AccessLostError, api.TryLaterError, api.UnsureError) as error:
            noted = _news(connection, trouble=str(error)[:LONGEST_TROUBLE])
            raise
        else:
            noted = _news(connection, trouble="")
        finally:
            _note(connection, noted | _left(allowances))
            after = to_keep(account.network, connector.secrets)
            if after != dict(before):
                _keep_renewed(connection, after, instead_of=sealed)


@contextmanager
def _without_secrets(
    opens: Mapping[str, str], connector: api.Connector | None = None
) -> Iterator[None]:
    """Blank in what goes wrong the secrets with which a network was asked.

    Its words are kept and shown to people, and a server may repeat what it was sent.
    """
    try:
        yield
    except api.ConnectorError as error:
        asked_with = [*opens.items(), *(connector.secrets.items() if connector else ())]
        told = str(error)
        secrets = {value for name, value in asked_with if name not in NO_SECRETS}
        # A longer one may hold a shorter one.
        for secret in sorted(secrets, key=len, reverse=True):
            if len(secret) >= SHORTEST_SECRET:
                told = told.replace(secret, BLANKED)
        error.args = (told,)
        raise


def _news(connection: Connection, *, trouble: str) -> dict[str, Any]:
    """Say that the network answered, a few minutes apart at the most, or what is wrong."""
    now = timezone.now()
    is_fresh = connection.worked_at is not None and connection.worked_at > now - FRESH
    if trouble == connection.trouble and (trouble or is_fresh):
        return {}
    return {"trouble": trouble, "trouble_at": now} if trouble else WELL | {"worked_at": now}


def _left(allowances: Mapping[bool, api.Allowance]) -> dict[str, Any]:
    """Say how much the network still takes, as far as it said."""
    told: dict[str, Any] = {}
    for writes, allowance in allowances.items():
        what = "writes" if writes else "reads"
        told |= {f"{what}_left": allowance.percent, f"{what}_until": allowance.until}
    return told


def _note(connection: Connection, noted: Mapping[str, Any]) -> None:
    """Note what was heard, unless the account was connected anew meanwhile."""
    if noted:
        found = Connection.objects.filter(pk=connection.pk, connected_at=connection.connected_at)
        found.update(**noted)


@transaction.atomic
def _keep_renewed(connection: Connection, secrets: Mapping[str, str], *, instead_of: bytes) -> None:
    """Keep what was renewed, unless something else has taken the place of what was read.

    What was only wrapped with another key meanwhile is the same.
    """
    now = Connection.objects.select_for_update().filter(pk=connection.pk).first()
    if now is not None and is_same(bytes(now.sealed), instead_of):
        now.secrets = secrets
        now.save(update_fields=["sealed", "ends_at"])


def _refuse(post: api.Post) -> NoReturn:
    raise api.RejectedError(f"This access was opened to speak for nobody: {post.once_only_key}.")


def leave_connector(network: str) -> type[api.AsksLeave]:
    """Give the connector of a network that has a page of its own for this."""
    return cast("type[api.AsksLeave]", api.find(network))


def take_leave(
    network: str,
    *,
    server: str,
    back_to: str,
    leave: api.Leave,
    answer: Mapping[str, str],
    http: Client,
) -> Mapping[str, str]:
    """Give the secrets that come of what somebody brought back from the network's page."""
    known = registered(network, server, back_to)
    if known is None:
        raise api.RejectedError("The server does not know us any more. Begin again.")
    if known.client_id != leave.kept.get(CLIENT_ID):
        raise api.RejectedError(
            "What Tabard is known by there was changed while you were away. Begin again."
        )
    connector = leave_connector(network)
    with _without_secrets({"client_secret": known.client_secret, **leave.kept, **answer}):
        return connector.take_leave(http, server, known, leave=leave, answer=answer)


def offered(
    network: str, *, server: str, secrets: Mapping[str, str], http: Client
) -> tuple[api.Offered, ...] | None:
    """Give the accounts for which somebody gave leave; nothing if it is for one account alone."""
    connector = api.find(network)
    if not issubclass(connector, api.OffersAccounts):
        return None
    found = connector.offered(http, server, completed(network, secrets))
    return tuple(replace(one, secrets=to_keep(network, one.secrets)) for one in found)
