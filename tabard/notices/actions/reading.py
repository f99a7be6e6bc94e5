"""Reading what one was told."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.notices import queries, rules
from tabard.notices.models import Notice
from tabard.people.models import Person


@transaction.atomic
def mark_read(person: Person, *, oldest: int, newest: int, group: str = "") -> int:
    """Note that a person has read what they were shown; say how many that were."""
    shown = queries.unread(person).filter(pk__range=(oldest, newest))
    return note_read(shown.filter(group=group) if group else shown)


@transaction.atomic
def turn(notice: Notice, *, by: Person) -> None:
    """Mark one notice as read, or as unread if it was read."""
    now = lock(notice)
    insist(rules.may_turn(by, now))
    now.read_at = timezone.now() if now.read_at is None else None
    now.email_due_at = None
    now.save(update_fields=["read_at", "email_due_at"])


def mark_page_read(person: Person, url: str) -> int:
    """Note that a person has opened the page to which notices lead; say how many that were."""
    return note_read(queries.unread(person).filter(url=url))


def note_read(unread: QuerySet[Notice]) -> int:
    """Note that these were read, so that nobody is e-mailed of them any more; say how many."""
    return unread.update(read_at=timezone.now(), email_due_at=None)
