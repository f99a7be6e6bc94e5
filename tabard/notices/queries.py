"""Questions across notices."""

from django.db.models import Q, QuerySet

from tabard.notices.models import Notice
from tabard.people.models import Person


def unread(person: Person) -> QuerySet[Notice]:
    """Give what a person was told and has not read."""
    return Notice.objects.filter(person=person, read_at=None)


def told(person: Person) -> QuerySet[Notice]:
    """Give everything that a person was told: the unread first, then the newest first."""
    everything = Notice.objects.filter(person=person)
    return everything.alias(is_read=Q(read_at__isnull=False)).order_by("is_read", "-pk")
