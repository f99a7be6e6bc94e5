"""Questions across applications and accreditations."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from tabard.accreditation.models import (
    UNDER_WAY,
    Accreditation,
    AccreditationState,
    Application,
    ApplicationState,
    Standing,
    standing_of,
)
from tabard.people.models import Person, Role


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
    return Application.objects.filter(applicant=person).last()


def in_force(person: Person) -> Accreditation | None:
    """Give the accreditation that has not ended."""
    return (
        Accreditation.objects.filter(person=person).exclude(state=AccreditationState.ENDED).first()
    )


def standing(person: Person) -> Standing:
    """Say how a person stands now."""
    return standing_of(Accreditation.objects.filter(person=person).last(), timezone.now())


def standings(people: Iterable[int]) -> dict[int, Standing]:
    """Say how each of these people stands now, in one query."""
    latest = (
        Accreditation.objects.filter(person__in=people).order_by("person", "-pk").distinct("person")
    )
    found = {one.person_id: one for one in latest}
    now = timezone.now()
    return {person: standing_of(found.get(person), now) for person in people}


def programme_team() -> QuerySet[Person]:
    """Give those who decide applications."""
    return Person.objects.filter(roles__contains=[Role.PROGRAMME_TEAM], is_active=True)
