"""When each notice is e-mailed, if it is: what people chose, in the hours of their council."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta

from django.conf import settings

from tabard.council.models import ChosenSetting
from tabard.notices.models import Hours, Notice, Preferences
from tabard.notices.rules import Quiet, Rhythm
from tabard.notices.settings import (
    BATCH_MINUTES,
    DAILY_HOUR,
    DAYS_OFF,
    QUIET_FROM,
    QUIET_UNTIL,
    QUIET_WEEKENDS,
    days_in,
)

type Chosen = Mapping[str, ChosenSetting]


def chosen() -> Chosen:
    """Give everything that the council has set of notices, in one query."""
    return {one.key: one for one in ChosenSetting.objects.filter(key__startswith="notices.")}


def plan(notices: Sequence[Notice], held: Chosen, *, now: datetime) -> None:
    """Choose for each notice when it is e-mailed, if it is."""
    rhythms = rhythms_of({one.person_id for one in notices}, held) if settings.EMAIL_IS_ON else {}
    for notice in notices:
        is_told = notice.email_words and notice.read_at is None
        _plan(notice, rhythms.get(notice.person_id) if is_told else None, now)


def _plan(notice: Notice, rhythm: Rhythm | None, now: datetime) -> None:
    kind = rhythm.kind_for(notice.group, is_urgent=notice.is_urgent) if rhythm else None
    if rhythm is None or kind is None:
        notice.email_words = ""
    else:
        notice.email_kind, notice.email_due_at = kind.value, rhythm.due_at(kind, now)


def rhythms_of(people: Iterable[int], held: Chosen) -> dict[int, Rhythm]:
    """Give when each of these people is e-mailed, in one query."""
    people = set(people)
    found = Preferences.objects.in_bulk(people)
    return {one: rhythm(found.get(one) or Preferences(person_id=one), held) for one in people}


def rhythm(preferences: Preferences, held: Chosen) -> Rhythm:
    """Give when somebody with these preferences is e-mailed."""
    return Rhythm(
        preferences=preferences,
        quiet=_quiet(preferences, held),
        batch=timedelta(minutes=BATCH_MINUTES.of(held.get(BATCH_MINUTES.key))),
        daily=time(DAILY_HOUR.of(held.get(DAILY_HOUR.key))),
    )


def _quiet(preferences: Preferences, held: Chosen) -> Quiet:
    if preferences.hours == Hours.NONE:
        return Quiet()
    council = council_quiet(held)
    if preferences.hours == Hours.COUNCIL:
        return council
    off = preferences.quiet_days_off
    return Quiet(
        starts=preferences.quiet_from or time(0),
        ends=preferences.quiet_until or time(0),
        weekends=off,
        days_off=council.days_off if off else frozenset(),
    )


def council_quiet(held: Chosen) -> Quiet:
    """Give the quiet hours of the council."""
    return Quiet(
        starts=time(QUIET_FROM.of(held.get(QUIET_FROM.key))),
        ends=time(QUIET_UNTIL.of(held.get(QUIET_UNTIL.key))),
        weekends=QUIET_WEEKENDS.of(held.get(QUIET_WEEKENDS.key)),
        days_off=days_in(DAYS_OFF.of(held.get(DAYS_OFF.key))),
    )
