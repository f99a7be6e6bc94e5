"""Charging posts as they are sent, so that no two of them spend the same money."""

from django.db import connection, transaction
from django.utils import timezone

from tabard.accounts.models import Account
from tabard.common.rules import Refused
from tabard.spending import queries, rules
from tabard.spending.models import Charge

# One number for every worker that charges, so that only one counts at a time.
CHARGING_LOCK = 7_104_012


@transaction.atomic
def charge(account: Account, words: str, *, described: int, source: str) -> Refused | None:
    """Charge one post that is about to go, once however often it is tried; or say why it waits."""
    now = timezone.now()
    if not queries.ledger([account], now).charges or Charge.objects.filter(source=source).exists():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHARGING_LOCK])
    bill = queries.bill_of([(account, [words])], described=described, at=now)
    refusal = rules.is_within_caps(bill)
    if refusal is None and bill.cost:
        Charge.objects.create(account=account, source=source, amount=bill.cost, at=now)
    return refusal


def give_back(source: str) -> None:
    """Charge nothing for what was not sent after all."""
    Charge.objects.filter(source=source).delete()
