"""Moving people on the trust ladder: rules propose, people decide and say why."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tabard.accreditation import queries, rules
from tabard.accreditation.models import (
    PROPOSAL_LIFECYCLE,
    Accreditation,
    Move,
    Proposal,
    ProposalState,
    Rung,
    wanted,
)
from tabard.accreditation.settings import ladder_rules
from tabard.common.locking import lock
from tabard.common.rules import NotAllowedError, insist
from tabard.people.models import Person
from tabard.people.queries import line_of, programme_team
from tabard.record.actions import record, record_each


@transaction.atomic
def propose(now: datetime | None = None) -> int:
    """Look at every rung whose day has come, and propose a move where the rules would have one.

    Nobody is moved by it. It is the same number of queries however many there are. Say how many
    moves were proposed.
    """
    now = now or timezone.now()
    due = list(
        queries.due_for_review(timezone.localdate(now), now).select_for_update(
            of=["self"], skip_locked=True
        )
    )
    if not due:
        return 0
    found, again_on = _wanted(due, now), queries.next_review()
    Accreditation.objects.filter(pk__in=[one.pk for one in due]).update(review_on=again_on)
    proposals = Proposal.objects.bulk_create(found)
    # Nobody is told to decide about their own line, which they may not.
    panel = {one.pk: line_of(one) for one in programme_team()} if proposals else {}
    record_each("move proposed", [_of_proposal(one, panel) for one in proposals])
    proposed = {one.accreditation_id for one in proposals}
    stays = (one for one in due if one.pk not in proposed)
    record_each("rung stays", [_of_rung(one, again_on) for one in stays])
    return len(proposals)


def _of_rung(
    accreditation: Accreditation, again_on: date
) -> tuple[list[int], dict[str, str | int]]:
    facts: dict[str, str | int] = {
        "accreditation": accreditation.pk,
        "person": accreditation.person_id,
        "rung": accreditation.rung,
        "review_on": again_on.isoformat(),
    }
    return [accreditation.person_id], facts


def _wanted(due: list[Accreditation], now: datetime) -> list[Proposal]:
    numbers = ladder_rules()
    tallies = queries.tallies(due, weeks=numbers.weeks, now=now)
    asked = ((one, wanted(Rung(one.rung), tallies[one.pk], numbers)) for one in due)
    return [
        Proposal(
            accreditation=one,
            person_id=one.person_id,
            from_rung=one.rung,
            to_rung=would[0],
            because=would[1],
            proposed_at=now,
        )
        for one, would in asked
        if would is not None
    ]


def _of_proposal(
    proposal: Proposal, panel: Mapping[int, AbstractSet[int]]
) -> tuple[list[int], dict[str, str | int]]:
    facts: dict[str, str | int] = {
        "proposal": proposal.pk,
        "accreditation": proposal.accreditation_id,
        "person": proposal.person_id,
        "before": proposal.from_rung,
        "after": str(proposal.to_rung),
        "why": proposal.because,
    }
    decide = [one for one, line in panel.items() if proposal.person_id not in line]
    return [proposal.person_id, *decide], facts


@transaction.atomic
def follow(proposal: Proposal, *, by: Person, reason: str) -> Move:
    """Move somebody as it was proposed, with a reason of one's own."""
    accreditation = lock(proposal.accreditation)
    proposal = _decide(proposal, "follow", by=by, reason=reason)
    record(
        "proposal followed",
        proposal=proposal.pk,
        accreditation=accreditation.pk,
        person=proposal.person_id,
        by=by.pk,
    )
    return _move(accreditation, Rung(proposal.to_rung), by=by, reason=reason, proposal=proposal)


@transaction.atomic
def set_aside(proposal: Proposal, *, by: Person, reason: str) -> Proposal:
    """Leave somebody where they stand, and say why."""
    lock(proposal.accreditation)
    proposal = _decide(proposal, "set_aside", by=by, reason=reason)
    record(
        "proposal set aside",
        concerns=[proposal.person_id],
        proposal=proposal.pk,
        accreditation=proposal.accreditation_id,
        person=proposal.person_id,
        by=by.pk,
        why=reason,
    )
    return proposal


def _decide(proposal: Proposal, move: str, *, by: Person, reason: str) -> Proposal:
    proposal = lock(proposal)
    insist(rules.may_decide_proposal(by, proposal, line_of(proposal.person)))
    proposal.state = PROPOSAL_LIFECYCLE.after(proposal.state, move)
    proposal.decided_by, proposal.decided_at, proposal.reason = by, timezone.now(), reason
    proposal.save()
    return proposal


@transaction.atomic
def move(accreditation: Accreditation, *, to: Rung, by: Person, reason: str) -> Move:
    """Put somebody on another rung without a proposal; one that is open is overtaken."""
    accreditation = lock(accreditation)
    insist(rules.may_move(by, accreditation, line_of(accreditation.person)))
    return _move(accreditation, to, by=by, reason=reason)


def take_back(appealed: Move, *, by: Person, reason: str) -> Move | None:
    """Put somebody where the moves lead that stand, after one was overturned.

    What was decided afterwards stands. Somebody who was accredited anew meanwhile, and kept the
    rung, is put back there; whoever is there already, or has ended, stays.
    """
    found = queries.goes_on_as(appealed.accreditation)
    if found is None:
        return None
    accreditation = lock(found)
    to = queries.rung_that_stands(accreditation)
    if accreditation.state == "ended" or accreditation.rung == to:
        return None
    return _move(accreditation, to, by=by, reason=reason, takes_back=appealed)


def _move(
    accreditation: Accreditation,
    to: Rung,
    *,
    by: Person,
    reason: str,
    proposal: Proposal | None = None,
    takes_back: Move | None = None,
) -> Move:
    if accreditation.rung == to:
        raise NotAllowedError(f"{accreditation.person} stands on this rung already.")
    overtake([accreditation.pk])
    moved = Move.objects.create(
        accreditation=accreditation,
        person=accreditation.person,
        from_rung=accreditation.rung,
        to_rung=to,
        by=by,
        at=timezone.now(),
        reason=reason,
        proposal=proposal,
        takes_back=takes_back,
    )
    accreditation.rung, accreditation.rung_since = to, moved.at
    accreditation.review_on = queries.next_review()
    accreditation.save(update_fields=["rung", "rung_since", "review_on"])
    record(
        "moved on the ladder",
        concerns=[accreditation.person_id],
        move=moved.pk,
        accreditation=accreditation.pk,
        person=accreditation.person_id,
        before=moved.from_rung,
        after=str(to),
        by=by.pk,
        why=reason,
    )
    return moved


@transaction.atomic
def overtake(accreditations: Collection[int]) -> None:
    """Close the open proposals of these that no longer fit: somebody was moved, or has ended."""
    overtakes = PROPOSAL_LIFECYCLE.moves["overtake"]
    found = list(
        Proposal.objects.select_for_update().filter(
            accreditation__in=accreditations, state__in=overtakes.starts
        )
    )
    Proposal.objects.filter(pk__in=[one.pk for one in found]).update(
        state=ProposalState(overtakes.leads_to)
    )
    record_each("proposal overtaken", map(_of_overtaken, found))


def _of_overtaken(proposal: Proposal) -> tuple[list[int], dict[str, int]]:
    facts = {
        "proposal": proposal.pk,
        "accreditation": proposal.accreditation_id,
        "person": proposal.person_id,
    }
    return [proposal.person_id], facts
