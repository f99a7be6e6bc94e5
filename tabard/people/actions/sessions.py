"""Ending what is open in somebody's name."""

from django.db import transaction
from django.db.models import F

from tabard.people.models import Person
from tabard.record.actions import record


@transaction.atomic
def end_sessions(person: Person, *, why: str) -> None:
    """Sign somebody out everywhere, at once."""
    Person.objects.filter(pk=person.pk).update(sessions_ended=F("sessions_ended") + 1)
    record("sessions ended", concerns=[person.pk], person=person.pk, why=why)
