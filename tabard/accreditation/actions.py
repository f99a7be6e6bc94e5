"""What people do with applications and accreditations."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.queries import held_by
from tabard.accreditation import queries, rules
from tabard.accreditation.models import (
    ACCREDITATION_LIFECYCLE,
    APPLICATION_LIFECYCLE,
    Accreditation,
    AccreditationState,
    Application,
)
from tabard.accreditation.settings import DAYS_TO_CONNECT
from tabard.common.locking import lock
from tabard.common.rules import NotAllowedError, insist
from tabard.people.models import Person
from tabard.people.queries import programme_team
from tabard.record.actions import record


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
    _record("application made", application, tell=[applicant.manager_id], by=applicant)
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
    _record("application made again", application, tell=[by.manager_id], by=by)
    return application


@transaction.atomic
def withdraw(application: Application, *, by: Person) -> Application:
    """Take an application back."""
    application = lock(application)
    insist(rules.may_change(by, application))
    application.state = APPLICATION_LIFECYCLE.after(application.state, "withdraw")
    application.save(update_fields=["state"])
    _record("application withdrawn", application, tell=[by.manager_id], by=by)
    return application


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
    _record("application endorsed", application, tell=tell, by=by)
    return application


@transaction.atomic
def send_back(application: Application, *, by: Person, reason: str) -> Application:
    """Give the application back to the applicant, with words."""
    application = lock(application)
    insist(rules.may_send_back(by, application))
    application.state = APPLICATION_LIFECYCLE.after(application.state, "send_back")
    application.reason = reason
    application.save(update_fields=["state", "reason"])
    _record(
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
    _record("application declined", application, tell=tell, by=by, why=reason)
    return application


@transaction.atomic
def accredit(application: Application, *, by: Person, until: datetime) -> Accreditation:
    """Give the applicant standing to speak until a date, and leave to connect the accounts."""
    application = lock(application)
    in_force = queries.in_force(application.applicant)
    insist(rules.may_accredit(by, application, in_force and lock(in_force)))
    if until <= timezone.now():
        raise NotAllowedError("The last day of an accreditation has to be in the future.")
    application.state = APPLICATION_LIFECYCLE.after(application.state, "accredit")
    application.decided_by, application.decided_at = by, timezone.now()
    application.save(update_fields=["state", "decided_by", "decided_at"])
    accreditation = _accreditation(application, until)
    _record(
        "accredited",
        application,
        tell=[application.applicant_id, application.endorsed_by_id],
        by=by,
        until=until.isoformat(),
    )
    _give_tickets(application, queries.not_connected(application))
    return accreditation


def _accreditation(application: Application, until: datetime) -> Accreditation:
    now = timezone.now()
    Accreditation.objects.filter(person=application.applicant).exclude(
        state=AccreditationState.ENDED
    ).update(
        state=AccreditationState.ENDED, reason="A new accreditation took its place.", changed_at=now
    )
    return Accreditation.objects.create(
        person=application.applicant,
        application=application,
        since=now,
        until=until,
        changed_at=now,
    )


@transaction.atomic
def reopen(accreditation: Accreditation, *, by: Person) -> Accreditation:
    """Give leave once more to connect what was agreed and is not connected."""
    accreditation = lock(accreditation)
    insist(rules.may_reopen(by, accreditation, timezone.now()))
    networks = queries.without_leave(accreditation.application)
    if not networks:
        raise NotAllowedError("Every account that was agreed is connected, or can be.")
    _give_tickets(accreditation.application, networks)
    record(
        "connecting opened again",
        concerns=[accreditation.person_id],
        accreditation=accreditation.pk,
        person=accreditation.person_id,
        by=by.pk,
    )
    return accreditation


def _give_tickets(application: Application, networks: Sequence[str]) -> None:
    until = timezone.now() + timedelta(days=DAYS_TO_CONNECT.value)
    for network in networks:
        accounts.give_ticket(
            application.applicant,
            network=network,
            handle=application.handles.get(network, ""),
            until=until,
        )


@transaction.atomic
def suspend(accreditation: Accreditation, *, by: Person, reason: str) -> Accreditation:
    """Stop somebody's posts at once; what is scheduled is held."""
    accreditation = _change(accreditation, "suspend", by=by, reason=reason)
    record(
        "accreditation suspended",
        concerns=_concerned(accreditation),
        accreditation=accreditation.pk,
        person=accreditation.person_id,
        by=by.pk,
        why=reason,
    )
    return accreditation


@transaction.atomic
def resume(accreditation: Accreditation, *, by: Person) -> Accreditation:
    """End a suspension; what was held goes on its way again."""
    accreditation = _change(accreditation, "resume", by=by, reason="")
    record(
        "accreditation resumed",
        concerns=_concerned(accreditation),
        accreditation=accreditation.pk,
        person=accreditation.person_id,
        by=by.pk,
    )
    return accreditation


@transaction.atomic
def end(accreditation: Accreditation, *, by: Person, reason: str) -> Accreditation:
    """End somebody's standing and their accounts' time as the council's."""
    accreditation = _change(accreditation, "end", by=by, reason=reason)
    accounts.withdraw_tickets(accreditation.person, why=reason)
    for account in held_by(accreditation.person):
        accounts.end(account, by=by, why=reason)
    record(
        "accreditation ended",
        concerns=_concerned(accreditation),
        accreditation=accreditation.pk,
        person=accreditation.person_id,
        by=by.pk,
        why=reason,
    )
    return accreditation


def _change(accreditation: Accreditation, move: str, *, by: Person, reason: str) -> Accreditation:
    accreditation = lock(accreditation)
    insist(rules.may_govern(by, accreditation))
    accreditation.state = ACCREDITATION_LIFECYCLE.after(accreditation.state, move)
    accreditation.reason, accreditation.changed_at = reason, timezone.now()
    accreditation.save(update_fields=["state", "reason", "changed_at"])
    return accreditation


def _concerned(accreditation: Accreditation) -> list[int]:
    manager = accreditation.person.manager_id
    return [accreditation.person_id] + ([manager] if manager else [])


def _record(
    kind: str,
    application: Application,
    *,
    tell: Sequence[int | None],
    by: Person,
    **facts: str,
) -> None:
    record(
        kind,
        concerns=[person for person in tell if person],
        application=application.pk,
        applicant=application.applicant_id,
        by=by.pk,
        **facts,
    )
