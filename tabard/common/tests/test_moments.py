"""Days and times as people read them."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines

from tabard.common.templatetags.moments import day, moment


@pytest.mark.parametrize(
    ("at", "read"),
    [
        (datetime(2026, 12, 5, 10, 30, tzinfo=UTC), "5 December 2026 at 10:30am"),
        (datetime(2026, 12, 5, 0, 5, tzinfo=UTC), "5 December 2026 at 12:05am"),
        (datetime(2026, 12, 5, 12, 0, tzinfo=UTC), "5 December 2026 at 12:00pm"),
        (datetime(2026, 6, 30, 23, 59, tzinfo=UTC), "1 July 2026 at 12:59am"),
        (None, ""),
    ],
)
def test_moment_is_read_by_the_councils_clock(at, read):
    assert moment(at) == read


@pytest.mark.parametrize(
    ("at", "read"),
    [
        (date(2026, 12, 5), "5 December 2026"),
        (datetime(2026, 6, 30, 23, 59, tzinfo=UTC), "1 July 2026"),
        (datetime(2026, 6, 30, 23, 59), "30 June 2026"),  # noqa: DTZ001 - a local time is meant
        (None, ""),
    ],
)
def test_day_is_read_by_the_councils_calendar(at, read):
    assert day(at) == read


def test_templates_load_both():
    page = engines["django"].from_string("{% load moments %}{{ at|day }} / {{ at|moment }}")

    assert page.render({"at": datetime(2026, 12, 5, 9, 5, tzinfo=UTC)}) == (
        "5 December 2026 / 5 December 2026 at 9:05am"
    )
