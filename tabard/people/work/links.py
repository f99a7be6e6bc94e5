"""Sends links with which people set a password."""

from django.core.mail import EmailMessage
from django.db import transaction

from tabard.council.models import Council
from tabard.people.links import can_email, hours, link_for
from tabard.people.models import Person
from tabard.people.queries import active_with_email
from tabard.people.settings import LINK_EMAIL, LINK_SUBJECT
from tabard.record.actions import record


def send_link(email: str) -> None:
    """Send a link to whoever has this address and can sign in; to nobody else."""
    person = active_with_email(email)
    if person is None or not can_email():
        return
    _written(person).send()
    with transaction.atomic():
        record("password link sent", concerns=[person.pk], person=person.pk)


def _written(person: Person) -> EmailMessage:
    """Write the e-mail, to the address that we have and not to the one that was typed."""
    link = link_for(person)
    named = {"council": Council.here().name, "first_name": person.first_name}
    words = LINK_EMAIL.filled(**named, link=link, hours=hours())
    if link not in words:
        words = f"{words}\n\n{link}\n"
    return EmailMessage(LINK_SUBJECT.filled(**named), words, to=[person.email])
