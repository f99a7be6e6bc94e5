"""The services of the council, to which staff belong."""

from django.db import transaction

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.council.models import Service
from tabard.people.rules.staff import Keeper, may_keep_staff, told_by
from tabard.record.actions import record


@transaction.atomic
def add_service(name: str, does: str, *, by: Keeper) -> Service:
    """Add a service."""
    insist(may_keep_staff(by))
    service = Service.objects.create(name=name, does=does)
    record("service added", **told_by(by), service=name, does=does)
    return service


@transaction.atomic
def change_service(service: Service, *, name: str, does: str, by: Keeper) -> Service:
    """Call a service something else, or say otherwise what it does."""
    service = lock(service)
    insist(may_keep_staff(by))
    before = (service.name, service.does)
    if before == (name, does):
        return service
    service.name, service.does = name, does
    service.save()
    record(
        "service changed",
        **told_by(by),
        before=f"{before[0]}: {before[1]}",
        after=f"{name}: {does}",
    )
    return service
