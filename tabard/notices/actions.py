"""Following the record, and telling people what concerns them."""

from django.db import connection, transaction
from django.utils import timezone

from tabard.notices.models import Cursor, Notice
from tabard.notices.work import notices_of
from tabard.people.models import Person
from tabard.record.models import Link

FOLLOWING_LOCK = 7_104_003
AT_A_TIME = 500


@transaction.atomic
def follow() -> int:
    """Tell people of what was chained since the last time; say how many notices that made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [FOLLOWING_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    told, _ = Cursor.objects.get_or_create(pk=1)
    links = list(
        Link.objects.filter(number__gt=told.link)
        .select_related("entry")
        .prefetch_related("entry__disclosures")[:AT_A_TIME]
    )
    if not links:
        return 0
    notices = [notice for link in links for notice in notices_of(link.entry)]
    Notice.objects.bulk_create(notices)
    told.link = links[-1].number
    told.save(update_fields=["link"])
    return len(notices)


@transaction.atomic
def mark_read(person: Person) -> None:
    """Note that a person has seen what they were told."""
    Notice.objects.filter(person=person, read_at=None).update(read_at=timezone.now())
