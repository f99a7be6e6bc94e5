"""The nightly run: whose accreditation comes to its end, and who has to hear of it.

What was told stands on the rows. So a run that comes late tells what is still true, and one that
comes twice tells nothing again; and it is the same number of queries however many people there are.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from tabard.accreditation import queries
from tabard.accreditation.models import (
    TO_BE_RENEWED,
    Accreditation,
    Night,
    Renewal,
    RenewalState,
    days_left,
    end_of,
    step_of,
)
from tabard.accreditation.settings import (
    MOST_DAYS_PUT_OFF,
    NIGHT_HOUR,
    REMIND_AFTER,
    reminder_steps,
)
from tabard.people.queries import away_among, programme_team, stand_ins_among
from tabard.record.actions import Fact, record_each
from tabard.training.settings import DAYS_AFTER_ABSENCE

NIGHT_LOCK = 7_104_031

type Told = tuple[Iterable[int], dict[str, Fact]]


@transaction.atomic
def run_at_night(now: datetime | None = None) -> Night | None:
    """Do what is to be done every night: once, and from the hour on that the council has set."""
    now = now or timezone.now()
    here = timezone.localtime(now)
    if Night.objects.filter(on=here.date()).exists() or here.hour < NIGHT_HOUR.value:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHT_LOCK])
        if not cursor.fetchone()[0]:
            return None
    # Whoever held the lock until now has done it.
    if Night.objects.filter(on=here.date()).exists():
        return None
    return run_night(now)


@transaction.atomic
def run_night(now: datetime) -> Night:
    """Do it now, whatever was done tonight: only what nobody was told yet is told.

    Whoever runs at the same time waits, and then finds little to do.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NIGHT_LOCK])
    today, steps = timezone.localdate(now), reminder_steps()
    done = {
        "put_off": _put_off(today),
        "opened": _open(now, today, steps),
        "reminded": _remind(now, today, steps),
        "lapsed": _tell_of_lapse(now, today),
        "chased": _chase(now, today),
    }
    night, _ = Night.objects.get_or_create(on=today, defaults={"ended_at": timezone.now()})
    for name, how_many in done.items():
        setattr(night, name, getattr(night, name) + how_many)
    night.ended_at = timezone.now()
    night.save()
    return night


def _put_off(today: date) -> int:
    """Put off the end of those who cannot renew, so that nothing runs out unseen."""
    days, most = DAYS_AFTER_ABSENCE.value, MOST_DAYS_PUT_OFF.value
    found = list(
        queries.to_put_off(today, days, most).select_for_update(of=["self"]).order_by("pk")
    )
    if not found:
        return 0
    for one in found:
        was, back = timezone.localdate(one.until), one.away_until
        # Where nobody knows until when, twice as far as needed: so that it is done once in so
        # many days and not every night.
        wished = back + timedelta(days=days) if back else today + timedelta(days=2 * days)
        more = min((wished - was).days, most - one.put_off_days)
        one.until, one.put_off_days = end_of(was + timedelta(days=more)), one.put_off_days + more
    Accreditation.objects.bulk_update(found, ["until", "put_off_days"])
    Renewal.objects.filter(accreditation__in=found, state__in=TO_BE_RENEWED).update(
        told_with=None, lapse_told_at=None
    )
    return record_each(
        "accreditation put off",
        (
            (
                [one.person_id],
                {
                    "accreditation": one.pk,
                    "person": one.person_id,
                    "until": one.until.isoformat(),
                },
            )
            for one in found
        ),
    )


def _open(now: datetime, today: date, steps: Sequence[int]) -> int:
    """Let people renew whose last day is near; of those who have lapsed, all hear of it below."""
    due = list(queries.to_open(today, steps[0]).select_for_update(of=["self"]))
    if not due:
        return 0
    opened = Renewal.objects.bulk_create(
        Renewal(
            accreditation=one,
            person_id=one.person_id,
            opened_at=now,
            waits_since=now,
            told_with=step_of(days_left(one.until, today), steps),
        )
        for one in due
    )
    return record_each("renewal opened", map(_opened(now), opened))


def _opened(now: datetime) -> Any:
    def told(renewal: Renewal) -> Told:
        lapsed = renewal.accreditation.has_run_out(now)
        return [] if lapsed else [renewal.person_id], _facts(renewal)

    return told


def _facts(renewal: Renewal) -> dict[str, Fact]:
    return {
        "renewal": renewal.pk,
        "accreditation": renewal.accreditation_id,
        "person": renewal.person_id,
        "until": renewal.accreditation.until.isoformat(),
    }


def _remind(now: datetime, today: date, steps: list[int]) -> int:
    found = _held(queries.to_remind(now, today, steps))
    if not found:
        return 0
    for one in found:
        one.told_with = step_of(days_left(one.accreditation.until, today), steps)
    Renewal.objects.bulk_update(found, ["told_with"])
    return record_each("renewal reminder", (([one.person_id], _facts(one)) for one in found))


def _tell_of_lapse(now: datetime, today: date) -> int:
    """Tell the person what became of it and what to do, and those who have to know of it."""
    found = _held(queries.to_tell_of_lapse(now, today))
    if not found:
        return 0
    Renewal.objects.filter(pk__in=[one.pk for one in found]).update(lapse_told_at=now)
    team = _team()
    return record_each(
        "accreditation ran out", ((_with_manager(one, team), _facts(one)) for one in found)
    )


def _held(found: Any) -> list[Renewal]:
    asked = found.select_related("accreditation", "person__manager").order_by("pk")
    return list(asked.select_for_update(of=["self"]))


def _team() -> list[int]:
    return list(programme_team().values_list("pk", flat=True))


def _with_manager(renewal: Renewal, others: Iterable[int]) -> list[int]:
    manager = renewal.person.manager_id
    return [renewal.person_id, *([manager] if manager else []), *others]


def _chase(now: datetime, today: date) -> int:
    """Remind those who have had a renewal for long; if nobody of them is here, the team."""
    days = REMIND_AFTER.value
    found = _held(queries.to_chase_renewals(now, today, days))
    if not found:
        return 0
    Renewal.objects.filter(pk__in=[one.pk for one in found]).update(chased_on=today)
    return record_each("renewal waits", _of_each(found, now))


def _of_each(found: list[Renewal], now: datetime) -> Iterator[Told]:
    managers = {one.person.manager_id for one in found if one.person.manager_id}
    stand_ins = stand_ins_among(managers)
    away = away_among({*managers, *stand_ins.values()})
    team = _team()
    for one in found:
        tell = queries.readers_for(one.person, stand_ins)
        if one.state == RenewalState.ASKED or away.issuperset(tell):
            part = {one.person_id, one.endorsed_by_id, *one.line}
            tell = [person for person in team if person not in part]
        yield tell, {**_facts(one), "how_many": (now - one.waits_since).days}
