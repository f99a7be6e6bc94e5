"""Waiting in working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.common.waiting import working_days_ago

CHRISTMAS = {date(2026, 12, 25), date(2026, 12, 28)}


@pytest.mark.parametrize(
    ("how_many", "today", "since"),
    [
        (0, date(2026, 12, 1), date(2026, 12, 1)),
        (1, date(2026, 12, 1), date(2026, 11, 30)),
        # Whoever was told on a Friday has two working days by the end of Tuesday.
        (2, date(2026, 12, 1), date(2026, 11, 29)),
        (2, date(2026, 11, 30), date(2026, 11, 26)),
        (1, date(2026, 11, 29), date(2026, 11, 26)),
        (2, date(2026, 12, 29), date(2026, 12, 23)),
        (10, date(2026, 12, 18), date(2026, 12, 6)),
    ],
)
def test_days_on_which_nobody_works_do_not_count(how_many, today, since):
    assert working_days_ago(how_many, today, CHRISTMAS) == since


days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@given(st.integers(0, 100), days, st.sets(days, max_size=5))
def test_so_many_working_days_lie_between_and_no_fewer(how_many, today, days_off):
    since = working_days_ago(how_many, today, days_off)

    between = [since + timedelta(days=n) for n in range(1, (today - since).days + 1)]
    works = [day for day in between if day.weekday() <= 4 and day not in days_off]
    assert len(works) == how_many
    assert not between or between[0] in works
