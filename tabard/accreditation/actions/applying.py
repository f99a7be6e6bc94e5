"""What the applicant does."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.queries import known_names
from tabard.accreditation import queries, rules
from tabard.accreditation.actions.drafting import drop_draft
from tabard.accreditation.actions.telling import record_about
from tabard.accreditation.models import AN_APPLICATION, Application
from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.people.models import Person


class Wish(TypedDict):
    """What is asked for: networks, and on each the handle that the account should have."""

    purpose: str
    audience: str
    networks: Sequence[str]
    handles: Mapping[str, str]
    minutes_a_week: NotRequired[int]
    risks: NotRequired[str]


@transaction.atomic
def apply(applicant: Person, **wish: Unpack[Wish]) -> Application:
    """Ask to be accredited; the line manager, and whoever stands in, hear of it."""
    applicant = lock(applicant)
    under_way = queries.application_under_way(applicant)
    insist(rules.may_apply(applicant, under_way, queries.standing(applicant)))
    now = timezone.now()
    application = Application(applicant=applicant, applied_at=now, waits_since=now, **wish)
    application.line = queries.line_now(application)
    application.save()
    _keep_names(application)
    tell = queries.with_the_manager(application)
    record_about("application made", application, tell=tell, by=applicant)
    drop_draft(applicant, AN_APPLICATION)
    return application


@transaction.atomic
def apply_again(application: Application, *, by: Person, **wish: Unpack[Wish]) -> Application:
    """Answer what the application was sent back for."""
    application = lock(application)
    insist(rules.may_change(by, application, queries.today(by)))
    insist(rules.has_a_manager(by))
    application.go("apply_again")
    for name, said in wish.items():
        setattr(application, name, said)
    application.applied_at = timezone.now()
    application.endorsed_by = application.endorsed_for = application.endorsed_at = None
    application.line = queries.line_now(application)
    application.reason, application.reasons = "", []
    application.save()
    _keep_names(application)
    tell = queries.with_the_manager(application)
    record_about("application made again", application, tell=tell, by=by)
    drop_draft(by, application.draft_of_change)
    return application


def _keep_names(application: Application) -> None:
    """Keep the names that are asked for: the first who asks for one that is to be had has it."""
    insist(rules.may_have_names(application, known_names(application.applicant)))
    accounts.keep_names(
        application.applicant, application.handles, source=application.keeps_names_as
    )


@transaction.atomic
def withdraw(application: Application, *, by: Person) -> Application:
    """Take an application back."""
    application = lock(application)
    insist(rules.may_change(by, application, queries.today(by)))
    application.go("withdraw")
    application.save(update_fields=["state", "waits_since", "reminders"])
    accounts.free_names(application.keeps_names_as)
    tell = queries.with_the_manager(application)
    record_about("application withdrawn", application, tell=tell, by=by)
    return application
