"""Who may endorse, decide, suspend and speak."""

from datetime import datetime

from tabard.accreditation.models import Accreditation, Application, Standing, StandingKind
from tabard.common.rules import Refused
from tabard.people.models import Person


def may_see(person: Person, application: Application) -> Refused | None:
    """The applicant, the line manager and the programme team see an application."""
    concerned = (
        person == application.applicant
        or person.manages(application.applicant)
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


def may_govern(person: Person, accreditation: Accreditation) -> Refused | None:
    """The programme team and oversight officers suspend, resume and end; nobody their own."""
    if not (person.runs_the_pilot or person.oversees):
        return Refused("Only the programme team and oversight officers can do this.")
    if person == accreditation.person:
        return Refused("Somebody else has to decide about your own accreditation.")
    return None


def may_write(standing: Standing) -> Refused | None:
    """Accredited people write; those whose accreditation lapsed do too, and are checked first."""
    if standing.kind in {StandingKind.ACCREDITED, StandingKind.LAPSED}:
        return None
    return Refused(standing.why)


def goes_to_review(standing: Standing, approved_at: datetime) -> Refused | None:
    """What was approved before an accreditation lapsed has to be looked at again."""
    if standing.kind == StandingKind.LAPSED and standing.since and approved_at < standing.since:
        return Refused(standing.why)
    return None
