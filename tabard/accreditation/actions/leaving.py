"""Whoever has left the council speaks for it no more, and nothing of theirs waits for others."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accreditation import queries
from tabard.accreditation.actions.moves import overtake
from tabard.accreditation.actions.renewing import overtake_renewals
from tabard.accreditation.models import (
    ACCREDITATION_LIFECYCLE,
    APPLICATION_LIFECYCLE,
    MOVE_APPEAL_LIFECYCLE,
    Accreditation,
    AccreditationState,
    Application,
    MoveAppeal,
    MoveAppealState,
    Suspension,
)
from tabard.record.actions import record, record_each

LEFT = "Left the council."
RESTS = "At rest."
# How many of a kind one sweep closes, so that it ends soon.
AT_A_TIME = 500


def close_for_leavers() -> int:
    """End what everybody who has left since had, and take back what they asked for; say how many.

    What becomes of the accounts that they held, a later stage asks.
    """
    return _end_accreditations() + _drop_applications() + _drop_appeals()


@transaction.atomic
def _end_accreditations() -> int:
    ends = ACCREDITATION_LIFECYCLE.moves["end"]
    leavers = list(
        Accreditation.objects.filter(state__in=ends.starts, person__left_at__isnull=False)
        .select_for_update(of=["self"], skip_locked=True)
        .select_related("person")[:AT_A_TIME]
    )
    if not leavers:
        return 0
    numbers, now = [one.pk for one in leavers], timezone.now()
    died = [one.pk for one in leavers if one.person.death_noted_at]
    ended = {"state": AccreditationState(ends.leads_to), "changed_at": now}
    Accreditation.objects.filter(pk__in=numbers).update(**ended, reason=LEFT)
    Accreditation.objects.filter(pk__in=died).update(reason=RESTS, rests=True)
    suspended = _close_suspensions(numbers)
    Suspension.objects.filter(pk__in=suspended.values(), accreditation__in=died).update(rests=True)
    overtake(numbers)
    overtake_renewals(numbers)
    for accreditation in leavers:
        _note(accreditation, suspended.get(accreditation.pk))
    return len(leavers)


def _close_suspensions(accreditations: Iterable[int]) -> dict[int, int]:
    """Let the suspensions of these accreditations be over; give which was whose."""
    found = Suspension.objects.filter(accreditation__in=accreditations, ended_at=None)
    suspended = dict(found.values_list("accreditation", "pk"))
    Suspension.objects.filter(pk__in=suspended.values()).update(ended_at=timezone.now())
    return suspended


def _note(accreditation: Accreditation, suspension: int | None) -> None:
    person = accreditation.person
    rests = person.death_noted_at is not None
    accounts.withdraw_tickets(person, why=RESTS if rests else LEFT)
    # Whoever comes back one day is accredited anew, and is not locked out by what was.
    accounts.unlock_access(person)
    if rests:
        # Whoever was to be told has been, once.
        record(
            "accreditation rests",
            accreditation=accreditation.pk,
            suspension=suspension,
            person=person.pk,
        )
        return
    record(
        "accreditation ended",
        concerns=[person.manager_id] if person.manager_id else [],
        accreditation=accreditation.pk,
        suspension=suspension,
        person=person.pk,
        why=LEFT,
    )


@transaction.atomic
def _drop_applications() -> int:
    """Take back what leavers have under way, their appeals with it, so that nobody is reminded."""
    starts = APPLICATION_LIFECYCLE.moves["withdraw"].starts
    waiting = Application.objects.filter(state__in=starts, applicant__left_at__isnull=False)
    locked = waiting.select_for_update(of=["self"], skip_locked=True).select_related("applicant")
    found = list(locked[:AT_A_TIME])
    for application in found:
        application.rests_from = application.state if application.applicant.death_noted_at else ""
        application.go("withdraw")
    Application.objects.bulk_update(found, ["state", "rests_from", "waits_since", "reminders"])
    record_each(
        "application dropped",
        (((), {"application": one.pk, "applicant": one.applicant_id}) for one in found),
    )
    return len(found)


@transaction.atomic
def _drop_appeals() -> int:
    """Take back the appeals of leavers against a move."""
    drops = MOVE_APPEAL_LIFECYCLE.moves["drop"]
    found = list(
        queries.waiting_appeals()
        .filter(person__left_at__isnull=False)
        .select_for_update(of=["self"], skip_locked=True)[:AT_A_TIME]
    )
    MoveAppeal.objects.filter(pk__in=[one.pk for one in found]).update(
        state=MoveAppealState(drops.leads_to)
    )
    record_each(
        "move appeal dropped",
        (((), {"appeal": one.pk, "move": one.move_id, "person": one.person_id}) for one in found),
    )
    return len(found)
