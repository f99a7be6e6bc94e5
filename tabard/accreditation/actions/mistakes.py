"""Gives back what ended because it was noted by mistake that somebody had died."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from tabard.accounts import actions as accounts
from tabard.accounts.models import KeptName, network_name
from tabard.accreditation import queries
from tabard.accreditation.actions.leaving import AT_A_TIME
from tabard.accreditation.actions.telling import record_about
from tabard.accreditation.models import (
    ACCREDITATION_LIFECYCLE,
    Accreditation,
    Application,
    ApplicationState,
    Suspension,
)
from tabard.common.locking import lock
from tabard.record.actions import record

# For each place where an application was: the move that leads back there, and what is told of it.
BACK = {
    ApplicationState.APPLIED: ("take_up", "application taken up again"),
    ApplicationState.ENDORSED: ("take_up_endorsed", "endorsed application taken up again"),
    ApplicationState.SENT_BACK: ("take_up_sent_back", "sent back application taken up again"),
    ApplicationState.APPEALED: ("take_up_appeal", "appeal taken up again"),
}


def take_up_after_a_mistake() -> int:
    """Let all be as before for those of whom it was noted by mistake that they died."""
    return _take_up_accreditations() + _take_up_applications()


@transaction.atomic
def _take_up_accreditations() -> int:
    """Let them be accredited as before; whoever was suspended then is so still."""
    moves = ACCREDITATION_LIFECYCLE.moves["take_up"]
    newer = Accreditation.objects.filter(person=OuterRef("person"), pk__gt=OuterRef("pk"))
    found = list(
        Accreditation.objects.filter(
            ~Exists(newer), state__in=moves.starts, rests=True, person__death_noted_at=None
        )
        .select_for_update(of=["self"], skip_locked=True)
        .select_related("person")[:AT_A_TIME]
    )
    resting = Suspension.objects.filter(accreditation__in=found, rests=True)
    suspensions = {one.accreditation_id: one for one in resting.select_for_update()}
    for accreditation in found:
        suspension = suspensions.get(accreditation.pk)
        accreditation.rests = False
        if suspension:
            _suspend_as_before(accreditation, suspension)
        else:
            accreditation.go("take_up")
            accreditation.save()
            record("accreditation taken up again", **_facts(accreditation))
    resting.update(ended_at=None, rests=False)
    return len(found)


def _suspend_as_before(accreditation: Accreditation, suspension: Suspension) -> None:
    accreditation.go("take_up_suspended", reason=suspension.reason)
    accreditation.changed_at = suspension.since
    accreditation.save()
    accounts.lock_access(accreditation.person)
    record("accreditation suspended as before", **_facts(accreditation))


def _facts(accreditation: Accreditation) -> dict[str, Any]:
    person = accreditation.person_id
    return {"concerns": [person], "accreditation": accreditation.pk, "person": person}


@transaction.atomic
def _take_up_applications() -> int:
    """Let their applications be where they were; where that cannot be, say so."""
    mistaken = Application.objects.exclude(rests_from="").filter(applicant__death_noted_at=None)
    numbers = list(mistaken.values_list("pk", flat=True)[:AT_A_TIME])
    for number in numbers:
        _take_up(Application.objects.get(pk=number))
    return len(numbers)


def _take_up(application: Application) -> None:
    applicant = lock(application.applicant)
    application = lock(application)
    move, kind = BACK[ApplicationState(application.rests_from)]
    application.rests_from = ""
    if applicant.left_at is not None or queries.application_under_way(applicant) is not None:
        application.save(update_fields=["rests_from"])
        tell = [applicant.pk] if applicant.left_at is None else []
        record_about("application not taken up again", application, tell=tell)
        return
    application.go(move)
    application.line = queries.line_now(application)
    application.save()
    record_about(kind, application, tell=[applicant.pk, *_whose_turn(application)])
    _keep_names(application)


def _whose_turn(application: Application) -> Iterable[int]:
    match application.state:
        case ApplicationState.APPLIED:
            return queries.with_the_manager(application)
        case ApplicationState.ENDORSED:
            return queries.deciders(application)
        case ApplicationState.APPEALED:
            return queries.hearers(application)
    return []


def _keep_names(application: Application) -> None:
    """Keep the names that are to be had still, and tell the applicant of the others."""
    source = application.keeps_names_as
    accounts.keep_free_names(application.applicant, application.handles, source=source)
    kept = set(KeptName.objects.filter(source=source).values_list("network", flat=True))
    for network, handle in application.handles.items():
        if handle and network not in kept:
            record_about(
                "name not kept again",
                application,
                tell=[application.applicant_id],
                handle=handle,
                network=network_name(network),
                why=f"{handle} on {network_name(network)}",
            )
