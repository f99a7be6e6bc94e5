"""Accounts stop being the council's, and what opens them is thrown away."""

from django.db import transaction
from django.utils import timezone

from tabard.accounts import rules
from tabard.accounts.models import ACCESS_IS_KEPT, LIFECYCLE, Account, AccountState, Connection
from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.record.actions import record

AT_A_TIME = 500


@transaction.atomic
def disconnect(account: Account, *, by: Person) -> Account:
    """End one account, as it was connected by mistake or is not wanted any more."""
    account = lock(account)
    insist(rules.may_disconnect(by, account))
    who = "its holder" if rules.holds(by, account) else "the programme team"
    return end(account, by=by, why=f"Disconnected by {who}.")


@transaction.atomic
def end(account: Account, *, by: Person | None, why: str) -> Account:
    """End an account's time as the council's; its access is kept a while, to take posts down.

    Without a person, it is the day that ends it.
    """
    account = lock(account)
    account.state = LIFECYCLE.after(account.state, "end")
    account.official_until = timezone.now()
    account.save(update_fields=["state", "official_until"])
    holders = list(account.holdings.filter(until=None).values_list("person", flat=True))
    account.holdings.filter(until=None).update(until=timezone.now())
    record("account ended", concerns=holders, account=account.pk, by=by.pk if by else None, why=why)
    return account


@transaction.atomic
def name_successor(account: Account, *, successor: Account | None, by: Person) -> Account:
    """Say where people can go now that an account is not the council's any more."""
    account = lock(account)
    account.successor = successor
    account.save(update_fields=["successor"])
    record(
        "successor named",
        account=account.pk,
        successor=successor.pk if successor else None,
        by=by.pk,
    )
    return account


@transaction.atomic
def forget_ended() -> int:
    """Throw the access away of accounts that ended long enough ago; say of how many."""
    ended = Account.objects.filter(
        state=AccountState.ENDED,
        official_until__lte=timezone.now() - ACCESS_IS_KEPT,
        connection__isnull=False,
    )
    # Locked, so that none becomes the council's anew meanwhile and loses the access just given.
    forgotten = list(ended.select_for_update(of=["self"], skip_locked=True)[:AT_A_TIME])
    if forgotten:
        Connection.objects.filter(account__in=forgotten).delete()
    for account in forgotten:
        record("access thrown away", account=account.pk)
    return len(forgotten)
