"""What those who endorse and decide do."""

from django.db import transaction
from django.utils import timezone

from tabard.accreditation import rules
from tabard.accreditation.actions.telling import record_about
from tabard.accreditation.models import (
    APPLICATION_LIFECYCLE,
    Application,
)
from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.people.queries import programme_team


@transaction.atomic
def endorse(application: Application, *, by: Person) -> Application:
    """Agree as line manager; the programme team hears of it."""
    application = lock(application)
    insist(rules.may_endorse(by, application))
    application.state = APPLICATION_LIFECYCLE.after(application.state, "endorse")
    application.endorsed_by, application.endorsed_at = by, timezone.now()
    application.save(update_fields=["state", "endorsed_by", "endorsed_at"])
    panel = programme_team().exclude(pk=application.applicant_id)
    tell = [application.applicant_id, *panel.values_list("pk", flat=True)]
    record_about("application endorsed", application, tell=tell, by=by)
    return application


@transaction.atomic
def send_back(application: Application, *, by: Person, reason: str) -> Application:
    """Give the application back to the applicant, with words."""
    application = lock(application)
    insist(rules.may_send_back(by, application))
    application.state = APPLICATION_LIFECYCLE.after(application.state, "send_back")
    application.reason = reason
    application.save(update_fields=["state", "reason"])
    record_about(
        "application sent back", application, tell=[application.applicant_id], by=by, why=reason
    )
    return application


@transaction.atomic
def decline(application: Application, *, by: Person, reason: str, would_change: str) -> Application:
    """Say no, with the reason and what would change the answer."""
    application = lock(application)
    insist(rules.may_decide(by, application))
    application.state = APPLICATION_LIFECYCLE.after(application.state, "decline")
    application.decided_by, application.decided_at = by, timezone.now()
    application.reason, application.would_change = reason, would_change
    application.save()
    tell = [application.applicant_id, application.endorsed_by_id]
    record_about("application declined", application, tell=tell, by=by, why=reason)
    return application
