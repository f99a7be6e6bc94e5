"""Drawing the questions of an assessment, and reckoning what comes of it."""

import calendar
from collections.abc import Sequence
from datetime import datetime
from random import Random


def draw[Q](pools: Sequence[Sequence[Q]], how_many: int, *, seed: int) -> list[Q]:
    """Draw as evenly from every pool as can be; the same seed draws the same again."""
    by_lot = Random(seed)  # noqa: S311 - no secret: it has to come out the same again
    each, rest = divmod(how_many, len(pools))
    lucky = set(by_lot.sample(range(len(pools)), rest))
    drawn = [
        question
        for place, pool in enumerate(pools)
        for question in by_lot.sample(list(pool), each + (place in lucky))
    ]
    by_lot.shuffle(drawn)
    return drawn


def is_enough(right: int, *, asked: int, pass_mark: int) -> bool:
    """Say whether so many right answers reach the pass mark, in per cent."""
    return right * 100 >= pass_mark * asked


def months_after(at: datetime, months: int) -> datetime:
    """Give the same day of a later month, or its last day where there is none such."""
    years, month = divmod(at.month - 1 + months, 12)
    year, month = at.year + years, month + 1
    last = calendar.monthrange(year, month)[1]
    return at.replace(year=year, month=month, day=min(at.day, last))
