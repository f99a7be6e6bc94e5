"""Reaching an account on its network."""

from collections.abc import Iterator
from contextlib import contextmanager

from tabard.accounts.models import Account, Connection
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
