"""Reminds those who let an application wait, and whoever can help it on."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tabard.accreditation import queries
from tabard.accreditation.models import Application, ApplicationState, Draft
from tabard.accreditation.queries import Turns
from tabard.accreditation.settings import REMIND_AFTER
from tabard.record.actions import Fact, record_each

# At once, so that the record is not held for long.
MOST_AT_ONCE = 100

type Told = tuple[Sequence[int], dict[str, Fact]]


def remind() -> int:
    """Tell of each application that has waited too long, and of what was not sent; say how many."""
    return _remind_of_applications() + _remind_of_drafts()


@transaction.atomic
def _remind_of_applications() -> int:
    days, now = REMIND_AFTER.value, timezone.now()
    waiting = queries.let_wait(now, days).select_related("applicant__manager")
    # Another worker reminds of those that it has locked.
    found = list(waiting.select_for_update(of=["self"], skip_locked=True)[:MOST_AT_ONCE])
    if not found:
        return 0
    turns = queries.turns_of(found)
    entries: defaultdict[str, list[Told]] = defaultdict(list)
    for application in found:
        application.reminders += 1
        for kind, people in _whom(application, turns):
            entries[kind].append((people, _facts(application, now)))
    for kind, each in entries.items():
        record_each(kind, each)
    Application.objects.bulk_update(found, ["reminders"])
    return len(found)


def _whom(application: Application, turns: Turns) -> Iterator[tuple[str, Sequence[int]]]:
    """Give who is told what: whoever has it, and after a while those who can help it on."""
    is_late = application.reminders > queries.BEFORE_OTHERS
    match application.state:
        case ApplicationState.APPLIED:
            readers = turns.readers(application)
            if readers:
                yield "application waits", readers
            if is_late or not readers:
                yield "application waits for the manager", turns.deciders(application)
        case ApplicationState.ENDORSED:
            yield "application waits", turns.deciders(application)
            if is_late:
                yield "application waits for the panel", turns.hearers(application)
        case ApplicationState.APPEALED:
            yield "application waits", turns.hearers(application)
        case _:
            yield "application waits for its applicant", [application.applicant_id]


def _facts(application: Application, now: datetime) -> dict[str, Fact]:
    return {
        "application": application.pk,
        "applicant": application.applicant_id,
        "how_many": (now - application.waits_since).days,
    }


@transaction.atomic
def _remind_of_drafts() -> int:
    """Tell people once of what they have written and not sent; of its words nothing is recorded."""
    waiting = queries.drafts_let_wait(timezone.now(), REMIND_AFTER.value)
    found = list(waiting.select_for_update(of=["self"], skip_locked=True)[:MOST_AT_ONCE])
    people = sorted({draft.applicant_id for draft in found})
    record_each("draft waits", (([person], {"person": person}) for person in people))
    Draft.objects.filter(pk__in=[draft.pk for draft in found]).update(reminded=True)
    return len(found)
