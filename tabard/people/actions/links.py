"""Having links sent with which people set a password."""

from django.db import transaction

from tabard.common.rules import insist
from tabard.people import tasks
from tabard.people.links import link_for
from tabard.people.models import Person
from tabard.people.rules.links import may_send_link
from tabard.people.settings import takes_passwords
from tabard.record.actions import record


def ask_for_link(email: str) -> None:
    """Have a link sent to this address, if it is that of somebody who can sign in.

    Who that is, the worker finds out: whoever asks is told the same, and waits as long.
    """
    tasks.want_link.defer(email=email)


@transaction.atomic
def send_link(person: Person, *, by: Person) -> None:
    """Have a link sent to somebody."""
    insist(may_send_link(by, person, takes_passwords=takes_passwords()))
    record("password link asked for", concerns=[person.pk], person=person.pk, by=by.pk)


@transaction.atomic
def make_link(person: Person) -> str:
    """Make a link on the server, for whoever runs it to hand over."""
    record("password link made", concerns=[person.pk], person=person.pk)
    return link_for(person)
