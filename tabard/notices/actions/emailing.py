"""Writing e-mails about notices when they are due, and setting the worker going on them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from itertools import batched
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from tabard.notices import queries, tasks
from tabard.notices.models import Email, EmailKind, Notice
from tabard.notices.work import planning
from tabard.notices.work.sending import LEASE
from tabard.people.queries import away_among

EMAILING_LOCK = 7_104_006
AT_A_TIME = 200
# E-mails of one job: it sends them over one connection, and what is urgent waits for no more.
IN_A_JOB = 20
# One connection for each: whoever waits for a link waits for no thousand invitations.
LOCKS = {
    EmailKind.URGENT: "urgent-emails",
    EmailKind.EXAMPLE: "urgent-emails",
    EmailKind.LINK: "urgent-emails",
    EmailKind.INVITATION: "invitations",
}


@transaction.atomic
def write_emails() -> int:
    """Write the e-mails that are due, and have the worker send them; say how many were written."""
    if not settings.EMAIL_IS_ON:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [EMAILING_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    now = timezone.now()
    due = set(queries.due_to_email(now, AT_A_TIME))
    written = _write(due, now) if due else []
    _start(now)
    return len(written)


def _write(due: Collection[tuple[int, str]], now: datetime) -> list[Email]:
    """Make one e-mail of everything that somebody is to be told in the same way."""
    people = {person for person, _ in due}
    rhythms = planning.rhythms_of(people, planning.chosen())
    away = away_among(people)
    together: dict[tuple[int, str], list[Notice]] = defaultdict(list)
    for notice in queries.to_email(people):
        if (notice.person_id, notice.email_kind) in due:
            together[notice.person_id, notice.email_kind].append(notice)
    emails = []
    for (person, kind), notices in together.items():
        is_urgent = kind == EmailKind.URGENT
        opens = now if is_urgent else rhythms[person].quiet.opens(now)
        is_told = notices[0].person.is_active and (is_urgent or person not in away)
        # Where it is quiet now, everything waits together for the morning.
        until = opens if is_told and opens > now else None
        email = new_email(person, kind, now) if is_told and until is None else None
        emails += [email] if email else []
        for notice in notices:
            notice.email, notice.email_due_at = email, until
    Email.objects.bulk_create(emails)
    changed = [notice for notices in together.values() for notice in notices]
    Notice.objects.bulk_update(changed, ["email", "email_due_at"], batch_size=500)
    return emails


def new_email(person: int, kind: str, now: datetime) -> Email:
    """Make an e-mail that is to be sent as soon as may be."""
    message_id = f"<{uuid4()}@{urlsplit(settings.PUBLIC_URL).hostname}>"
    return Email(person_id=person, kind=kind, message_id=message_id, made_at=now, try_at=now)


def _start(now: datetime) -> None:
    """Give a job to every e-mail that is to be tried now; what is urgent waits for no other."""
    ready = list(
        queries.to_send(now)
        .select_for_update(of=["self"], skip_locked=True)
        .order_by("try_at", "pk")
        .values_list("pk", "kind")[: AT_A_TIME * 5]
    )
    # If a job is lost, its e-mails are looked at again then.
    Email.objects.filter(pk__in=[number for number, _ in ready]).update(try_at=now + LEASE)
    by_lock: dict[str, list[int]] = defaultdict(list)
    for number, kind in ready:
        by_lock[LOCKS.get(EmailKind(kind), "emails")].append(number)
    jobs = [
        tasks.send.configure(lock=lock).make_new_job(email_ids=list(some))
        for lock, numbers in by_lock.items()
        for some in batched(numbers, IN_A_JOB, strict=False)
    ]
    if jobs:
        queue.job_manager.batch_defer_jobs(jobs)
