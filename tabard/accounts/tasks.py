"""Wakes the worker for one account to look at, or one access that was given up."""

from procrastinate.contrib.django import app as queue

from tabard.accounts import work
from tabard.accounts.models import Account, AccountState, Revocation, UnusedLeave
from tabard.common.http import open_http

# Seconds for everything that is asked of a network.
DEADLINE = 30.0


@queue.task(queue="accounts")
def revoke(revocation_id: int) -> None:
    """Have one access ended; if it has to wait, its row says until when."""
    waiting = Revocation.objects.select_related("account").filter(ended_at=None)
    revocation = waiting.filter(pk=revocation_id).first()
    if revocation is not None:
        with open_http(deadline=DEADLINE) as http:
            work.revoke(revocation, http=http)


@queue.task(queue="accounts")
def give_back(unused_id: int) -> None:
    """Give back leave that nobody used; if it has to wait, its row says until when."""
    unused = UnusedLeave.objects.select_related("person").filter(pk=unused_id).first()
    if unused is not None:
        with open_http(deadline=DEADLINE) as http:
            work.give_back_unused(unused, http=http)


@queue.task(queue="accounts")
def look_at(account_id: int) -> None:
    """Look at one account, unless it was lost or ended meanwhile."""
    connected = Account.objects.filter(state=AccountState.CONNECTED, connection__isnull=False)
    account = connected.filter(pk=account_id).select_related("connection").first()
    if account is not None:
        with open_http(deadline=DEADLINE) as http:
            work.look_at(account, http=http)
