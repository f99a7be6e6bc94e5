"""Reminds those who let an application wait."""

from django.db import transaction
from django.utils import timezone

from tabard.accreditation import queries
from tabard.accreditation.actions.telling import record_about
from tabard.accreditation.models import Application, ApplicationState
from tabard.accreditation.settings import REMIND_AFTER

# At once, so that the record is not held for long.
MOST_AT_ONCE = 100


@transaction.atomic
def remind() -> int:
    """Tell of each application that has waited too long, once for each step; say of how many."""
    days, now = REMIND_AFTER.value, timezone.now()
    waiting = queries.let_wait(now, days).select_related("applicant__manager")
    # Another worker reminds of those that it has locked.
    found = list(waiting.select_for_update(of=["self"], skip_locked=True)[:MOST_AT_ONCE])
    for application in found:
        application.reminders += 1
        _remind(application, days=(now - application.waits_since).days)
    Application.objects.bulk_update(found, ["reminders"])
    return len(found)


def _remind(application: Application, *, days: int) -> None:
    with_the_manager = application.state == ApplicationState.APPLIED
    if with_the_manager and application.reminders > queries.WITH_THE_MANAGER:
        team = queries.deciders(application)
        record_about("application waits for the manager", application, tell=team, how_many=days)
    else:
        turn = _whose_turn(application)
        record_about("application waits", application, tell=turn, how_many=days)


def _whose_turn(application: Application) -> list[int]:
    match application.state:
        case ApplicationState.APPLIED:
            return queries.with_the_manager(application)
        case ApplicationState.APPEALED:
            return queries.hearers(application)
    return queries.deciders(application)
