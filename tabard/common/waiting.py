"""How long to wait: between tries, in days on which people work, and before a last day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)
# So often a wait doubles at the most, however long that is; a day has room for any wait of ours.
MOST_DOUBLINGS = 20
# Of the days before a last day on which people are told of it.
MOST_TOLD = 10
MOST_DAYS_BEFORE = 180


@dataclass(frozen=True, slots=True)
class Waits:
    """How long to wait before another try: doubling from the first, and never more than a limit."""

    first: timedelta
    longest: timedelta

    def after(self, tries: int) -> timedelta:
        """Give how long to wait after so many tries that came to nothing before the last one."""
        return min(self.first * (1 << min(max(tries, 0), MOST_DOUBLINGS)), self.longest)


def working_days_ago(how_many: int, today: date, days_off: Collection[date] = ()) -> date:
    """Give the last day since which so many working days have begun, today among them."""
    day = today
    while how_many:
        how_many -= day.weekday() < SATURDAY and day not in days_off
        day -= ONE_DAY
    return day


def wrong_with_days(lines: Sequence[str]) -> str | None:
    """Say what is wrong with the days before a last day, each a whole number on its line."""
    if len(lines) > MOST_TOLD:
        return f"Enter {MOST_TOLD} numbers at the most."
    for line in lines:
        if not (line.isascii() and line.isdigit() and 1 <= int(line) <= MOST_DAYS_BEFORE):
            return f"“{line}” is not a whole number of days from 1 to {MOST_DAYS_BEFORE}."
    return None


def wrong_with_days_or_no_day(lines: Sequence[str]) -> str | None:
    """Say the same, where at least one day is needed."""
    return wrong_with_days(lines) if lines else "Enter at least one number of days."


def days_before(lines: Sequence[str]) -> list[int]:
    """Read such days, the earliest first."""
    return sorted({int(line) for line in lines}, reverse=True)
