"""Finds what a page is about, and asks whether this person may go there now."""

from django.shortcuts import get_object_or_404

from tabard.accreditation import queries, rules
from tabard.accreditation.models import (
    ACCREDITATION_LIFECYCLE,
    Accreditation,
    Application,
    Renewal,
)
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import insist
from tabard.people.models import Person


def for_move(person: Person, application_id: int, move: str) -> Application:
    """Give an application about which this person can do this now."""
    application = to_decide(person, application_id, move)
    application.after(move)
    return application


def to_decide(person: Person, application_id: int, move: str) -> Application:
    """Give an application about which this person can do this, if nobody has been quicker."""
    application = get_object_or_404(queries.applications(), pk=application_id)
    application.line = queries.line_now(application)
    insist(rules.MAY[move](person, application, queries.today(person, application)))
    return application


def to_govern(person: Person, accreditation_id: int, move: str) -> Accreditation:
    """Give an accreditation about which this person can decide this now."""
    accreditation = get_object_or_404(
        Accreditation.objects.select_related("person"), pk=accreditation_id
    )
    insist(rules.may_govern(person, accreditation))
    ACCREDITATION_LIFECYCLE.after(accreditation.state, move)
    return accreditation


def to_renew(person: Person, renewal_id: int, move: str) -> Renewal:
    """Give a renewal about which this person can do this, if nobody has been quicker."""
    renewal = get_object_or_404(queries.renewals(), pk=renewal_id)
    renewal.line = queries.renewal_line(renewal)
    insist(rules.MAY_WITH_RENEWAL[move](person, renewal, queries.today(person)))
    return renewal


def insist_on_now(renewal: Renewal, move: str) -> None:
    """Raise NotNowError where a renewal has got further, or not so far."""
    if renewal.state not in rules.STARTS[move]:
        label = renewal.get_state_display().lower()
        raise NotNowError(
            f"This was not possible any more: it is {label} now. "
            "Somebody may have been quicker, or you pressed twice."
        )
