"""Accounts are looked at in turn, so that what does not work is found before it is needed."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from tabard.accounts import queries, tasks
from tabard.accounts.models import Connection
from tabard.accounts.work import next_looks

# Every few seconds; so a thousand accounts are gone through within minutes.
AT_A_TIME = 20


@transaction.atomic
def start_looking() -> int:
    """Give the worker the accounts that have to be looked at now; say how many.

    One account is asked for one thing at a time: some networks take each token once.
    """
    due = queries.to_look_at(timezone.now()).select_for_update(of=["self"], skip_locked=True)
    started = list(due.only("pk", "account_id")[:AT_A_TIME])
    if not started:
        return 0
    # Should a job die, its account is looked at the next day.
    for connection, at in zip(started, next_looks(len(started)), strict=True):
        connection.look_at = at
    Connection.objects.bulk_update(started, ["look_at"])
    accounts = [connection.account_id for connection in started]
    queue.job_manager.batch_defer_jobs(
        [
            tasks.look_at.configure(lock=f"account-{one}").make_new_job(account_id=one)
            for one in accounts
        ]
    )
    return len(started)
