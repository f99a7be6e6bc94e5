"""Having an example of an e-mail sent to oneself."""

from django.db import transaction
from django.utils import timezone

from tabard.common.rules import insist
from tabard.notices import rules
from tabard.notices.actions.emailing import new_email
from tabard.notices.models import Email, EmailKind, Example
from tabard.people.models import Person
from tabard.record.actions import record


@transaction.atomic
def send_example(example: Example, *, by: Person) -> Email:
    """Send whoever asks one e-mail in the words that hold now, about things that are made up."""
    insist(rules.may_have_example(by))
    email = new_email(by.pk, EmailKind.EXAMPLE, timezone.now())
    email.example = example
    email.save()
    record("example e-mail asked for", by=by.pk)
    return email
