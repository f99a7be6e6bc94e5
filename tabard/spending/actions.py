"""Entering what networks charge, and setting the caps of accounts."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from tabard.accounts.models import Account
from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.common.templatetags.money import dollars
from tabard.people.models import Person
from tabard.record.actions import record
from tabard.spending import rules
from tabard.spending.models import Cap, Price


@transaction.atomic
def set_price(network: str, what: str, amount: Decimal, *, from_day: date, by: Person) -> Price:
    """Let a network charge so much for a thing from a day on; the days before stay as they were."""
    insist(rules.may_set(by))
    insist(rules.is_charged_for(network, what))
    insist(rules.is_not_history(from_day, timezone.localdate()))
    price, _ = Price.objects.update_or_create(
        network=network,
        what=what,
        from_day=from_day,
        defaults={"amount": amount, "set_by": by, "set_at": timezone.now()},
    )
    record(
        "price set",
        network=network,
        what=what,
        dollars=dollars(amount),
        since=from_day.isoformat(),
        by=by.pk,
    )
    return price


@transaction.atomic
def set_cap(account: Account, most: int, *, because: str, by: Person) -> Cap:
    """Let one account spend so much in a month, whatever the others may."""
    insist(rules.may_set(by))
    insist(rules.says_why(because))
    account = lock(account)
    cap, _ = Cap.objects.update_or_create(
        account=account,
        defaults={"dollars": most, "because": because, "set_by": by, "set_at": timezone.now()},
    )
    told = _facts(account, by)
    record("cap set", concerns=_holders(account), dollars=f"${most:,}", why=because, **told)
    return cap


@transaction.atomic
def drop_cap(account: Account, *, by: Person) -> None:
    """Let an account spend in a month what all others may."""
    insist(rules.may_set(by))
    account = lock(account)
    Cap.objects.filter(account=account).delete()
    record("cap dropped", concerns=_holders(account), **_facts(account, by))


def _facts(account: Account, by: Person) -> dict[str, int]:
    return {"account": account.pk, "by": by.pk}


def _holders(account: Account) -> list[int]:
    held = account.holdings.filter(until=None)
    return list(held.values_list("person", flat=True))
