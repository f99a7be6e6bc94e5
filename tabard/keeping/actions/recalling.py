"""Older posts of adopted accounts are read back, where that was chosen."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.keeping import tasks
from tabard.keeping.models import RECALL_LIFECYCLE, Recall
from tabard.keeping.queries import recalls as queries
from tabard.keeping.rules import recalling as rules
from tabard.keeping.work.recalling import WAITS
from tabard.people.models import Person
from tabard.record.actions import record

AT_A_TIME = 100


@transaction.atomic
def start_recalls() -> int:
    """Give the worker every account whose older posts are due to be read on; say how many."""
    now = timezone.now()
    Recall.objects.bulk_create(
        [
            Recall(adoption=adoption, account=adoption.account, due_at=now)
            for adoption in queries.to_begin()[:AT_A_TIME]
            if adoption.account
        ],
        ignore_conflicts=True,
    )
    due = list(queries.due(now).select_for_update(skip_locked=True)[:AT_A_TIME])
    for recall in due:
        # Should the job die, the row says when it is due again.
        recall.due_at = now + WAITS.after(recall.tries + 1)
    Recall.objects.bulk_update(due, ["due_at"])
    # One account is asked for one thing at a time: some networks take each token once.
    jobs = [
        tasks.recall.configure(lock=f"account-{one.account_id}").make_new_job(recall_id=one.pk)
        for one in due
    ]
    if jobs:
        queue.job_manager.batch_defer_jobs(jobs)
    return len(due)


@transaction.atomic
def take_up(recall: Recall, *, by: Person) -> Recall:
    """Go on reading where it stopped, after somebody has looked."""
    recall = lock(recall)
    insist(rules.may_take_up(by, recall.adoption))
    recall.state = RECALL_LIFECYCLE.after(recall.state, "take_up")
    recall.problem, recall.tries, recall.due_at = "", 0, timezone.now()
    recall.save()
    record(
        "older posts taken up",
        adoption=recall.adoption_id,
        account=recall.account_id,
        handle=recall.adoption.handle,
        by=by.pk,
    )
    return recall
