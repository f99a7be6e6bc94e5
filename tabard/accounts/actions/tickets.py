"""Leave to connect an account is given and taken back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tabard.accounts.models import Ticket
from tabard.people.models import Person
from tabard.record.actions import record


@transaction.atomic
def give_ticket(person: Person, *, network: str, handle: str, until: datetime) -> Ticket:
    """Allow a person to connect one account on one network; an earlier leave gives way."""
    now = timezone.now()
    Ticket.objects.filter(person=person, network=network, used_at=None, until__gt=now).update(
        until=now
    )
    ticket = Ticket.objects.create(person=person, network=network, handle=handle, until=until)
    record(
        "ticket given", concerns=[person.pk], ticket=ticket.pk, person=person.pk, network=network
    )
    return ticket


@transaction.atomic
def withdraw_tickets(person: Person, *, why: str) -> None:
    """Close every permission to connect that a person has not used."""
    tickets = Ticket.objects.filter(person=person, used_at=None, until__gt=timezone.now())
    if tickets.update(until=timezone.now()):
        record("tickets withdrawn", concerns=[person.pk], person=person.pk, why=why)
