"""Leave to connect an account is given and taken back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tabard.accounts.models import Presentation, Ticket
from tabard.common.locking import lock
from tabard.people.models import Person
from tabard.record.actions import record

ONE_S_OWN = Presentation()


@transaction.atomic
def give_ticket(
    person: Person,
    *,
    network: str,
    handle: str,
    until: datetime,
    agreed: Presentation = ONE_S_OWN,
    is_exact: bool = False,
) -> Ticket:
    """Allow a person to connect one account on one network; an earlier leave for it gives way.

    With `is_exact` it is for the account of that handle alone, which exists already.
    """
    now = timezone.now()
    Ticket.objects.filter(
        person=person,
        network=network,
        public_name=agreed.public_name,
        is_exact=is_exact,
        used_at=None,
        until__gt=now,
    ).update(until=now)
    ticket = Ticket(person=person, network=network, handle=handle, until=until, is_exact=is_exact)
    ticket.presentation = agreed
    ticket.save()
    record(
        "ticket given", concerns=[person.pk], ticket=ticket.pk, person=person.pk, network=network
    )
    return ticket


@transaction.atomic
def withdraw_ticket(ticket: Ticket, *, why: str) -> Ticket:
    """Close one permission to connect, unless it was used."""
    ticket = lock(ticket)
    if ticket.used_at is None and ticket.until > timezone.now():
        ticket.until = timezone.now()
        ticket.save(update_fields=["until"])
        record("tickets withdrawn", concerns=[ticket.person_id], person=ticket.person_id, why=why)
    return ticket


@transaction.atomic
def withdraw_tickets(person: Person, *, why: str) -> None:
    """Close every permission to connect that a person has not used."""
    tickets = Ticket.objects.filter(person=person, used_at=None, until__gt=timezone.now())
    if tickets.update(until=timezone.now()):
        record("tickets withdrawn", concerns=[person.pk], person=person.pk, why=why)
