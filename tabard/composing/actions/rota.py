"""Telling those who review in time, and setting on which days they are told first."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db import connection, transaction
from django.utils import timezone

from tabard.common.rules import insist
from tabard.composing import queries, rules
from tabard.composing.models import Message, ReviewDay, Weekday
from tabard.composing.queries import ESCALATED, MISSED, OnDuty
from tabard.people.models import Person
from tabard.record.actions import Fact, record, record_each

# At once, so that the record is not held for long.
MOST_AT_ONCE = 100
# What those hold who set the rota, one after the other.
ROTA_LOCK = 7_104_041
# The kinds of entries: for those on the rota, and once it is late for everybody; for the author.
TIMED = ("review waits for its time", "review is late for its time")
UNTIMED = ("review waits", "review is late")
MISSED_ITS_TIME = "review missed"
CHASED = frozenset({*TIMED, *UNTIMED, MISSED_ITS_TIME})

type Told = tuple[Collection[int], dict[str, Fact]]


@transaction.atomic
def chase() -> int:
    """Tell of what waits too long or goes too soon; say of how many messages."""
    now = timezone.now()
    waiting = queries.to_be_chased(now).select_for_update(of=["self"], skip_locked=True)
    found = list(waiting[:MOST_AT_ONCE])
    if not found:
        return 0
    duty = queries.on_duty()
    entries: defaultdict[str, list[Told]] = defaultdict(list)
    for message in found:
        message.chased = message.step  # type: ignore[attr-defined]  # asked for with the row
        kind, people, facts = _told(message, duty)
        entries[kind].append((people, facts))
    for kind, each in entries.items():
        record_each(kind, each)
    Message.objects.bulk_update(found, ["chased"])
    return len(found)


def _told(message: Message, duty: OnDuty) -> tuple[str, Collection[int], dict[str, Fact]]:
    """Give which kind of entry it is, whom it concerns, and its facts."""
    facts: dict[str, Fact] = {"message": message.pk, "author": message.author_id}
    if message.chased == MISSED:
        return MISSED_ITS_TIME, [message.author_id], facts
    is_late = message.chased == ESCALATED
    people = duty.all(message.author_id) if is_late else duty.told(message.author_id)
    if message.due_at:
        return TIMED[is_late], people, facts | {"due_at": message.due_at.isoformat()}
    since = message.submitted_at.isoformat() if message.submitted_at else None
    return UNTIMED[is_late], people, facts | {"since": since}


@transaction.atomic
def set_rota(days: Mapping[Person, Collection[int]], *, by: Person) -> None:
    """Let these people be told first on these days of the week, and nobody else."""
    insist(rules.may_set_rota(by))
    with connection.cursor() as cursor:
        # Two who save at once do so one after the other, and the second one's rota holds.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ROTA_LOCK])
    ReviewDay.objects.all().delete()
    ReviewDay.objects.bulk_create(
        ReviewDay(person=person, weekday=weekday)
        for person, weekdays in days.items()
        for weekday in sorted(set(weekdays))
    )
    told = [
        f"{person}: {', '.join(str(Weekday(one).label) for one in sorted(set(weekdays)))}"
        for person, weekdays in days.items()
        if weekdays
    ]
    record("review rota set", by=by.pk, days=told)
