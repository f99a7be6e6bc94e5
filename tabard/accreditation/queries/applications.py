"""Questions across applications."""

from django.db.models import Q, QuerySet

from tabard.accounts.models import AccountKind
from tabard.accounts.queries import held_by, open_tickets
from tabard.accreditation.models import (
    UNDER_WAY,
    Application,
    ApplicationState,
)
from tabard.people.models import Person


def applications() -> QuerySet[Application]:
    """Give every application with the people it names."""
    return Application.objects.select_related(
        "applicant__service", "applicant__manager", "endorsed_by", "decided_by", "accreditation"
    )


def waiting_for(person: Person) -> QuerySet[Application]:
    """Give the applications that this person can endorse or decide now."""
    mine = Q(state=ApplicationState.APPLIED, applicant__manager=person)
    if person.runs_the_pilot:
        mine |= Q(state=ApplicationState.ENDORSED) & ~Q(endorsed_by=person)
    return (
        Application.objects.filter(mine)
        .exclude(applicant=person)
        .select_related("applicant__service")
    )


def application_under_way(person: Person) -> Application | None:
    """Give the application that a person has under way."""
    return Application.objects.filter(applicant=person, state__in=UNDER_WAY).first()


def latest_application(person: Person) -> Application | None:
    """Give the last application that a person made."""
    return applications().filter(applicant=person).last()


def not_connected(application: Application) -> list[str]:
    """Give the networks that were agreed and on which the applicant holds no account alone."""
    own = held_by(application.applicant).filter(kind=AccountKind.PERSONAL)
    connected = set(own.values_list("network", flat=True))
    return [network for network in application.networks if network not in connected]


def without_leave(application: Application) -> list[str]:
    """Give the networks that were agreed, are not connected and can no longer be."""
    own = open_tickets(application.applicant).filter(kind=AccountKind.PERSONAL, is_exact=False)
    open_now = set(own.values_list("network", flat=True))
    return [network for network in not_connected(application) if network not in open_now]
