"""Giving back leave that somebody gave and did not use."""

from django.db import transaction
from django.utils import timezone

from tabard.accounts.models import UnusedLeave, network_name
from tabard.accounts.queries import is_in_use
from tabard.accounts.work.applications import completed
from tabard.accounts.work.revoking import LONGEST, WAITS, by_hand
from tabard.common.http import Client
from tabard.connectors import api
from tabard.record.actions import record


def give_back_unused(unused: UnusedLeave, *, http: Client) -> None:
    """Have the network end what was given leave for, and throw away what opens it.

    Where one of its accounts was connected meanwhile it is only thrown away: networks end what a
    person gave to an application altogether, and with it the access that is in use.
    """
    try:
        left = _ask(unused, http)
    except api.TryLaterError:
        if timezone.now() - unused.until < LONGEST:
            _put_off(unused)
            return
        left = by_hand(network_name(unused.network))
    except api.ConnectorError:
        left = by_hand(network_name(unused.network))
    _forget(unused, left)


def _ask(unused: UnusedLeave, http: Client) -> str:
    """Ask the network once for all that was given; give what is left for the person to do."""
    opens = unused.opens_or_nothing
    if opens and is_in_use(unused.network, opens):
        return ""
    connector = api.all_connectors().get(unused.network)
    if not opens or connector is None or not issubclass(connector, api.Revokes):
        return by_hand(network_name(unused.network))
    secrets = next(iter(opens.values()))["secrets"]
    known = completed(unused.network, secrets, server=unused.server)
    return connector(http, unused.server, known).revoke()


def _put_off(unused: UnusedLeave) -> None:
    unused.tries += 1
    unused.try_at = timezone.now() + WAITS.after(unused.tries)
    unused.save(update_fields=["tries", "try_at"])


@transaction.atomic
def _forget(unused: UnusedLeave, left: str) -> None:
    """Throw it away, unless another worker did."""
    deleted, _ = UnusedLeave.objects.filter(pk=unused.pk).delete()
    if deleted:
        person = unused.person_id
        network = network_name(unused.network)
        record("leave not used", concerns=[person], person=person, network=network, why=left)
