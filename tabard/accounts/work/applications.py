"""The council's developer applications: put in where networks ask for them, and tried out."""

from collections.abc import Mapping

from tabard.accounts.models import known_by_address, needs_application, network_name
from tabard.accounts.queries import application_at, application_of
from tabard.common.http import Client
from tabard.connectors import api

# What of a connector's secrets is the council's own, and not one account's.
CLIENT_ID, CLIENT_SECRET = "client_id", "client_secret"


def completed(network: str, secrets: Mapping[str, str], *, server: str = "") -> dict[str, str]:
    """Put in what the network knows the council by, as it is now.

    With a server, also what that one let the council's software in as, if it did.
    """
    if needs_application(network) is not None:
        made: api.Application | None = _made(network)
    else:
        is_known = server or known_by_address(network) is not None
        made = application_at(network, server) if is_known else None
    if made is None:
        return dict(secrets)
    ours = known_as(made)
    # A token that came of an earlier registration is ended by what that one was known by.
    is_registered = needs_application(network) is None and known_by_address(network) is None
    return {**ours, **secrets} if is_registered else {**secrets, **ours}


def known_as(made: api.Application) -> dict[str, str]:
    """Give what the council's software is known by, as connectors ask for it."""
    return {CLIENT_ID: made.client_id, CLIENT_SECRET: made.client_secret}


def to_keep(network: str, secrets: Mapping[str, str]) -> dict[str, str]:
    """Give what of a connector's secrets belongs to one account, and is kept with it."""
    if needs_application(network) is None and known_by_address(network) is None:
        return dict(secrets)
    return {
        name: secret for name, secret in secrets.items() if name not in {CLIENT_ID, CLIENT_SECRET}
    }


def try_out(network: str, *, http: Client) -> None:
    """Ask the network whether it knows the council's application, or raise what is wrong."""
    connector = needs_application(network)
    if connector is not None:
        connector.try_out(http, connector.server(), _made(network))


def _made(network: str) -> api.Application:
    made = application_of(network)
    if made is None:
        why = f"The council has no developer application on {network_name(network)}."
        raise api.TryLaterError(f"{why} Ask an administrator to set it up.")
    return made
