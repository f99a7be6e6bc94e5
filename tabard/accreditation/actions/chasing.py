"""Tells people again what suspensions still need, and whoever asked for somebody else."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tabard.accreditation import queries
from tabard.accreditation.models import Suspension
from tabard.accreditation.settings import DAYS_BETWEEN_CHASING, DAYS_TO_HEAR_A_SUSPENSION
from tabard.common.waiting import working_days_ago
from tabard.notices.settings import DAYS_OFF, days_in
from tabard.people.queries import appeal_panel
from tabard.record.actions import Fact, record_each

type Told = tuple[Sequence[int], dict[str, Fact]]


def chase(now: datetime | None = None) -> int:
    """Tell people what suspensions wait for, in as many queries for many as for one."""
    now = now or timezone.now()
    return _chase_what_is_to_do(now) + _chase_what_was_asked(now)


@transaction.atomic
def _chase_what_is_to_do(now: datetime) -> int:
    days, today = DAYS_BETWEEN_CHASING.value, timezone.localdate(now)
    found = list(queries.to_chase(now, days).select_for_update(of=["self"], skip_locked=True))
    if not found:
        return 0
    Suspension.objects.filter(pk__in=[one.pk for one in found]).update(chased_on=today)
    panel = list(appeal_panel().values_list("pk", flat=True))
    untold = [one for one in found if one.told_at is None]
    unread = [one for one in found if one.told_at and one.read_at is None]
    late = [one for one in found if one.is_overdue(today)]
    record_each("suspension not told", _of_each(untold, panel))
    record_each("suspension not read", _of_each(unread, panel))
    record_each("suspension review overdue", _of_each(late, panel))
    return len(found)


def _of_each(found: list[Suspension], panel: list[int]) -> Iterator[Told]:
    for one in found:
        others = [person for person in panel if person != one.person_id]
        yield [one.by_id, *others], {**_facts(one), "review_on": one.review_on.isoformat()}


@transaction.atomic
def _chase_what_was_asked(now: datetime) -> int:
    """Remind those who can look again, and tell all who decide where nobody of them is here."""
    today = timezone.localdate(now)
    since = working_days_ago(DAYS_TO_HEAR_A_SUSPENSION.value, today, days_in(DAYS_OFF.value))
    found = list(
        queries.to_remind_of_asking(since).select_for_update(of=["self"], skip_locked=True)
    )
    if not found:
        return 0
    hearers = queries.hearers_of_suspensions(found)
    Suspension.objects.filter(pk__in=[one.pk for one in found]).update(hearers_told_on=today)
    record_each(
        "suspension waits for another",
        ((hearers.of(one), _facts(one)) for one in found if hearers.of(one)),
    )
    tell_that_nobody_can_hear(found, hearers)
    return len(found)


def tell_that_nobody_can_hear(found: Sequence[Suspension], hearers: queries.Hearers) -> None:
    """Tell those who can see to it of suspensions at which nobody who is here can look again."""
    record_each(
        "suspension without a hearer",
        (
            (hearers.those_who_help(one), _facts(one))
            for one in found
            if hearers.is_there_nobody(one)
        ),
    )


def _facts(suspension: Suspension) -> dict[str, Fact]:
    return {
        "suspension": suspension.pk,
        "accreditation": suspension.accreditation_id,
        "person": suspension.person_id,
    }
