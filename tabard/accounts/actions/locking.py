"""Locking what somebody could reach networks with, and opening it again."""

from django.db import transaction
from django.utils import timezone

from tabard.accounts.models import AccessLock
from tabard.people.models import Person
from tabard.record.actions import record


@transaction.atomic
def lock_access(person: Person) -> None:
    """Let no access speak for somebody, whatever accounts they hold or come to hold."""
    _, is_new = AccessLock.objects.get_or_create(person=person, defaults={"since": timezone.now()})
    if is_new:
        record("access locked", concerns=[person.pk], person=person.pk)


@transaction.atomic
def unlock_access(person: Person) -> None:
    """Let access speak for somebody again."""
    if AccessLock.objects.filter(person=person).delete()[0]:
        record("access unlocked", concerns=[person.pk], person=person.pk)
