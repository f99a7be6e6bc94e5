"""Leave that somebody gave is kept until they say for which account, and given back if not."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from tabard.accounts import tasks
from tabard.accounts.models import LEAVE_IS_KEPT, UnusedLeave
from tabard.accounts.queries import unused_leave
from tabard.people.models import Person

AT_A_TIME = 100
# Should its job die, an unused leave is tried again then.
AGAIN = timedelta(minutes=10)


def keep_leave(
    network: str, *, by: Person, server: str, opens: Mapping[str, Mapping[str, Any]]
) -> UnusedLeave:
    """Keep what opens some accounts until the person has said which they mean."""
    until = timezone.now() + LEAVE_IS_KEPT
    kept = UnusedLeave(person=by, network=network, server=server, until=until, try_at=until)
    kept.opens = dict(opens)
    kept.save()
    return kept


@transaction.atomic
def use_leave(number: int, *, by: Person) -> dict[str, Mapping[str, Any]] | None:
    """Take what was kept, once; nothing if it was taken, is over, or does not open any more."""
    kept = unused_leave(number, by).select_for_update().first()
    if kept is None:
        return None
    opens = kept.opens_or_nothing
    kept.delete()
    return opens


@transaction.atomic
def start_giving_back() -> int:
    """Give the worker the leave that nobody used in time; say how many."""
    now = timezone.now()
    due = UnusedLeave.objects.filter(try_at__lte=now).select_for_update(skip_locked=True)
    started = list(due.values_list("pk", flat=True)[:AT_A_TIME])
    UnusedLeave.objects.filter(pk__in=started).update(try_at=now + AGAIN)
    jobs = [tasks.give_back.configure().make_new_job(unused_id=one) for one in started]
    if jobs:
        queue.job_manager.batch_defer_jobs(jobs)
    return len(started)
