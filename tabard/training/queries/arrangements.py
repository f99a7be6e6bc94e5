"""What is arranged for whose assessments."""

from django.db.models import QuerySet
from django.utils import timezone

from tabard.people.models import Person
from tabard.training.models import Arrangement, ArrangementKind


def arrangements() -> QuerySet[Arrangement]:
    """Give what is arranged today, what ends first first."""
    return Arrangement.objects.filter(until__gt=timezone.now()).select_related("person__service")


def arrangement_of(person: Person) -> Arrangement | None:
    """Give what is arranged for somebody today."""
    return arrangements().filter(person=person).first()


def is_arranged(person: Person, kind: ArrangementKind) -> bool:
    """Say whether this is arranged for somebody today."""
    return arrangements().filter(person=person, kinds__contains=[kind]).exists()
