"""When people are e-mailed, and how long to wait between tries."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from tabard.notices.models import EmailKind, Group, Happened, Pace, Preferences
from tabard.notices.rules import (
    MOST_TRIES,
    WAITS,
    Quiet,
    Rhythm,
    clock,
    emails_of,
    may_see_emails,
)
from tabard.people.models import Person, Role

NIGHTS = Quiet(time(18), time(8), weekends=True)
# A Wednesday in winter, when the council's clock shows UTC.
WEDNESDAY = datetime(2026, 11, 25, tzinfo=UTC)


def at(hour: float, *, day: int = 0) -> datetime:
    return WEDNESDAY + timedelta(days=day, hours=hour)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at(12), at(12)),
        (at(8), at(8)),
        (at(17.99), at(17.99)),
        (at(18), at(8, day=1)),
        (at(3), at(8)),
        # Friday evening, Saturday and Sunday: until Monday.
        (at(18, day=2), at(8, day=5)),
        (at(12, day=3), at(8, day=5)),
        (at(23, day=4), at(8, day=5)),
    ],
)
def test_quiet_hours_end_in_the_morning_of_a_day_that_is_not_off(now: datetime, opens: datetime):
    assert NIGHTS.opens(now) == opens


def test_a_day_off_is_quiet_and_so_are_several():
    quiet = Quiet(time(18), time(8), days_off=frozenset({date(2026, 11, 25), date(2026, 11, 26)}))

    assert quiet.opens(at(12)) == at(8, day=2)


def test_quiet_hours_within_a_day_end_on_that_day():
    quiet = Quiet(time(12), time(14))

    assert [quiet.opens(at(hour)) for hour in (11, 13, 14)] == [at(11), at(14), at(14)]


def test_from_an_hour_to_the_same_hour_nothing_is_quiet():
    assert Quiet(time(9), time(9)).opens(at(9)) == at(9)


def test_hours_are_those_of_the_councils_clock_in_summer_too():
    july = datetime(2026, 7, 1, 17, 30, tzinfo=UTC)

    assert NIGHTS.opens(july) == datetime(2026, 7, 2, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "words"),
    [
        (NIGHTS, "18:00 until 08:00, weekends"),
        (Quiet(), "None"),
        (
            Quiet(weekends=True, days_off=frozenset({date(2026, 12, 25)})),
            "weekends and days off",
        ),
    ],
)
def test_quiet_hours_in_words(quiet: Quiet, words: str):
    assert quiet.in_words == words


TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2027, 12, 31),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)
DAYS_OFF = st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=20)
QUIETS = st.builds(Quiet, TIMES, TIMES, st.booleans(), DAYS_OFF)


# The clock goes forward, and back.
SPRING = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)


@example(Quiet(time(18), time(1, 30)), SPRING)
@example(Quiet(time(18), time(1, 30)), AUTUMN)
@given(QUIETS, MOMENTS)
def test_what_opens_is_never_earlier_and_never_quiet(quiet: Quiet, now: datetime):
    opens = quiet.opens(now)

    assert opens >= now
    assert not quiet.covers(opens)
    assert quiet.opens(opens) == opens
    if opens > now:
        assert quiet.covers(now)


@given(MOMENTS, TIMES)
def test_a_clock_shows_the_time_after_the_moment_where_it_can(now: datetime, shown: time):
    tomorrow = timezone.localtime(now).date() + timedelta(days=1)

    found = clock(tomorrow, shown, after=now)

    assert found > now or timezone.localtime(now).date() < tomorrow


def rhythm(quiet: Quiet = NIGHTS, **paces: Pace) -> Rhythm:
    return Rhythm(Preferences(**paces), quiet, timedelta(minutes=15), time(8))


def test_what_is_urgent_is_emailed_at_once_whatever_was_chosen():
    never = rhythm(waiting=Pace.NEVER, mine=Pace.NEVER, looked_after=Pace.NEVER)

    kind = never.kind_for(Group.MINE, is_urgent=True)

    assert kind == EmailKind.URGENT
    assert never.due_at(kind, at(23, day=3)) == at(23, day=3)


def test_nobody_is_emailed_of_what_they_want_never():
    assert rhythm(mine=Pace.NEVER).kind_for(Group.MINE, is_urgent=False) is None


@pytest.mark.parametrize(
    ("kind", "now", "due"),
    [
        (EmailKind.SOON, at(12), at(12.25)),
        (EmailKind.SOON, at(17.9), at(8, day=1)),
        (EmailKind.DAILY, at(7), at(8)),
        (EmailKind.DAILY, at(8), at(8, day=1)),
        (EmailKind.DAILY, at(12), at(8, day=1)),
        # From Friday the next daily e-mail is Monday's.
        (EmailKind.DAILY, at(12, day=2), at(8, day=5)),
    ],
)
def test_emails_are_due_after_a_while_or_in_the_morning(
    kind: EmailKind, now: datetime, due: datetime
):
    assert rhythm().due_at(kind, now) == due


def happened(
    *hours: float,
    group: Group = Group.MINE,
    is_urgent: bool = False,
    read_at: datetime | None = None,
) -> list[Happened]:
    return [Happened(at(hour), group, is_urgent, read_at) for hour in hours]


def test_what_happens_together_is_one_email():
    assert emails_of(rhythm(), happened(9, 9.1, 9.25, 9.3)) == 2


def test_a_night_is_one_email_and_what_is_urgent_one_each():
    told = happened(19, 20, 23, 31) + happened(19, 20, is_urgent=True)

    assert emails_of(rhythm(), told) == 3


def test_each_pace_has_emails_of_its_own():
    told = happened(9, 10) + happened(9, 10, group=Group.LOOKED_AFTER)

    assert emails_of(rhythm(), told) == 3
    assert emails_of(rhythm(mine=Pace.DAILY), told) == 1
    assert emails_of(rhythm(mine=Pace.NEVER, looked_after=Pace.NEVER), told) == 0


def test_what_was_read_in_time_is_not_emailed():
    read = happened(9, read_at=at(9.1))
    late = happened(11, read_at=at(12))

    assert emails_of(rhythm(), read) == 0
    assert emails_of(rhythm(), late) == 1
    assert emails_of(rhythm(), read + happened(9.2)) == 1


GROUPS = st.sampled_from(Group)
THINGS = st.lists(
    st.builds(
        lambda hour, group, urgent: Happened(at(hour), group, urgent, None),
        st.floats(0, 24 * 14),
        GROUPS,
        st.booleans(),
    ),
    max_size=30,
)


@given(THINGS)
def test_there_are_never_more_emails_than_things_and_fewer_if_they_come_together(
    things: list[Happened],
):
    soon = rhythm(waiting=Pace.SOON, mine=Pace.SOON, looked_after=Pace.SOON)
    daily = rhythm(waiting=Pace.DAILY, mine=Pace.DAILY, looked_after=Pace.DAILY)
    never = rhythm(waiting=Pace.NEVER, mine=Pace.NEVER, looked_after=Pace.NEVER)
    urgent = sum(one.is_urgent for one in things)

    assert urgent == emails_of(never, things)
    assert urgent <= emails_of(daily, things) <= len(things)
    assert urgent <= emails_of(soon, things) <= len(things)
    assert emails_of(daily, things) <= urgent + 11


def test_an_email_is_tried_for_about_a_day():
    waits = sum((WAITS.after(tries - 1) for tries in range(1, MOST_TRIES)), timedelta(0))

    assert timedelta(hours=22) < waits < timedelta(hours=26)


def test_administrators_alone_see_which_emails_were_sent():
    refused = may_see_emails(Person(roles=[Role.PROGRAMME_TEAM, Role.OVERSIGHT_OFFICER]))

    assert may_see_emails(Person(roles=[Role.ADMINISTRATOR])) is None
    assert refused
    assert refused.why.startswith("Only administrators")
