"""Accounts are closed with care, and wake again if that was a mistake."""

from django.db import transaction
from django.utils import timezone

from tabard.accounts import rules
from tabard.accounts.actions.holding import let_go
from tabard.accounts.models import LIFECYCLE, Account, AccountState, Holding
from tabard.common.locking import lock
from tabard.people.models import Person
from tabard.people.queries import programme_team
from tabard.record.actions import record


@transaction.atomic
def put_to_rest(account: Account, *, person: Person) -> Account:
    """Let an account rest that nobody holds with this person, until somebody decides about it."""
    account = lock(account)
    now = timezone.now()
    if account.state != AccountState.ENDED:
        account.state = LIFECYCLE.after(account.state, "end")
        account.official_until = now
    account.is_at_rest = True
    account.save(update_fields=["state", "official_until", "is_at_rest"])
    account.holdings.filter(person=person, until=None).update(until=now)
    record("account put to rest", account=account.pk, person=person.pk)
    return account


@transaction.atomic
def rest_from(account: Account, *, person: Person, why: str) -> Account:
    """End somebody's hold of an account that others hold still, until it was a mistake."""
    account = let_go(account, person=person, by=None, why=why)
    ended = account.holdings.filter(person=person).latest("until", "pk")
    ended.rests = True
    ended.save(update_fields=["rests"])
    return account


@transaction.atomic
def give_back(holding: Holding) -> None:
    """Let somebody hold a shared account again who ceased to by mistake; say so where it cannot be.

    One that came to rest afterwards, as nobody was left to hold it, wakes for them.
    """
    account, person = lock(holding.account), holding.person
    Holding.objects.filter(pk=holding.pk).update(rests=False)
    if person.left_at is not None or rules.holds(person, account):
        return
    if account.is_at_rest:
        wake(account, person=person)
        return
    cannot = rules.may_be_shared(account, person)
    if cannot is None:
        Holding.objects.create(account=account, person=person, since=timezone.now())
    others = account.holdings.filter(until=None).values_list("person", flat=True)
    team = programme_team().values_list("pk", flat=True) if cannot else []
    record(
        "holding not given back" if cannot else "holding given back",
        concerns=[person.pk, *others, *team],
        account=account.pk,
        person=person.pk,
        why=cannot.why if cannot else None,
    )


@transaction.atomic
def end_rest(account: Account) -> Account:
    """Let an account that rests be as any other that ended, as it was decided about."""
    account = lock(account)
    if account.is_at_rest:
        account.is_at_rest = False
        account.save(update_fields=["is_at_rest"])
        record("account rests no more", account=account.pk)
    return account


@transaction.atomic
def wake(account: Account, *, person: Person) -> Account:
    """Let an account be the council's as though it had never rested; its holder connects it."""
    account = lock(account)
    if not account.is_at_rest:
        return account
    account.state = LIFECYCLE.after(account.state, "wake")
    account.official_until, account.is_at_rest = None, False
    account.save(update_fields=["state", "official_until", "is_at_rest"])
    Holding.objects.create(account=account, person=person, since=timezone.now())
    record("account woken", concerns=[person.pk], account=account.pk, person=person.pk)
    return account
