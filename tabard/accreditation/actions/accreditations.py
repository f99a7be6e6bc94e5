"""What becomes of an accreditation: begun, suspended, resumed, ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.queries import held_by, known_names
from tabard.accreditation import queries, rules
from tabard.accreditation.actions.moves import overtake
from tabard.accreditation.actions.renewing import overtake_renewals
from tabard.accreditation.actions.suspensions import close_suspension
from tabard.accreditation.actions.telling import record_about
from tabard.accreditation.models import (
    UNDER_WAY,
    Accreditation,
    Application,
)
from tabard.accreditation.settings import DAYS_TO_CONNECT, FIRST_RUNG
from tabard.common.locking import lock
from tabard.common.rules import NotAllowedError, insist
from tabard.people.models import Person
from tabard.record.actions import record
from tabard.training.queries import preparation_of
from tabard.training.rules import is_prepared


@transaction.atomic
def accredit(
    application: Application, *, by: Person, until: datetime, because: str = ""
) -> Accreditation:
    """Give the applicant standing to speak until a date, and leave to connect the accounts."""
    application = lock(application)
    application.line = queries.line_now(application)
    in_force = queries.in_force(application.applicant)
    today = queries.today(by)
    insist(rules.may_accredit(by, application, in_force and lock(in_force), today))
    # Weeks may have passed since they were asked for.
    insist(rules.may_have_names(application, known_names(application.applicant)))
    application.go("accredit")
    # After an appeal it stays known who had declined; whoever accredits carries out the answer.
    application.agreed_because = because
    if not application.was_overturned:
        application.decided_by, application.decided_at = by, today.now
    application.save()
    return begin(application, by=by, until=until)


def begin(application: Application, *, by: Person, until: datetime) -> Accreditation:
    """Let an accreditation begin that was decided or came of an appeal; of the prepared only."""
    now, applicant = timezone.now(), application.applicant
    insist(is_prepared(applicant, preparation_of(applicant, now)))
    if until <= now:
        raise NotAllowedError("The last day of an accreditation has to be in the future.")
    accreditation = _accreditation(application, until)
    tell = [application.applicant_id, application.endorsed_by_id, application.endorsed_for_id]
    why = application.agreed_because
    record_about("accredited", application, tell=tell, by=by, until=until.isoformat(), why=why)
    _give_tickets(application, queries.not_connected(application))
    return accreditation


def _accreditation(application: Application, until: datetime) -> Accreditation:
    now = timezone.now()
    before = queries.in_force(application.applicant)
    if before is not None:
        before.go("end", reason="A new accreditation took its place.")
        before.save()
        overtake([before.pk])
        overtake_renewals([before.pk])
    return Accreditation.objects.create(
        person=application.applicant,
        application=application,
        follows=before,
        since=now,
        until=until,
        changed_at=now,
        # Whoever asks for more networks or a longer time keeps the trust they have earned.
        rung=before.rung if before else FIRST_RUNG.value,
        rung_since=before.rung_since if before else now,
        review_on=before.review_on if before else queries.next_review(),
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
def end(accreditation: Accreditation, *, by: Person, reason: str) -> Accreditation:
    """End somebody's standing, and with it the time of their own accounts as the council's."""
    accreditation = lock(accreditation)
    insist(rules.may_govern(by, accreditation))
    accreditation.go("end", reason=reason)
    accreditation.save()
    suspension = close_suspension(accreditation)
    overtake([accreditation.pk])
    overtake_renewals([accreditation.pk])
    accounts.withdraw_tickets(accreditation.person, why=reason)
    closed = accreditation.person.applications.exclude(state__in=UNDER_WAY)
    accounts.free_names(*(one.keeps_names_as for one in closed))
    for account in held_by(accreditation.person):
        accounts.let_go(account, person=accreditation.person, by=by, why=reason)
    record(
        "accreditation ended",
        concerns=queries.concerned_by(accreditation),
        accreditation=accreditation.pk,
        suspension=suspension,
        person=accreditation.person_id,
        by=by.pk,
        why=reason,
    )
    return accreditation
