"""What those who endorse and decide do."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accreditation import queries, rules
from tabard.accreditation.actions.telling import record_about
from tabard.accreditation.models import Application
from tabard.accreditation.settings import DAYS_TO_APPEAL, MANAGER_AGREES
from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.models import Person


@transaction.atomic
def endorse(application: Application, *, by: Person) -> Application:
    """Agree as line manager, or for them; the programme team hears of it."""
    application = lock(application)
    insist(rules.may_endorse(by, application, queries.today(by)))
    application.go("endorse")
    manager = application.applicant.manager
    application.endorsed_by, application.endorsed_at = by, timezone.now()
    application.endorsed_for = None if by == manager else manager
    application.agreed_to = MANAGER_AGREES.value
    application.line = queries.line_now(application)
    application.save()
    _tell_of_endorsement(application, by=by)
    return application


def _tell_of_endorsement(application: Application, *, by: Person) -> None:
    tell = [application.applicant_id, *queries.deciders(application)]
    agreed_to = application.agreed_to
    if application.endorsed_for_id is None:
        record_about("application endorsed", application, tell=tell, by=by, agreed_to=agreed_to)
        return
    record_about(
        "application endorsed for somebody",
        application,
        tell=[*tell, application.endorsed_for_id],
        by=by,
        manager=application.endorsed_for_id,
        agreed_to=agreed_to,
    )


@transaction.atomic
def send_back(
    application: Application, *, by: Person, reason: str = "", reasons: Sequence[str] = ()
) -> Application:
    """Give the application back to the applicant, with words."""
    application = lock(application)
    application.line = queries.line_now(application)
    # Asked first: whose it is to send back depends on where it is.
    application.after("send_back")
    insist(rules.may_send_back(by, application, queries.today(by)))
    application.go("send_back")
    application.reason, application.reasons = reason, list(reasons)
    application.save()
    tell, why = [application.applicant_id], application.why_not
    record_about("application sent back", application, tell=tell, by=by, why=why)
    return application


@transaction.atomic
def decline(
    application: Application,
    *,
    by: Person,
    would_change: str,
    reasons: Sequence[str] = (),
    reason: str = "",
) -> Application:
    """Say no, with the reasons, what would change the answer, and until when they can appeal."""
    application = lock(application)
    application.line = queries.line_now(application)
    insist(rules.may_decline(by, application, queries.today(by)))
    application.go("decline")
    application.decided_by, application.decided_at = by, timezone.now()
    application.reasons, application.reason = list(reasons), reason
    application.would_change = would_change
    application.appeal_until = timezone.now() + timedelta(days=DAYS_TO_APPEAL.value)
    application.save()
    accounts.free_names(application.keeps_names_as)
    tell = [application.applicant_id, application.endorsed_by_id, application.endorsed_for_id]
    why = application.why_not
    record_about("application declined", application, tell=tell, by=by, why=why)
    return application
