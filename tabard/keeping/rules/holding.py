"""Who says who holds an account."""

from tabard.accounts.models import Account, AccountState, Holding
from tabard.accreditation.models import Standing, StandingKind
from tabard.common.rules import Refused
from tabard.people.models import Person


def may_see_all(person: Person) -> Refused | None:
    """The programme team and oversight officers see every account and who holds it."""
    if person.runs_the_pilot or person.oversees:
        return None
    return Refused("Only the programme team and oversight officers see this page.")


def may_see(person: Person, holders: set[int]) -> Refused | None:
    """So do those who hold it."""
    return None if person.pk in holders else may_see_all(person)


def may_keep(person: Person) -> Refused | None:
    """The programme team says who holds an account, and how residents meet it."""
    if person.runs_the_pilot:
        return None
    return Refused("Only the programme team says who holds an account of the council.")


def may_hold(person: Person, standing: Standing) -> Refused | None:
    """Whoever speaks for the council is accredited, and here."""
    if not person.is_active:
        return Refused(f"{person} does not sign in here any more.")
    if standing.kind != StandingKind.ACCREDITED:
        return Refused(f"{person} is not accredited now. Only accredited people hold accounts.")
    return None


def may_give(by: Person, person: Person, standing: Standing) -> Refused | None:
    """The programme team lets accredited people connect a shared account, and not themselves."""
    if by == person:
        return Refused("Somebody else has to let you connect an account.")
    return may_keep(by) or may_hold(person, standing)


def may_end_holding(person: Person, holding: Holding, others: int) -> Refused | None:
    """Somebody stops holding, or the programme team ends it, while others hold the account."""
    if holding.person_id != person.pk and not person.runs_the_pilot:
        return Refused("Only the programme team ends what somebody else holds.")
    return _is_shared_now(holding) or _goes_on(holding, others)


def _is_shared_now(holding: Holding) -> Refused | None:
    if holding.until is not None:
        return Refused(f"{holding.person} does not hold this account any more.")
    if holding.account.is_shared:
        return None
    return Refused("This account is one person's. It is disconnected, and not left to others.")


def _goes_on(holding: Holding, others: int) -> Refused | None:
    if others:
        return None
    return Refused(
        f"{holding.person} is the only one who holds this account. "
        "Let somebody else hold it first, so that it is never without anybody."
    )


def may_be_presented(account: Account) -> Refused | None:
    """How residents meet an account is changed while it is the council's."""
    if account.state == AccountState.ENDED:
        return Refused(f"{account} is no longer an account of the council.")
    return None
