"""Questions across accreditations."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from tabard.accreditation.models import (
    Accreditation,
    AccreditationState,
    Standing,
    standing_of,
)
from tabard.accreditation.settings import WEEKS_TO_REVIEW
from tabard.people.models import Person


def in_force(person: Person) -> Accreditation | None:
    """Give the accreditation that has not ended."""
    found = Accreditation.objects.filter(person=person).select_related("person")
    return found.exclude(state=AccreditationState.ENDED).first()


def latest_accreditation(person: Person) -> Accreditation | None:
    """Give the last accreditation that a person was given."""
    return Accreditation.objects.filter(person=person).select_related("person").last()


def latest_of_everybody() -> QuerySet[Accreditation]:
    """Give the last accreditation of each person who ever had one, by name."""
    later = Accreditation.objects.filter(person=OuterRef("person"), pk__gt=OuterRef("pk"))
    return (
        Accreditation.objects.filter(~Exists(later))
        .select_related("person__service")
        .prefetch_related("suspensions")
        .order_by("person__last_name", "person__first_name", "pk")
    )


def concerned_by(accreditation: Accreditation) -> list[int]:
    """Give the ids of the person and of their line manager."""
    manager = accreditation.person.manager_id
    return [accreditation.person_id] + ([manager] if manager else [])


def next_review() -> date:
    """Give the day on which a rung that is given or kept today is looked at next."""
    return timezone.localdate() + timedelta(weeks=WEEKS_TO_REVIEW.value)


def standing(person: Person) -> Standing:
    """Say how a person stands now."""
    return standing_of(latest_accreditation(person), timezone.now())


def standings(people: Iterable[int]) -> dict[int, Standing]:
    """Say how each of these people stands now, in one query."""
    latest = (
        Accreditation.objects.filter(person__in=people)
        .select_related("person")
        .order_by("person_id", "-pk")
        .distinct("person_id")
    )
    found = {one.person_id: one for one in latest}
    now = timezone.now()
    return {person: standing_of(found.get(person), now) for person in people}


def with_standing() -> QuerySet[Person]:
    """Give everybody whose accreditation has not ended, however it stands."""
    held = Accreditation.objects.filter(person=OuterRef("pk"))
    in_force_now = Exists(held.exclude(state=AccreditationState.ENDED))
    return Person.objects.filter(in_force_now, is_active=True)
