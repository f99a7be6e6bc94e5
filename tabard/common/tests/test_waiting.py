"""Waiting between tries, in working days, and the days before a last day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.common.waiting import (
    Waits,
    days_before,
    working_days_ago,
    wrong_with_days,
    wrong_with_days_or_no_day,
)

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


spans = st.timedeltas(timedelta(seconds=1), timedelta(hours=1))


@given(spans, spans, st.integers(min_value=-1, max_value=10_000))
def test_wait_never_shrinks_and_never_passes_the_longest(first, more, tries):
    waits = Waits(first, first + more)

    assert first <= waits.after(tries) <= waits.after(tries + 1) <= first + more


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        (["60", "30", "7"], None),
        (["1", "180"], None),
        ([], None),
        ([str(day) for day in range(1, 11)], None),
        ([str(day) for day in range(1, 12)], "Enter 10 numbers at the most."),
        (["0"], "“0” is not a whole number of days from 1 to 180."),
        (["7", "181"], "“181” is not a whole number of days from 1 to 180."),
        (["soon"], "“soon” is not a whole number of days from 1 to 180."),
        (["-7"], "“-7” is not a whole number of days from 1 to 180."),
        (["7.5"], "“7.5” is not a whole number of days from 1 to 180."),
        (["²"], "“²” is not a whole number of days from 1 to 180."),
        (["٣"], "“٣” is not a whole number of days from 1 to 180."),
    ],
)
def test_days_before_a_last_day_are_a_few_whole_numbers(lines, wrong):
    assert wrong_with_days(lines) == wrong
    needed = wrong if lines else "Enter at least one number of days."
    assert wrong_with_days_or_no_day(lines) == needed


def test_days_are_read_once_each_from_the_earliest():
    assert days_before(["7", "60", "030", "30"]) == [60, 30, 7]
