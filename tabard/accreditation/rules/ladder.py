"""Who may decide about a rung, who may appeal, and who may see the evidence."""

from collections.abc import Collection
from datetime import datetime, timedelta

from tabard.accreditation.models import (
    Accreditation,
    AccreditationState,
    Move,
    MoveAppeal,
    Proposal,
)
from tabard.common.rules import Refused
from tabard.common.templatetags.moments import day
from tabard.people.models import Person


def may_see_evidence(person: Person, accreditation: Accreditation) -> Refused | None:
    """The person sees everything, and those who decide see the same."""
    if person.pk == accreditation.person_id or person.runs_the_pilot or person.oversees:
        return None
    return Refused("The evidence about somebody is for that person and those who decide.")


def may_see_ladder(person: Person) -> Refused | None:
    """The programme team decides about rungs; oversight officers give the second opinion."""
    if person.runs_the_pilot or person.oversees:
        return None
    return Refused("Only the programme team and oversight officers see this page.")


def may_move(person: Person, accreditation: Accreditation, line: Collection[int]) -> Refused | None:
    """The programme team moves people, but nobody themselves or in their own line.

    `line` holds everybody above and below the person whose rung it is.
    """
    if not person.runs_the_pilot:
        return Refused("Only the programme team decides about rungs.")
    if person.pk == accreditation.person_id:
        return Refused("Somebody else has to decide about your own rung.")
    if accreditation.state == AccreditationState.ENDED:
        return Refused("This accreditation has ended.")
    return not_in_line(person, accreditation.person, line)


def not_in_line(person: Person, other: Person, line: Collection[int]) -> Refused | None:
    """Nobody decides about somebody above or below them."""
    if person.pk in line:
        return Refused(f"You and {other} are in one line of management.")
    return None


def may_decide_proposal(
    person: Person, proposal: Proposal, line: Collection[int]
) -> Refused | None:
    """Whoever may move somebody decides a proposal, while it fits where they stand."""
    return may_move(person, proposal.accreditation, line)


def may_appeal_move(
    person: Person, move: Move, *, has_appealed: bool, days: int, now: datetime
) -> Refused | None:
    """The person concerned appeals against a move once, in the days that the council gives."""
    if person.pk != move.person_id:
        return Refused("Only the person whose rung it is can appeal.")
    if has_appealed or move.takes_back_id is not None:
        return Refused("There is one appeal, and it was made.")
    until = move.at + timedelta(days=days)
    if now > until:
        return Refused(f"The time to appeal ended on {day(until)}.")
    return None


def may_hear_move(person: Person, appeal: MoveAppeal, line: Collection[int]) -> Refused | None:
    """Somebody who did not decide the move, and is in no line with the person, decides."""
    if not (person.runs_the_pilot or person.oversees):
        return Refused("Only the programme team and oversight officers decide appeals.")
    if person.pk == appeal.person_id:
        return Refused("Somebody else has to decide your own appeal.")
    if person.pk == appeal.moved_by_id:
        return Refused("You decided the move, so somebody else has to decide the appeal.")
    return not_in_line(person, appeal.person, line)
