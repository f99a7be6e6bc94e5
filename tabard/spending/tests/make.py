"""Things for the tests of this app."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from tabard.accounts.models import Account
from tabard.spending.models import Charge, Price
from tests import make

_number = count(1)


def price(what: str = "a post", amount: str = "0.10", **differs: Any) -> Price:
    """Let the practice network charge for something since yesterday."""
    told: dict[str, Any] = {
        "network": "practice",
        "from_day": timezone.localdate() - timedelta(days=1),
        "set_at": timezone.now(),
        **differs,
    }
    set_by = told.pop("set_by", None) or make.programme_member()
    return Price.objects.create(what=what, amount=Decimal(amount), set_by=set_by, **told)


def charge(account: Account, amount: str = "0.10", *, at: datetime | None = None) -> Charge:
    """Let a post have cost something."""
    source = f"earlier {next(_number)}"
    return Charge.objects.create(
        account=account, source=source, amount=Decimal(amount), at=at or timezone.now()
    )


def last_month() -> date:
    """Give a day of the month before."""
    return timezone.localdate().replace(day=1) - timedelta(days=1)
