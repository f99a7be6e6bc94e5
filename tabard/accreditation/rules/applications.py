"""Who may apply, endorse and decide."""

from tabard.accreditation.models import (
    APPLICATION_LIFECYCLE,
    Accreditation,
    AccreditationState,
    Application,
    ApplicationState,
    Standing,
    StandingKind,
)
from tabard.common.rules import Refused
from tabard.people.models import Person

NO_MANAGER = "Nobody is entered as your line manager. Ask the administrator to enter one."


def may_apply(person: Person, under_way: Application | None, standing: Standing) -> Refused | None:
    """Whoever has a line manager and is not suspended applies, with one application at a time."""
    if under_way is not None:
        return Refused("You have an application under way. You can see where it is.")
    if standing.kind == StandingKind.SUSPENDED:
        return Refused(standing.why)
    return has_a_manager(person)


def has_a_manager(person: Person) -> Refused | None:
    """An application needs a line manager who is still here to read it."""
    if person.manager is None:
        return Refused(NO_MANAGER)
    if not person.manager.is_active:
        return Refused(
            f"{person.manager}, who is entered as your line manager, no longer signs in here. "
            "Ask the administrator to enter somebody else."
        )
    return None


def may_see(person: Person, application: Application) -> Refused | None:
    """The applicant, the line manager, whoever endorsed it and the programme team see it."""
    concerned = (
        person == application.applicant
        or person.manages(application.applicant)
        or person.pk == application.endorsed_by_id
        or person.runs_the_pilot
    )
    return None if concerned else Refused("This application is between other people.")


def may_change(person: Person, application: Application) -> Refused | None:
    """Only the applicant changes or withdraws an application."""
    if person != application.applicant:
        return Refused("Only the person who applied can change this application.")
    return None


def may_endorse(person: Person, application: Application) -> Refused | None:
    """The line manager endorses, or sends back."""
    if person == application.applicant:
        return Refused("Nobody endorses their own application.")
    if not person.manages(application.applicant):
        return Refused(f"Only the line manager of {application.applicant} can do this.")
    return None


def may_decide(person: Person, application: Application) -> Refused | None:
    """The programme team decides, and nobody about themselves or after endorsing."""
    if not person.runs_the_pilot:
        return Refused("Only the programme team decides applications.")
    if person == application.applicant:
        return Refused("Nobody decides their own application.")
    if person.pk == application.endorsed_by_id:
        return Refused("You have endorsed this application, so somebody else has to decide it.")
    return None


def may_send_back(person: Person, application: Application) -> Refused | None:
    """Whoever has the application on their desk gives it back."""
    if application.state == ApplicationState.ENDORSED:
        return may_decide(person, application)
    return may_endorse(person, application)


def may_accredit(
    person: Person, application: Application, in_force: Accreditation | None
) -> Refused | None:
    """Nobody is accredited past a suspension: that is resumed or ended first."""
    if in_force is not None and in_force.state == AccreditationState.SUSPENDED:
        return Refused(
            f"The accreditation of {application.applicant} is suspended. "
            "End the suspension, or the accreditation, first."
        )
    return may_decide(person, application)


MAY = {
    "endorse": may_endorse,
    "accredit": may_decide,
    "send_back": may_send_back,
    "decline": may_decide,
    "apply_again": may_change,
    "withdraw": may_change,
}


def moves_open_to(person: Person, application: Application) -> list[str]:
    """Give what this person can do about an application now."""
    return [
        move
        for move, may in MAY.items()
        if APPLICATION_LIFECYCLE.allows(application.state, move) and not may(person, application)
    ]
