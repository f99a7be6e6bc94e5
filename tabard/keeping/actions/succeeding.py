"""What becomes of accounts whose holders go: asked, decided, carried out."""

from django.db import transaction
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.models import Account, AccountState
from tabard.accreditation.queries import standing
from tabard.common.locking import lock
from tabard.common.rules import insist
from tabard.keeping.models import (
    SUCCESSION_LIFECYCLE,
    Farewell,
    Outcome,
    Succession,
)
from tabard.keeping.rules import holding
from tabard.keeping.rules import succeeding as rules
from tabard.keeping.rules.succeeding import Decision
from tabard.people.models import Person
from tabard.people.queries import line_of
from tabard.record.actions import record


@transaction.atomic
def decide(succession: Succession, decision: Decision, *, by: Person) -> Succession:
    """Say what becomes of an account; it is done on its day, or at once if that is over."""
    succession = lock(succession)
    succession.line = sorted(line_of(succession.person))
    insist(rules.may_decide(by, succession))
    stands = standing(decision.colleague) if decision.colleague else None
    insist(rules.fits(succession, decision, stands))
    succession.state = SUCCESSION_LIFECYCLE.after(succession.state, "decide")
    succession.outcome, succession.farewell = decision.outcome, decision.farewell
    succession.farewell_begun_at = None
    is_handed = decision.outcome == Outcome.HAND_OVER
    succession.colleague = decision.colleague if is_handed else None
    succession.successor = None if is_handed else decision.successor
    succession.decided_by, succession.decided_at = by, timezone.now()
    succession.save()
    told = [succession.person_id, succession.colleague_id]
    record(
        "succession decided",
        concerns=[person for person in told if person],
        succession=succession.pk,
        account=succession.account_id,
        person=succession.person_id,
        outcome=Outcome(succession.outcome).label.lower(),
        by=by.pk,
    )
    _ask_for_farewell(succession)
    return carry_out(succession) if rules.is_ready(succession) else succession


def _ask_for_farewell(succession: Succession) -> None:
    """Tell those who hold the account that goes on that they say goodbye from it."""
    if succession.farewell == Farewell.FROM_OTHERS and succession.successor is not None:
        holders = succession.successor.holdings.filter(until=None)
        record(
            "farewell to be written",
            concerns=holders.values_list("person", flat=True),
            succession=succession.pk,
            account=succession.account_id,
            person=succession.person_id,
        )


@transaction.atomic
def carry_out(succession: Succession) -> Succession:
    """Do with an account what was decided."""
    succession = lock(succession)
    succession.state = SUCCESSION_LIFECYCLE.after(succession.state, "carry_out")
    succession.over_at = timezone.now()
    succession.save(update_fields=["state", "over_at"])
    _do(succession)
    told = [succession.colleague_id, succession.decided_by_id]
    record(
        "succession carried out",
        concerns=[person for person in told if person],
        succession=succession.pk,
        account=succession.account_id,
        person=succession.person_id,
        outcome=Outcome(succession.outcome).label.lower(),
    )
    return succession


@transaction.atomic
def point_to(account: Account, *, successor: Account | None, by: Person) -> Account:
    """Say where people can go instead of an account that is the council's no more."""
    insist(holding.may_keep(by) or rules.may_be_succeeded(account, successor))
    return accounts.name_successor(account, successor=successor, by=by)


def _do(succession: Succession) -> None:
    account, decider = succession.account, succession.decided_by
    match succession.outcome:
        case Outcome.HAND_OVER if succession.colleague and decider:
            accounts.end_rest(account)
            _hand_over(succession, to=succession.colleague, by=decider)
        case Outcome.MERGE | Outcome.ARCHIVE if decider:
            accounts.end_rest(account)
            _end(account, successor=succession.successor, by=decider)
        case Outcome.LET_GO:
            why = "Has another place in the council."
            accounts.let_go(account, person=succession.person, by=decider, why=why)


def _hand_over(succession: Succession, *, to: Person, by: Person) -> None:
    """Pass the account on; what the one who goes connected it with is given up."""
    account, person = succession.account, succession.person
    accounts.hand_over(account, person=person, to=to, by=by)
    accounts.give_up_access(account, why=f"It was handed over to {to}, who connects it anew.")


def _end(account: Account, *, successor: Account | None, by: Person) -> None:
    if account.state != AccountState.ENDED:
        why = f"Goes on as {successor.name}." if successor else "Archived."
        accounts.end(account, by=by, why=why)
    # The successor may have ended in its turn since it was chosen.
    if successor is not None and successor.state != AccountState.ENDED:
        accounts.name_successor(account, successor=successor, by=by)
