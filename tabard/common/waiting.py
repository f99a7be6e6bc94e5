"""How long to wait: in days on which people work."""

from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)


def working_days_ago(how_many: int, today: date, days_off: Collection[date] = ()) -> date:
    """Give the last day since which so many working days have begun, today among them."""
    day = today
    while how_many:
        how_many -= day.weekday() < SATURDAY and day not in days_off
        day -= ONE_DAY
    return day
