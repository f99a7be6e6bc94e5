"""Reading what one was told."""

from django.db import transaction
from django.utils import timezone

from tabard.notices import queries
from tabard.people.models import Person


@transaction.atomic
def mark_read(person: Person, *, oldest: int, newest: int) -> int:
    """Note that a person has read what they were shown; say how many that were."""
    unread = queries.unread(person).filter(pk__range=(oldest, newest))
    return unread.update(read_at=timezone.now())


def mark_page_read(person: Person, url: str) -> int:
    """Note that a person has opened the page to which notices lead; say how many that were."""
    return queries.unread(person).filter(url=url).update(read_at=timezone.now())
