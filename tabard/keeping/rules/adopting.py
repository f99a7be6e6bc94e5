"""Who proposes that an account becomes the council's, and who agrees."""

from django.utils import timezone

from tabard.accounts.models import Ticket
from tabard.accreditation.models import Standing
from tabard.common.rules import Refused
from tabard.keeping.models import ADOPTION_LIFECYCLE, OWN, Adoption, Brought
from tabard.keeping.rules.holding import may_hold
from tabard.people.models import Person


def may_propose(
    person: Person, brought: Brought, *, connects: Person, consents: bool
) -> Refused | None:
    """Everybody proposes; an account of one's own is brought in by nobody else, and willingly."""
    if brought not in OWN:
        return None
    if person != connects:
        return Refused("Only whoever owns an account can bring it in, and connects it.")
    if not consents:
        return Refused("Only with your consent does an account of your own become the council's.")
    return None


def may_see(person: Person, adoption: Adoption) -> Refused | None:
    """Whoever proposed or connects it sees it, the programme team and oversight officers."""
    concerned = {adoption.proposer_id, adoption.connects_id}
    if person.pk in concerned or person.runs_the_pilot or person.oversees:
        return None
    return Refused("This proposal is between other people.")


def may_decide(person: Person, adoption: Adoption) -> Refused | None:
    """The programme team decides, and nobody about what they brought in or connect themselves."""
    if not person.runs_the_pilot:
        return Refused("Only the programme team decides whether an account is adopted.")
    if person.pk in {adoption.proposer_id, adoption.connects_id}:
        return Refused("Somebody else has to decide about an account that you bring in.")
    if person.pk in adoption.line:
        return Refused(
            "You are in the same line of management as somebody who brings this account in, "
            "so somebody else has to decide."
        )
    return None


def may_agree(person: Person, adoption: Adoption, standing: Standing) -> Refused | None:
    """Yes is said only to an account whose holder speaks for the council."""
    return may_decide(person, adoption) or may_hold(adoption.connects, standing)


def may_withdraw(person: Person, adoption: Adoption) -> Refused | None:
    """Whoever proposed it takes it back, or changes it."""
    if person.pk == adoption.proposer_id:
        return None
    return Refused("Only the person who proposed it can change it or take it back.")


def is_not_connected(ticket: Ticket | None) -> Refused | None:
    """What is connected is the council's, and ends in another way."""
    if ticket is None or ticket.used_at is None:
        return None
    return Refused("The account is connected already. You can disconnect it under Accounts.")


def has_run_out(adoption: Adoption) -> Refused | None:
    """More time is given when there is none left."""
    ticket = adoption.ticket
    if ticket is not None and ticket.used_at is None and ticket.has_run_out(timezone.now()):
        return None
    return Refused("It can be connected still, or is connected.")


MAY = {
    "agree": may_decide,
    "send_back": may_decide,
    "decline": may_decide,
    "propose_again": may_withdraw,
    "withdraw": may_withdraw,
}


def moves_open_to(person: Person, adoption: Adoption) -> list[str]:
    """Give what this person can do about a proposal now."""
    moves = [
        move
        for move, may in MAY.items()
        if ADOPTION_LIFECYCLE.allows(adoption.state, move) and not may(person, adoption)
    ]
    can_have_more = ADOPTION_LIFECYCLE.allows(adoption.state, "give_more_time")
    if can_have_more and not (may_decide(person, adoption) or has_run_out(adoption)):
        moves.append("give_more_time")
    return moves
