"""Who may suspend, resume and end."""

from datetime import datetime

from tabard.accreditation.models import (
    ACCREDITATION_LIFECYCLE,
    Accreditation,
    StandingKind,
    standing_of,
)
from tabard.common.rules import Refused
from tabard.people.models import Person


def may_see_everybody(person: Person) -> Refused | None:
    """The programme team and oversight officers see who is accredited."""
    if person.runs_the_pilot or person.oversees:
        return None
    return Refused("Only the programme team and oversight officers see this page.")


def may_govern(person: Person, accreditation: Accreditation) -> Refused | None:
    """The programme team and oversight officers suspend, resume and end; nobody their own."""
    if not (person.runs_the_pilot or person.oversees):
        return Refused("Only the programme team and oversight officers can do this.")
    if person.pk == accreditation.person_id:
        return Refused("Somebody else has to decide about your own accreditation.")
    return None


def moves_about(person: Person, accreditation: Accreditation) -> list[str]:
    """Give what this person can do about an accreditation now."""
    if may_govern(person, accreditation):
        return []
    return [
        move
        for move in ("suspend", "resume", "end")
        if ACCREDITATION_LIFECYCLE.allows(accreditation.state, move)
    ]


def may_reopen(person: Person, accreditation: Accreditation, now: datetime) -> Refused | None:
    """The programme team lets an accredited person connect accounts after the time is over."""
    if not person.runs_the_pilot:
        return Refused("Only the programme team opens the time to connect accounts again.")
    if person.pk == accreditation.person_id:
        return Refused("Somebody else has to open your own time to connect accounts again.")
    if standing_of(accreditation, now).kind != StandingKind.ACCREDITED:
        return Refused(f"{accreditation.person} is not accredited now.")
    return None
