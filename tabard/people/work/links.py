"""The e-mails with which people come in: a link to set a password, and an invitation."""

from django.core.mail import EmailMessage
from django.db import transaction

from tabard.council.models import Council
from tabard.council.settings import Template
from tabard.people.links import can_email, hours, link_for, to_sign_in
from tabard.people.models import Person
from tabard.people.queries import active_with_email, inviter_of
from tabard.people.settings import (
    INVITATION_DAYS,
    INVITATION_EMAIL,
    INVITATION_SUBJECT,
    INVITATION_TO_SIGN_ON,
    LINK_EMAIL,
    LINK_SUBJECT,
    takes_passwords,
)
from tabard.people.sign_on import offered
from tabard.record.actions import record


@transaction.atomic
def want_link(email: str) -> None:
    """Note that a link is wanted by whoever has this address and can sign in; by nobody else."""
    person = active_with_email(email)
    if person is not None and can_email() and takes_passwords():
        record("password link wanted", concerns=[person.pk], person=person.pk)


def link_email(person: Person) -> EmailMessage:
    """Write the e-mail with a link, to the address that we have and not to one that was typed."""
    return _written(person, LINK_SUBJECT, LINK_EMAIL, link=link_for(person), hours=hours())


def invitation_email(person: Person) -> EmailMessage:
    """Write the e-mail that says what Tabard is, who invites, and how one comes in."""
    by = inviter_of(person)
    if not takes_passwords():
        told = {"link": to_sign_in(), "sign_on": offered(), "by": by}
        return _written(person, INVITATION_SUBJECT, INVITATION_TO_SIGN_ON, **told)
    days = INVITATION_DAYS.value
    link = link_for(person, days=days)
    return _written(person, INVITATION_SUBJECT, INVITATION_EMAIL, link=link, days=days, by=by)


def _written(person: Person, subject: Template, text: Template, **told: object) -> EmailMessage:
    named = {"council": Council.here().name, "first_name": person.first_name, **told}
    words = text.filled(**named)
    if str(told["link"]) not in words:
        words = f"{words}\n\n{told['link']}\n"
    # What people are called may have a new line in it, which no header can have.
    return EmailMessage(" ".join(subject.filled(**named).split()), words, to=[person.email])
