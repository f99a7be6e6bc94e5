"""The council's developer applications are set up, changed and removed."""

from django.db import transaction
from django.utils import timezone

from tabard.accounts import rules
from tabard.accounts.models import Registration, needs_application
from tabard.common.rules import insist
from tabard.connectors.api import Application
from tabard.people.models import Person
from tabard.people.queries import administrators
from tabard.record.actions import record


@transaction.atomic
def set_up_application(network: str, *, application: Application, by: Person) -> Registration:
    """Keep what the network knows the council by, in the place of what it was before."""
    insist(rules.may_keep_applications(by) or rules.takes_application(network))
    connector = needs_application(network)
    server = connector.server() if connector else ""
    made = Registration(network=network, server=server)
    made.application = application
    kept, _ = Registration.objects.update_or_create(
        network=network,
        server=server,
        back_to=application.back_to,
        defaults={
            "client_id": made.client_id,
            "sealed": made.sealed,
            "registered_at": timezone.now(),
        },
    )
    # One that leads back to where we are no more is of no use to anybody.
    Registration.objects.filter(network=network).exclude(pk=kept.pk).delete()
    _record("developer application set up", network, application.client_id, by=by)
    return kept


@transaction.atomic
def remove_application(network: str, *, by: Person) -> None:
    """Forget what the network knows the council by; nothing there can be reached any more."""
    insist(rules.may_keep_applications(by) or rules.takes_application(network))
    for made in Registration.objects.select_for_update().filter(network=network):
        made.delete()
        _record("developer application removed", network, made.client_id, by=by)


def _record(kind: str, network: str, client_id: str, *, by: Person) -> None:
    record(
        kind,
        concerns=administrators().values_list("pk", flat=True),
        network=network,
        client_id=client_id,
        by=by.pk,
    )
