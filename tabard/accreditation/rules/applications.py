"""Who may apply, endorse, decide, appeal and hear an appeal."""

from tabard.accounts.models import network_name
from tabard.accreditation.models import (
    APPLICATION_LIFECYCLE,
    Accreditation,
    AccreditationState,
    Application,
    ApplicationState,
    Standing,
    StandingKind,
    Today,
)
from tabard.common.rules import Refused
from tabard.naming.known import Known, may_be_called
from tabard.people.models import Person

NO_MANAGER = "Nobody is entered as your line manager. Ask the administrator to enter one."


def may_apply(person: Person, under_way: Application | None, standing: Standing) -> Refused | None:
    """Whoever has a line manager and is not suspended applies, with one application at a time."""
    if under_way is not None:
        return Refused("You have an application under way. You can see where it is.")
    if standing.kind == StandingKind.SUSPENDED:
        return Refused(standing.why)
    return has_a_manager(person)


def may_have_names(application: Application, known: Known) -> Refused | None:
    """Every handle that is asked for is valid on its network, and nobody else's, nor like it."""
    for network, handle in application.handles.items():
        refusal = may_be_called(handle, network, known) if handle else None
        if refusal is not None:
            return Refused(f"“{handle}” cannot be used on {network_name(network)}. {refusal.why}")
    return None


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


def may_see(person: Person, application: Application, today: Today) -> Refused | None:
    """Those concerned, the programme team, and oversight officers of an appeal or a long wait."""
    concerned = (
        person == application.applicant
        or _is_manager(person, application, today)
        or person.pk in {application.endorsed_by_id, application.heard_by_id}
        or person.runs_the_pilot
        or (person.oversees and (application.appealed_at is not None or application.is_late))
    )
    return None if concerned else Refused("This application is between other people.")


def _is_manager(person: Person, application: Application, today: Today) -> bool:
    """Say whether somebody is the line manager, or acts for them today."""
    manager = application.applicant.manager_id
    return person.manages(application.applicant) or manager in today.acts_for


def may_change(person: Person, application: Application, _today: Today) -> Refused | None:
    """Only the applicant changes or withdraws an application."""
    if person != application.applicant:
        return Refused("Only the person who applied can change this application.")
    return None


def may_endorse(person: Person, application: Application, today: Today) -> Refused | None:
    """The line manager, or whoever stands in, endorses or sends back."""
    if person == application.applicant:
        return Refused("Nobody endorses their own application.")
    if not _is_manager(person, application, today):
        return Refused(
            f"Only the line manager of {application.applicant}, or whoever stands in, can do this."
        )
    return None


def may_decide(person: Person, application: Application, _today: Today) -> Refused | None:
    """The programme team decides; nobody about themselves, their own line, or after endorsing."""
    if not person.runs_the_pilot:
        return Refused("Only the programme team decides applications.")
    if person == application.applicant:
        return Refused("Nobody decides their own application.")
    if person.pk == application.endorsed_by_id:
        return Refused("You have endorsed this application, so somebody else has to decide it.")
    return _not_in_their_line(person, application)


def may_decline(person: Person, application: Application, today: Today) -> Refused | None:
    """What an appeal has overturned is not declined once more."""
    if application.was_overturned and application.state == ApplicationState.ENDORSED:
        return Refused(
            f"{application.heard_by} heard the appeal and overturned the answer, so this is not "
            "declined again. It can be sent back, if something has to change."
        )
    return may_decide(person, application, today)


def _not_in_their_line(person: Person, application: Application) -> Refused | None:
    if person.pk in application.line:
        return Refused(
            f"You and {application.applicant} are in the same line of management, "
            "so somebody else has to decide this."
        )
    return None


def may_send_back(person: Person, application: Application, today: Today) -> Refused | None:
    """Whoever has the application on their desk gives it back."""
    if application.state == ApplicationState.ENDORSED or application.endorsed_by_id is not None:
        return may_decide(person, application, today)
    return may_endorse(person, application, today)


def may_accredit(
    person: Person,
    application: Application,
    in_force: Accreditation | None,
    today: Today,
) -> Refused | None:
    """Nobody is accredited past a suspension: that is resumed or ended first."""
    return _is_suspended(application, in_force) or may_decide(person, application, today)


def _is_suspended(application: Application, in_force: Accreditation | None) -> Refused | None:
    if in_force is not None and in_force.state == AccreditationState.SUSPENDED:
        return Refused(
            f"The accreditation of {application.applicant} is suspended. "
            "End the suspension, or the accreditation, first."
        )
    return None


def may_appeal(person: Person, application: Application, today: Today) -> Refused | None:
    """The applicant appeals, until the day that was promised, put off while they are away."""
    if person != application.applicant:
        return Refused("Only the person who applied can appeal.")
    until = application.appeal_until
    if until is None or until + today.put_off <= today.now:
        return Refused("The time to appeal is over. You can apply again.")
    return None


def not_applied_since(under_way: Application | None) -> Refused | None:
    """Whoever has applied again meanwhile waits for that answer."""
    if under_way is not None:
        return Refused("You have applied again since. Wait for that answer, or take it back first.")
    return None


def may_hear(person: Person, application: Application, _today: Today) -> Refused | None:
    """Somebody of the programme team or an oversight officer who had no part in it so far."""
    if not (person.runs_the_pilot or person.oversees):
        return Refused("Only the programme team and oversight officers hear appeals.")
    if person == application.applicant:
        return Refused("Nobody hears their own appeal.")
    if person.pk in {application.endorsed_by_id, application.decided_by_id}:
        return Refused(
            "You have endorsed or decided this application, "
            "so somebody else has to hear the appeal."
        )
    return _not_in_their_line(person, application)


def may_overturn(
    person: Person,
    application: Application,
    in_force: Accreditation | None,
    today: Today,
) -> Refused | None:
    """An appeal accredits nobody whom a decision could not."""
    return _is_suspended(application, in_force) or may_hear(person, application, today)


MAY = {
    "endorse": may_endorse,
    "accredit": may_decide,
    "send_back": may_send_back,
    "decline": may_decline,
    "apply_again": may_change,
    "appeal": may_appeal,
    "uphold": may_hear,
    "overturn": may_hear,
    "overturn_for_later": may_hear,
    "withdraw": may_change,
}


def moves_open_to(person: Person, application: Application, today: Today) -> list[str]:
    """Give what this person can do about an application now."""
    return [
        move
        for move, may in MAY.items()
        if APPLICATION_LIFECYCLE.allows(application.state, move)
        and not may(person, application, today)
    ]
