"""Telling people to agree to the code of practice: at once, before the deadline, and after it."""

from itertools import groupby

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from tabard.people.models import Person
from tabard.record.actions import record
from tabard.training import queries
from tabard.training.models import CodeReminder
from tabard.training.queries.code import AT_ONCE
from tabard.training.settings import REMINDED_BEFORE

# One number for everybody who reminds, so that only one does at a time.
REMINDING_LOCK = 7_104_021
AT_A_TIME = 500


@transaction.atomic
def remind_of_code(people: QuerySet[Person]) -> int:
    """Tell those of these people who have yet to agree; say how many were told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [REMINDING_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    newest = queries.newest_code()
    if newest is None:
        return 0
    days = [int(day) for day in REMINDED_BEFORE.value]
    due = list(queries.to_be_told(people, newest, now=timezone.now(), days=days)[:AT_A_TIME])
    CodeReminder.objects.bulk_create(
        CodeReminder(person_id=one.pk, version=newest, days_before=one.days_before) for one in due
    )
    for (agree_by, before), some in groupby(
        due, key=lambda one: (one.code_must_agree_by, one.days_before)
    ):
        told = [one.pk for one in some]
        _tell(told, number=newest.number, agree_by=agree_by.isoformat(), before=before)
    return len(due)


def _tell(people: list[int], *, number: int, agree_by: str, before: int) -> None:
    """Write one entry that tells all of them."""
    if before == 0:
        record("code deadline over", concerns=people, number=number, agree_by=agree_by)
    elif before == AT_ONCE:
        record("code to be agreed to", concerns=people, number=number, agree_by=agree_by)
    else:
        record("code reminder", concerns=people, number=number, agree_by=agree_by)
