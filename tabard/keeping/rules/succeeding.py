"""Who decides what becomes of an account, and what can become of it."""

from dataclasses import dataclass
from datetime import datetime

from tabard.accounts.models import Account, AccountState
from tabard.accreditation.models import Standing
from tabard.common.rules import Refused
from tabard.keeping.models import (
    AGREED,
    FAREWELL_STAYS,
    SUCCESSION_LIFECYCLE,
    Cause,
    Farewell,
    Outcome,
    Succession,
)
from tabard.keeping.rules.holding import may_hold
from tabard.people.models import Person


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of an account, to whom it goes, or where people can go instead."""

    outcome: Outcome
    colleague: Person | None = None
    successor: Account | None = None
    farewell: Farewell = Farewell.NONE


def may_see(person: Person, succession: Succession) -> Refused | None:
    """Those who go, those to whom it goes, the programme team and oversight officers see it.

    So do those who write its farewell from the account that goes on.
    """
    concerned = {succession.person_id, succession.colleague_id}
    if person.pk in concerned or person.runs_the_pilot or person.oversees:
        return None
    if _goes_on_with(person, succession):
        return None
    return Refused("This is between other people.")


def may_decide(person: Person, succession: Succession) -> Refused | None:
    """The programme team decides, and nobody about an account of their own."""
    if not person.runs_the_pilot:
        return Refused("Only the programme team decides what becomes of an account.")
    if person.pk == succession.person_id:
        return Refused("Somebody else has to decide what becomes of your account.")
    if person.pk in succession.line:
        return Refused(
            f"You and {succession.person} are in the same line of management, "
            "so somebody else has to decide."
        )
    return None


def can_decide(person: Person, succession: Succession) -> bool:
    """Say whether this person can decide it now."""
    is_open = SUCCESSION_LIFECYCLE.allows(succession.state, "decide")
    return is_open and may_decide(person, succession) is None


def outcomes(succession: Succession) -> list[Outcome]:
    """Give what can become of the account: whoever moves can keep it, and teams go on."""
    found = [Outcome.HAND_OVER, Outcome.MERGE, Outcome.ARCHIVE]
    if succession.cause == Cause.DIED:
        return [Outcome.REST, *found]
    if succession.cause != Cause.MOVED:
        return found
    if succession.account.is_shared:
        return [Outcome.KEEP, Outcome.LET_GO]
    return [Outcome.KEEP, *found]


def farewells(succession: Succession) -> list[Farewell]:
    """Give how residents can be told goodbye: from the account itself while it speaks for us."""
    if succession.cause in {Cause.DIED, Cause.ENDED}:
        return [Farewell.NONE, Farewell.FROM_OTHERS]
    return list(Farewell)


def fits(succession: Succession, decision: Decision, standing: Standing | None) -> Refused | None:
    """A decision is one of those that can be, and names what it needs."""
    if decision.outcome not in outcomes(succession):
        return Refused("That cannot become of this account.")
    return _fits_farewell(succession, decision) or _fits_names(succession, decision, standing)


def _fits_farewell(succession: Succession, decision: Decision) -> Refused | None:
    if decision.farewell in farewells(succession):
        return None
    return Refused("Nobody says goodbye from an account that speaks for the council no more.")


def _fits_names(
    succession: Succession, decision: Decision, standing: Standing | None
) -> Refused | None:
    if decision.outcome == Outcome.HAND_OVER:
        return _can_be_handed_to(succession, decision.colleague, standing)
    if decision.outcome == Outcome.MERGE and decision.successor is None:
        return Refused("Say into which account it is merged.")
    return _can_succeed(succession.account_id, decision.successor)


def _can_be_handed_to(
    succession: Succession, colleague: Person | None, standing: Standing | None
) -> Refused | None:
    if colleague is None or standing is None:
        return Refused("Say to which colleague it is handed.")
    if colleague.pk == succession.person_id:
        return Refused("Hand it to somebody else.")
    if colleague.leaves_on is not None and colleague.leaves_on <= succession.due_on:
        return Refused(f"{colleague} leaves the council by then, too.")
    return may_hold(colleague, standing)


def _can_succeed(account_id: int, successor: Account | None) -> Refused | None:
    if successor is None:
        return None
    if successor.pk == account_id:
        return Refused("Choose another account than this one.")
    if successor.state == AccountState.ENDED:
        return Refused(f"{successor} is no longer an account of the council.")
    return None


def may_be_succeeded(account: Account, successor: Account | None) -> Refused | None:
    """Only what has ended leads elsewhere, and to an account of today."""
    if account.state != AccountState.ENDED:
        return Refused(f"{account} is an account of the council still.")
    return _can_succeed(account.pk, successor)


def is_ready(succession: Succession) -> bool:
    """Say whether what was decided can be carried out: at once, or once somebody has left."""
    return succession.cause != Cause.LEAVES or succession.person.left_at is not None


def may_say_goodbye(person: Person, succession: Succession, now: datetime) -> Refused | None:
    """Whoever goes says goodbye from their account; from the one that goes on, who holds it."""
    if succession.farewell == Farewell.NONE or succession.state not in AGREED:
        return Refused("No farewell post was agreed on for this account.")
    if succession.farewell == Farewell.FROM_IT:
        return _from_it(person, succession)
    if not _goes_on_with(person, succession):
        return Refused(f"Only those who hold {succession.successor} can write from it.")
    last = succession.over_at and succession.over_at + FAREWELL_STAYS
    return Refused("The time for a farewell post is over.") if last and now > last else None


def _from_it(person: Person, succession: Succession) -> Refused | None:
    if person.pk != succession.person_id:
        return Refused(f"Only {succession.person} says goodbye from {succession.account}.")
    return Refused("The account is not yours any more.") if succession.over_at else None


def _goes_on_with(person: Person, succession: Succession) -> bool:
    """Say whether somebody holds the account that says goodbye."""
    successor = succession.successor
    if succession.farewell != Farewell.FROM_OTHERS or successor is None:
        return False
    return successor.holdings.filter(person=person, until=None).exists()
