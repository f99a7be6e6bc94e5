"""What others do so that somebody's accreditation goes on, or is looked at first."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tabard.accreditation import queries, rules
from tabard.accreditation.models import (
    RENEWAL_LIFECYCLE,
    Renewal,
    RenewalState,
    against_renewal,
    renewed_until,
)
from tabard.accreditation.settings import RENEWAL_AGREES, RENEWAL_MONTHS
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError, insist
from tabard.people.models import Person
from tabard.record.actions import Fact, record
from tabard.training.queries import preparation_of


@transaction.atomic
def endorse_renewal(renewal: Renewal, *, by: Person) -> Renewal:
    """Agree as line manager, or for them: that renews, unless the programme team is to be asked."""
    renewal = queries.held_renewal(renewal)
    RENEWAL_LIFECYCLE.after(renewal.state, "endorse")
    insist(rules.may_endorse_renewal(by, renewal, queries.today(by)))
    now, manager = timezone.now(), renewal.person.manager
    insist(rules.stays_prepared(renewal, preparation_of(renewal.person, now)))
    renewal.endorsed_by, renewal.endorsed_at = by, now
    renewal.endorsed_for = None if by == manager else manager
    renewal.agreed_to = RENEWAL_AGREES.value
    renewal.line = queries.renewal_line(renewal)
    renewal.against = list(
        against_renewal(
            renewal,
            open_concerns=queries.concerns_against(renewal),
            proposed_down=queries.is_proposed_down(renewal.accreditation),
        )
    )
    if not renewal.against:
        return _extend(renewal, "endorse", by=by, until=_usual(renewal, now))
    renewal.go("ask")
    renewal.save()
    tell = [renewal.person_id, *queries.renewal_deciders(renewal)]
    _record_endorsement("renewal endorsed", renewal, tell=tell, by=by)
    return renewal


def _usual(renewal: Renewal, now: datetime) -> datetime:
    return renewed_until(renewal.accreditation.until, now, RENEWAL_MONTHS.value)


def _extend(renewal: Renewal, move: str, *, by: Person, until: datetime) -> Renewal:
    """Let the same accreditation go on until a later day: rung, accounts and evidence stay."""
    accreditation = renewal.accreditation
    renewal.was_until, renewal.until = accreditation.until, until
    renewal.go(move)
    renewal.save()
    accreditation.until, accreditation.put_off_days = until, 0
    accreditation.save(update_fields=["until", "put_off_days"])
    tell = [renewal.person_id, renewal.endorsed_by_id, renewal.endorsed_for_id]
    named = "accreditation renewed"
    if renewal.decided_by is None:
        _record_endorsement(named, renewal, tell=tell, by=by, until=until.isoformat())
    else:
        record_renewal(named, renewal, tell=tell, by=by, until=until.isoformat())
    return renewal


def _record_endorsement(
    kind: str, renewal: Renewal, *, tell: Iterable[int | None], by: Person, **facts: Fact
) -> None:
    """Write that somebody endorsed, and for whom where they stood in."""
    if renewal.endorsed_for_id is not None:
        kind, tell = f"{kind} for somebody", [*tell, renewal.endorsed_for_id]
        facts["manager"] = renewal.endorsed_for_id
    facts["agreed_to"] = renewal.agreed_to
    if renewal.state == RenewalState.ASKED:
        facts["why"] = " ".join(renewal.against)
    record_renewal(kind, renewal, tell=tell, by=by, **facts)


@transaction.atomic
def renew(renewal: Renewal, *, by: Person, until: datetime) -> Renewal:
    """Agree as programme team, where it was asked, to a day no later than the usual one."""
    renewal = queries.held_renewal(renewal)
    renewal.line = queries.renewal_line(renewal)
    insist(rules.may_decide_renewal(by, renewal, queries.today(by)))
    RENEWAL_LIFECYCLE.after(renewal.state, "renew")
    now = timezone.now()
    insist(rules.stays_prepared(renewal, preparation_of(renewal.person, now)))
    if not max(now, renewal.accreditation.until) < until <= _usual(renewal, now):
        raise NotAllowedError("The last day has to be later than now, and no later than usual.")
    renewal.decided_by = by
    return _extend(renewal, "renew", by=by, until=until)


@transaction.atomic
def send_renewal_back(renewal: Renewal, *, by: Person, reason: str) -> Renewal:
    """Give the renewal back to the person, with words."""
    renewal = queries.held_renewal(renewal)
    renewal.line = queries.renewal_line(renewal)
    RENEWAL_LIFECYCLE.after(renewal.state, "send_back")
    insist(rules.may_send_renewal_back(by, renewal, queries.today(by)))
    renewal.go("send_back")
    renewal.endorsed_by = renewal.endorsed_for = renewal.endorsed_at = None
    renewal.agreed_to, renewal.against, renewal.reason = [], [], reason
    renewal.save()
    record_renewal("renewal sent back", renewal, tell=[renewal.person_id], by=by, why=reason)
    return renewal


@transaction.atomic
def look_at_renewal(renewal: Renewal, *, by: Person, reason: str) -> Renewal:
    """Ask to see a renewal before it is agreed to; the person hears why."""
    renewal = queries.held_renewal(renewal)
    renewal.line = queries.renewal_line(renewal)
    if renewal.state not in rules.STARTS["look"]:
        raise NotNowError("It is too late to ask: this renewal was endorsed, or is over.")
    insist(rules.may_look(by, renewal, queries.today(by)))
    renewal.looks, renewal.looks_because = by, reason
    renewal.save(update_fields=["looks", "looks_because", "line"])
    tell = [renewal.person_id, *queries.with_the_manager_of(renewal)]
    record_renewal("renewal looked at", renewal, tell=tell, by=by, why=reason)
    return renewal


def record_renewal(
    kind: str, renewal: Renewal, *, tell: Iterable[int | None], by: Person, **facts: Fact
) -> None:
    """Write what happened to a renewal, and who is told of it."""
    record(
        kind,
        concerns=[person for person in tell if person],
        renewal=renewal.pk,
        accreditation=renewal.accreditation_id,
        person=renewal.person_id,
        by=by.pk,
        **facts,
    )
