"""Leave to use an account is asked on its network's own page."""

from dataclasses import replace
from typing import cast

from django.db import transaction

from tabard.accounts import rules
from tabard.accounts.models import Connection, Registration, Revocation, known_by_address
from tabard.accounts.queries import registered, rights_to_register
from tabard.accounts.work import CLIENT_ID, known_as, leave_connector
from tabard.common.http import Client
from tabard.common.rules import insist
from tabard.connectors import api
from tabard.record.actions import record


def ask_leave(network: str, *, server: str, known_at: str, back_to: str, http: Client) -> api.Leave:
    """Say where to send somebody who is to give leave; the server knows us from now on.

    Some servers know us by what stands at an address of our own, `known_at`. What they know us by
    is kept with the leave, which is good for that alone.
    """
    insist(rules.may_be_asked_for_leave(network))
    known = registered(network, server, back_to)
    by_address = known_by_address(network)
    if known is None and by_address is not None:
        known = _keep(network, "", by_address.application(known_at, back_to))
    elif known is None:
        known = _register(network, server, back_to, http)
    leave = leave_connector(network).ask_leave(http, server, known)
    return replace(leave, kept={**leave.kept, CLIENT_ID: known.client_id})


def _register(network: str, server: str, back_to: str, http: Client) -> api.Application:
    """Make the council's software known to a server that takes it without a person."""
    insist(rules.may_be_registered(network))
    connector = cast("type[api.Registers]", api.find(network))
    # The server is asked before the transaction begins: it may take its time.
    return _keep(network, server, connector.register(http, server, back_to))


@transaction.atomic
def _keep(network: str, server: str, application: api.Application) -> api.Application:
    """Keep a registration; where two people were first at once, the one that was kept.

    One that was made when fewer rights were needed gives way to the new one, and stays with the
    accounts that were connected by it.
    """
    rights = rights_to_register(network)
    made = Registration(network=network, server=server)
    made.application = application
    known = {"client_id": made.client_id, "sealed": made.sealed, "rights": rights}
    kept, is_new = Registration.objects.select_for_update().get_or_create(
        network=network, server=server, back_to=application.back_to, defaults=known
    )
    if not set(rights) <= set(kept.rights):
        _leave_the_old_one(kept)
        kept.application, kept.rights = application, rights
        kept.save()
        is_new = True
    if is_new:
        record("registered with a server", network=network, server=server)
    return kept.application


def _leave_the_old_one(registration: Registration) -> None:
    """Keep what we were known by with every access that came of it, so that it can be ended."""
    old, place = known_as(registration.application), registration.server
    held = Connection.objects.filter(account__network=registration.network, account__server=place)
    given_up = Revocation.objects.filter(
        account__network=registration.network, server=place, ended_at=None
    )
    accesses: list[Connection | Revocation] = [
        *held.select_for_update(of=["self"]),
        *given_up.select_for_update(of=["self"]),
    ]
    for access in accesses:
        access.secrets = {**old, **access.secrets}
        access.save(update_fields=["sealed"])
