"""People begin and cease to hold accounts."""

from django.db import transaction
from django.utils import timezone

from tabard.accounts import rules
from tabard.accounts.actions.ending import end
from tabard.accounts.models import Account, AccountState, Holding
from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.record.actions import record


@transaction.atomic
def share(account: Account, *, person: Person, by: Person) -> Holding:
    """Let one more person write from an account; its connection stays as it is."""
    account = lock(account)
    insist(rules.may_be_shared(account, person))
    holding = Holding.objects.create(account=account, person=person, since=timezone.now())
    others = account.holdings.filter(until=None).values_list("person", flat=True)
    record("holder added", concerns=others, account=account.pk, person=person.pk, by=by.pk)
    return holding


@transaction.atomic
def hand_over(account: Account, *, person: Person, to: Person, by: Person) -> Account:
    """Let somebody hold an account in the place of another; a new connection is theirs to make."""
    account = lock(account)
    now = timezone.now()
    account.holdings.filter(person=person, until=None).update(until=now)
    Holding.objects.get_or_create(account=account, person=to, until=None, defaults={"since": now})
    record(
        "account handed over",
        concerns=[to.pk],
        account=account.pk,
        person=person.pk,
        colleague=to.pk,
        by=by.pk,
    )
    return account


@transaction.atomic
def let_go(account: Account, *, person: Person, by: Person | None, why: str) -> Account:
    """End one person's hold of an account.

    An account of that person alone ends with it. One of several goes on, with those who hold it
    still; who holds it if nobody does, a later stage asks.
    """
    account = lock(account)
    held = account.holdings.filter(until=None)
    is_alone = not held.exclude(person=person).exists()
    if is_alone and not account.is_shared and account.state != AccountState.ENDED:
        return end(account, by=by, why=why)
    others = held.values_list("person", flat=True)
    told = [person.pk, *others]
    held.filter(person=person).update(until=timezone.now())
    record(
        "holding ended",
        concerns=told,
        account=account.pk,
        person=person.pk,
        by=by.pk if by else None,
        why=why,
    )
    return account
