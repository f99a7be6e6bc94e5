"""Entering the council itself, with the administrator who goes on from there."""

from dataclasses import asdict, dataclass

from django.db import transaction

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.council.models import Council, Service
from tabard.people.actions.links import make_link
from tabard.people.models import Person, Role
from tabard.people.rules.council import may_set_up
from tabard.people.rules.staff import may_keep_staff
from tabard.record.actions import record


@dataclass(frozen=True, slots=True)
class About:
    """What a council is called, and where it is reached."""

    name: str
    short_name: str
    domain: str
    contact_email: str


@transaction.atomic
def set_up(about: About, first: Person, *, service: str) -> str:
    """Enter the council and its first administrator; give the link to set their password."""
    insist(may_set_up(is_there=Council.objects.filter(pk=1).exists()))
    Council.objects.create(pk=1, **asdict(about))
    record("council entered", **asdict(about))
    first.service, _ = Service.objects.get_or_create(name=service, defaults={"does": ""})
    first.roles = [Role.ADMINISTRATOR]
    first.set_unusable_password()
    first.save()
    record("person entered", concerns=[first.pk], person=first.pk)
    return make_link(first)


@transaction.atomic
def change_council(council: Council, about: About, *, by: Person) -> Council:
    """Call the council something else, or say otherwise where it is reached."""
    council = lock(council)
    insist(may_keep_staff(by))
    before, after = _lines(council), [str(value) for value in asdict(about).values()]
    if before == after:
        return council
    for name, value in asdict(about).items():
        setattr(council, name, value)
    council.save()
    record("council changed", by=by.pk, before=before, after=after)
    return council


def _lines(council: Council) -> list[str]:
    return [council.name, council.short_name, council.domain, council.contact_email]
