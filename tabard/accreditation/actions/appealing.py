"""What becomes of an application that was declined: an appeal, heard by somebody else."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.queries import known_names
from tabard.accreditation import queries, rules
from tabard.accreditation.actions.accreditations import begin
from tabard.accreditation.actions.drafting import drop_draft
from tabard.accreditation.actions.telling import record_about
from tabard.accreditation.models import Accreditation, Application
from tabard.common.locking import lock
from tabard.common.rules import Refused, insist
from tabard.people.models import Person
from tabard.training.queries import preparation_of
from tabard.training.rules import is_prepared


@transaction.atomic
def appeal(application: Application, *, by: Person, words: str) -> Application:
    """Ask for another answer, once; everybody who can hear it is told."""
    # Nobody appeals while a new application of theirs is under way, or makes one meanwhile.
    lock(by)
    application = lock(application)
    insist(rules.may_appeal(by, application, queries.today(by, application)))
    application.go("appeal")
    insist(rules.not_applied_since(queries.application_under_way(by)))
    application.appeal, application.appealed_at = words, timezone.now()
    application.line = queries.line_now(application)
    application.save()
    accounts.keep_free_names(by, application.handles, source=application.keeps_names_as)
    tell = queries.hearers(application)
    record_about("application appealed", application, tell=tell, by=by, why=words)
    drop_draft(by, application.draft_of_appeal)
    return application


@transaction.atomic
def uphold(application: Application, *, by: Person, answer: str) -> Application:
    """Hear the appeal, and leave the answer as it is."""
    application = lock(application)
    application.line = queries.line_now(application)
    application.after("uphold")
    insist(rules.may_hear(by, application, queries.today(by)))
    application.go("uphold")
    _answer(application, by=by, answer=answer)
    accounts.free_names(application.keeps_names_as)
    record_about("answer upheld", application, tell=_concerned(application), by=by, why=answer)
    return application


@transaction.atomic
def overturn(
    application: Application, *, by: Person, answer: str, until: datetime | None
) -> Accreditation | None:
    """Hear the appeal, and accredit the applicant after all.

    Whoever is not prepared yet, or asked for a name that somebody else has by now, is not kept
    waiting for the answer: it holds, and the panel accredits them once that is done.
    """
    application = lock(application)
    application.line = queries.line_now(application)
    application.after("overturn")
    in_force = queries.in_force(application.applicant)
    today = queries.today(by)
    insist(rules.may_overturn(by, application, in_force and lock(in_force), today))
    if until is None or _cannot_begin(application, today.now):
        _overturn_for_later(application, by=by, answer=answer)
        return None
    application.go("overturn")
    _answer(application, by=by, answer=answer)
    record_about("answer overturned", application, tell=_concerned(application), by=by, why=answer)
    return begin(application, by=by, until=until)


def _cannot_begin(application: Application, now: datetime) -> Refused | None:
    applicant = application.applicant
    unprepared = is_prepared(applicant, preparation_of(applicant, now))
    return unprepared or rules.may_have_names(application, known_names(applicant))


def _overturn_for_later(application: Application, *, by: Person, answer: str) -> None:
    application.go("overturn_for_later")
    _answer(application, by=by, answer=answer)
    tell = [*_concerned(application), *queries.deciders(application)]
    record_about("answer overturned for later", application, tell=tell, by=by, why=answer)


def _answer(application: Application, *, by: Person, answer: str) -> None:
    application.heard_by, application.heard_at = by, timezone.now()
    application.answer = answer
    application.save()


def _concerned(application: Application) -> list[int | None]:
    return [
        *(application.applicant_id, application.endorsed_by_id),
        *(application.endorsed_for_id, application.decided_by_id),
    ]
