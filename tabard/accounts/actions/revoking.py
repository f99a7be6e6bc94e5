"""Access is given up before its time, and its network asked to end it."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from tabard.accounts import tasks
from tabard.accounts.models import LIFECYCLE, Account, AccountState, Connection, Revocation
from tabard.accounts.work.revoking import WAITS
from tabard.common.locking import lock
from tabard.record.actions import record

AT_A_TIME = 100


@transaction.atomic
def give_up_access(account: Account, *, why: str) -> Account:
    """Use an account's access no more, and have its network end it.

    Posts can no longer be taken down from here then. The account is the council's still, unless it
    ended; somebody who holds it has to connect it again.
    """
    account = lock(account)
    connection = Connection.objects.select_for_update().filter(account=account).first()
    if connection is None:
        return account
    now = timezone.now()
    revocation = Revocation(account=account, server=account.server, since=now, try_at=now)
    revocation.secrets = connection.secrets
    revocation.save()
    connection.delete()
    if account.state == AccountState.CONNECTED:
        account.state = LIFECYCLE.after(account.state, "lose")
        account.save(update_fields=["state"])
    record("access given up", account=account.pk, why=why)
    return account


@transaction.atomic
def start_revoking() -> int:
    """Give the worker every access that has to be ended now; say how many."""
    now = timezone.now()
    due = Revocation.objects.filter(try_at__lte=now).select_for_update(skip_locked=True)
    started = list(due.only("pk", "tries", "account_id")[:AT_A_TIME])
    for revocation in started:
        # Should the job die, the row says when it is due again.
        revocation.try_at = now + WAITS.after(revocation.tries)
    Revocation.objects.bulk_update(started, ["try_at"])
    # What is under way for the account may still renew what is to be ended.
    jobs = [
        tasks.revoke.configure(lock=f"account-{one.account_id}").make_new_job(revocation_id=one.pk)
        for one in started
    ]
    if jobs:
        queue.job_manager.batch_defer_jobs(jobs)
    return len(started)
