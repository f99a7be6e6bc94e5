"""What is arranged for whose assessments."""

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from tabard.people.models import Person
from tabard.training.models import Arrangement, ArrangementKind, Sitting, SittingState


def arrangements() -> QuerySet[Arrangement]:
    """Give what is arranged today, what ends first first."""
    return Arrangement.objects.filter(until__gt=timezone.now()).select_related(
        "person__service", "helper"
    )


def arrangement_of(person: Person) -> Arrangement | None:
    """Give what is arranged for somebody today."""
    return arrangements().filter(person=person).first()


def helped_by(person: Person) -> QuerySet[Arrangement]:
    """Give for whom somebody enters answers today, each with the assessments under way."""
    under_way = Sitting.objects.filter(state=SittingState.UNDER_WAY).select_related("edition")
    sittings = Prefetch("person__sittings", queryset=under_way, to_attr="under_way")
    return arrangements().filter(helper=person).prefetch_related(sittings)


def is_arranged(person: Person, kind: ArrangementKind) -> bool:
    """Say whether this is arranged for somebody today."""
    return arrangements().filter(person=person, kinds__contains=[kind]).exists()
