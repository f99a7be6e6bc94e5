"""What was seen of people, counted as the rules of the ladder count it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from tabard.accreditation.models import Accreditation, Evidence, EvidenceKind, Tally
from tabard.accreditation.queries.permissions import lacking
from tabard.people.models import Person
from tabard.training.queries import behind

# How each kind of evidence is called where it is counted.
COUNTED = {
    EvidenceKind.UNCHANGED: "unchanged",
    EvidenceKind.CHANGED: "changed",
    EvidenceKind.SENT_BACK: "sent_back",
    EvidenceKind.FINDING: "findings",
    EvidenceKind.CONCERN: "concerns",
    EvidenceKind.ANSWERED: "answered",
}


def evidence_of(person: Person) -> QuerySet[Evidence]:
    """Give everything that was seen of somebody, newest first."""
    return Evidence.objects.filter(person=person).select_related("by")


def open_concerns(people: Collection[int]) -> QuerySet[Evidence]:
    """Give the concerns about these people that nobody has closed."""
    closed = Evidence.objects.filter(
        kind=EvidenceKind.CONCERN_CLOSED, about=OuterRef("about"), number=OuterRef("number")
    )
    return Evidence.objects.filter(~Exists(closed), kind=EvidenceKind.CONCERN, person__in=people)


def tallies(
    accreditations: Collection[Accreditation], *, weeks: int, now: datetime
) -> dict[int, Tally]:
    """Count what was seen under each of these accreditations, in the same number of queries.

    What counts came in the last weeks, and since the person was given the rung.
    """
    people = {one.person_id for one in accreditations}
    seen = _seen([one.pk for one in accreditations], since=now - timedelta(weeks=weeks), until=now)
    concerns = open_concerns(people).order_by().values_list("person")
    still_open = dict(concerns.annotate(how_many=Count("pk")))
    without = lacking(people, now)
    late = set(behind(Person.objects.filter(pk__in=people), now).values_list("pk", flat=True))
    return {
        one.pk: Tally(
            **dict(zip(COUNTED.values(), seen.get(one.person_id, ()), strict=False)),
            open_concerns=still_open.get(one.person_id, 0),
            has_certificates=not without[one.person_id],
            is_behind_the_code=one.person_id in late,
        )
        for one in accreditations
    }


def _seen(
    accreditations: Collection[int], *, since: datetime, until: datetime
) -> dict[int, tuple[int, ...]]:
    """Count by person, in the order of COUNTED, what was seen since the rung was given."""
    found = Evidence.objects.filter(
        person__accreditations__in=accreditations,
        at__gte=Greatest(F("person__accreditations__rung_since"), since),
        at__lte=until,
    )
    counts = {name: Count("pk", filter=Q(kind=kind)) for kind, name in COUNTED.items()}
    return {
        person: tuple(numbers)
        for person, *numbers in found.order_by().values_list("person").annotate(**counts)
    }
