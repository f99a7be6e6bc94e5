"""Who stands where on the trust ladder, what is proposed, and what is appealed against."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tabard.accreditation.models import (
    Accreditation,
    Evidence,
    LadderRules,
    Move,
    MoveAppeal,
    MoveAppealState,
    Need,
    Proposal,
    ProposalState,
    Rung,
    Tally,
    needs,
    rung_after,
)
from tabard.accreditation.queries.accreditations import in_force
from tabard.accreditation.queries.evidence import evidence_of, tallies
from tabard.accreditation.queries.permissions import may_speak
from tabard.accreditation.settings import DAYS_TO_APPEAL_A_MOVE, ladder_rules
from tabard.people.models import Absence, Person
from tabard.people.queries import absences_ever, away_today, days_away, in_line_of
from tabard.training.models import Sitting
from tabard.training.queries import certificates_of

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything about somebody's rung, for the person and for those who decide alike."""

    accreditation: Accreditation
    rung: Rung
    rules: LadderRules
    tally: Tally
    needs: list[Need]
    evidence: Page[Evidence]
    certificates: list[Sitting]
    moves: list[Move]
    proposal: Proposal | None

    @property
    def appeals(self) -> list[MoveAppeal]:
        """The person's appeals that wait for an answer."""
        appeals = [getattr(move, "appeal", None) for move in self.moves]
        return [one for one in appeals if one and one.state == MoveAppealState.WAITING]

    @property
    def rungs(self) -> list[tuple[Rung, bool]]:
        """The ladder from the top down, and whether the person stands there."""
        return [(rung, rung == self.rung) for rung in reversed(Rung)]


def sheet_of(
    accreditation: Accreditation, now: datetime | None = None, *, page: str | None = None
) -> Sheet:
    """Gather everything about somebody's rung, with one page of the evidence."""
    rules = ladder_rules()
    at = now or timezone.now()
    tally = tallies([accreditation], weeks=rules.weeks, now=at)[accreditation.pk]
    rung = Rung(accreditation.rung)
    return Sheet(
        accreditation=accreditation,
        rung=rung,
        rules=rules,
        tally=tally,
        needs=needs(rung, tally, rules),
        evidence=Paginator(evidence_of(accreditation.person), MOST_SHOWN).get_page(page),
        certificates=list(certificates_of(accreditation.person)),
        moves=list(moves_of(accreditation.person)),
        proposal=open_proposals().filter(accreditation=accreditation).first(),
    )


def moves_of(person: Person) -> QuerySet[Move]:
    """Give somebody's moves on the ladder, the last first, with what was appealed."""
    return (
        Move.objects.filter(person=person)
        .select_related("by", "appeal__heard_by", "taken_back_by", "takes_back")
        .order_by("-pk")
    )


def open_to_appeal(person: Person, now: datetime | None = None) -> set[int]:
    """Give the numbers of the moves against which somebody can appeal now."""
    at, days = now or timezone.now(), DAYS_TO_APPEAL_A_MOVE.value
    absences = list(absences_ever(person))
    found = Move.objects.filter(person=person, appeal=None, takes_back=None)
    return {one.pk for one in found if at <= one.at + _given(one, days, absences, at)}


def days_to_appeal(move: Move, now: datetime) -> int:
    """Give how many days there are to appeal against a move; those of an absence do not run."""
    days = DAYS_TO_APPEAL_A_MOVE.value
    return _given(move, days, list(absences_ever(move.person)), now).days


def _given(move: Move, days: int, absences: Iterable[Absence], now: datetime) -> timedelta:
    away = days_away(absences, timezone.localdate(move.at), timezone.localdate(now))
    return timedelta(days=days + away)


def open_proposals() -> QuerySet[Proposal]:
    """Give the proposals that wait for the panel, the oldest first."""
    return Proposal.objects.filter(state=ProposalState.OPEN).select_related(
        "accreditation", "person__service"
    )


def waiting_appeals() -> QuerySet[MoveAppeal]:
    """Give the appeals that wait for a second opinion, the oldest first."""
    return MoveAppeal.objects.filter(state=MoveAppealState.WAITING).select_related(
        "person__service", "move__accreditation", "moved_by"
    )


def proposals_to_decide(person: Person) -> QuerySet[Proposal]:
    """Give the proposals that wait for this person, of others outside their line of management."""
    if not person.runs_the_pilot:
        return Proposal.objects.none()
    return open_proposals().exclude(in_line_with(person))


def moves_to_hear(person: Person) -> QuerySet[MoveAppeal]:
    """Give the appeals by others that wait for somebody who did not decide, as this person."""
    if not (person.runs_the_pilot or person.oversees):
        return MoveAppeal.objects.none()
    return waiting_appeals().exclude(in_line_with(person) | Q(moved_by=person))


def in_line_with(person: Person) -> Q:
    """Ask whether what somebody has is of this person, or of anybody in line with them."""
    return Q(person=person) | Q(person__in=in_line_of(person))


def due_for_review(on: date, now: datetime) -> QuerySet[Accreditation]:
    """Give the accreditations whose rung is to be looked at by this day, without a proposal yet.

    Of somebody who is away it is looked at when they are back.
    """
    proposed = Proposal.objects.filter(accreditation=OuterRef("pk"), state=ProposalState.OPEN)
    away = away_today().filter(person=OuterRef("person"))
    return may_speak(now).filter(~Exists(proposed), ~Exists(away), review_on__lte=on)


def goes_on_as(accreditation: Accreditation) -> Accreditation | None:
    """Give the accreditation in force that has the rung of this one: itself, or a later one."""
    latest = in_force(accreditation.person)
    if latest is None or accreditation not in _line_of_rungs(latest):
        return None
    return latest


def _line_of_rungs(accreditation: Accreditation) -> Iterator[Accreditation]:
    """Give an accreditation, the one whose place it took and whose rung it kept, and so on."""
    one: Accreditation | None = accreditation
    while one is not None:
        yield one
        one = one.follows


def rung_that_stands(accreditation: Accreditation) -> Rung:
    """Give where the moves lead that were not overturned; where there is none, where they are."""
    held = [one.pk for one in _line_of_rungs(accreditation)]
    moves = Move.objects.filter(accreditation__in=held, takes_back=None)
    all_moves = list(moves.select_related("appeal").order_by("pk"))
    stand = [(move.from_rung, move.to_rung) for move in all_moves if not _was_overturned(move)]
    begins = all_moves[0].from_rung if all_moves else accreditation.rung
    return rung_after(begins, stand)


def _was_overturned(move: Move) -> bool:
    appeal = getattr(move, "appeal", None)
    return appeal is not None and appeal.state == MoveAppealState.OVERTURNED
