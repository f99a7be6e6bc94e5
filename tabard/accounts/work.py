"""Reaching an account on its network."""

from collections.abc import Iterator
from contextlib import contextmanager

from tabard.accounts.models import Account
from tabard.common.http import Client
from tabard.connectors import api


@contextmanager
def reach(account: Account, *, http: Client) -> Iterator[api.Connector]:
    """Give the connector of an account, and keep what it renewed of its secrets."""
    connection = account.connection
    before = connection.secrets
    connector = api.find(account.network)(http, account.server, before)
    try:
        yield connector
    finally:
        if dict(connector.secrets) != dict(before):
            connection.secrets = connector.secrets
            connection.save(update_fields=["sealed"])
