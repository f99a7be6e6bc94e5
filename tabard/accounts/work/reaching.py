"""Reaching an account on its network, and taking the leave that somebody gave there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import cast

from tabard.accounts.models import Account, Connection
from tabard.accounts.queries import registered
from tabard.common.http import Client
from tabard.connectors import api


@contextmanager
def reach(account: Account, *, http: Client) -> Iterator[api.Connector]:
    """Give the connector of an account, and keep what it renewed of its secrets.

    Unless they were replaced or thrown away meanwhile: what people have done since then holds, and
    what the network answered must not be lost over it.
    """
    connection = account.connection
    sealed, before = bytes(connection.sealed), connection.secrets
    connector = api.find(account.network)(http, account.server, before)
    try:
        yield connector
    finally:
        if dict(connector.secrets) != dict(before):
            connection.secrets = connector.secrets
            as_read = Connection.objects.filter(pk=connection.pk, sealed=sealed)
            as_read.update(sealed=connection.sealed)


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
    connector = leave_connector(network)
    return connector.take_leave(http, server, known, leave=leave, answer=answer)
