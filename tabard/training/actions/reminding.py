"""Telling people in time: to agree to the code of practice, and to renew a certificate."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from tabard.common.waiting import days_before
from tabard.people.models import Person
from tabard.record.actions import record
from tabard.training import queries
from tabard.training.models import CertificateReminder, CodeReminder
from tabard.training.queries.code import AT_ONCE
from tabard.training.settings import CERTIFICATES_REMINDED_BEFORE, COURSES_NEEDED, REMINDED_BEFORE

# One number for everybody who reminds, so that only one does at a time.
REMINDING_LOCK = 7_104_021
AT_A_TIME = 500


@transaction.atomic
def remind_of_code(people: QuerySet[Person]) -> int:
    """Tell those of these people who have yet to agree; say how many were told."""
    if not _is_only_one():
        return 0
    newest = queries.newest_code()
    if newest is None:
        return 0
    days = days_before(REMINDED_BEFORE.value)
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


def _is_only_one() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [REMINDING_LOCK])
        return bool(cursor.fetchone()[0])


def _tell(people: list[int], *, number: int, agree_by: str, before: int) -> None:
    """Write one entry that tells all of them."""
    if before == 0:
        record("code deadline over", concerns=people, number=number, agree_by=agree_by)
    elif before == AT_ONCE:
        record("code to be agreed to", concerns=people, number=number, agree_by=agree_by)
    else:
        record("code reminder", concerns=people, number=number, agree_by=agree_by)


@transaction.atomic
def remind_of_certificates(people: QuerySet[Person]) -> int:
    """Tell those of these people whose needed certificate runs out soon, or has; say how many."""
    if not _is_only_one():
        return 0
    days = days_before(CERTIFICATES_REMINDED_BEFORE.value)
    asked = queries.to_be_renewed(people, COURSES_NEEDED.value, now=timezone.now(), days=days)
    due = list(asked[:AT_A_TIME])
    CertificateReminder.objects.bulk_create(
        CertificateReminder(certificate=one, days_before=one.days_before) for one in due
    )
    for (course, _, is_over), some in groupby(sorted(due, key=_what), key=_what):
        held = list(some)
        _tell_of_certificates(held, course=course, is_over=is_over)
    return len(due)


def _what(certificate: Any) -> tuple[str, datetime, bool]:
    """Give what those have in common who are told with one entry: course, last day, and which."""
    last = timezone.localtime(certificate.counts_until)
    day = last.replace(hour=0, minute=0, second=0, microsecond=0)
    return certificate.edition.title, day, certificate.days_before == 0


def _tell_of_certificates(held: list[Any], *, course: str, is_over: bool) -> None:
    last, told = held[0].counts_until.isoformat(), [one.person_id for one in held]
    if is_over:
        record("certificate ran out", concerns=told, course=course, until=last)
    else:
        record("certificate runs out", concerns=told, course=course, until=last)
