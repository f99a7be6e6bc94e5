"""What the applicant does."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from tabard.accreditation import queries, rules
from tabard.accreditation.actions.telling import record_about
from tabard.accreditation.models import (
    APPLICATION_LIFECYCLE,
    Application,
)
from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.models import Person


@transaction.atomic
def apply(
    applicant: Person,
    *,
    purpose: str,
    audience: str,
    networks: Sequence[str],
    handles: Mapping[str, str],
) -> Application:
    """Ask to be accredited; the line manager hears of it."""
    applicant = lock(applicant)
    under_way = queries.application_under_way(applicant)
    insist(rules.may_apply(applicant, under_way, queries.standing(applicant)))
    application = Application.objects.create(
        applicant=applicant,
        purpose=purpose,
        audience=audience,
        networks=list(networks),
        handles=dict(handles),
        applied_at=timezone.now(),
    )
    record_about("application made", application, tell=[applicant.manager_id], by=applicant)
    return application


@transaction.atomic
def apply_again(
    application: Application,
    *,
    by: Person,
    purpose: str,
    audience: str,
    networks: Sequence[str],
    handles: Mapping[str, str],
) -> Application:
    """Answer what the application was sent back for."""
    application = lock(application)
    insist(rules.may_change(by, application))
    insist(rules.has_a_manager(by))
    application.state = APPLICATION_LIFECYCLE.after(application.state, "apply_again")
    application.purpose, application.audience = purpose, audience
    application.networks, application.handles = list(networks), dict(handles)
    application.applied_at = timezone.now()
    application.endorsed_by = application.endorsed_at = None
    application.reason = ""
    application.save()
    record_about("application made again", application, tell=[by.manager_id], by=by)
    return application


@transaction.atomic
def withdraw(application: Application, *, by: Person) -> Application:
    """Take an application back."""
    application = lock(application)
    insist(rules.may_change(by, application))
    application.state = APPLICATION_LIFECYCLE.after(application.state, "withdraw")
    application.save(update_fields=["state"])
    record_about("application withdrawn", application, tell=[by.manager_id], by=by)
    return application
