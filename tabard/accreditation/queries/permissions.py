"""What may happen to people's posts now, asked at the moment of use."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from tabard.accounts.models import Account, Holding
from tabard.accreditation.models import (
    GO_UNCHECKED,
    UNDER_WAY,
    Accreditation,
    AccreditationState,
    Application,
    Circumstances,
    Lack,
    Permission,
    permission_of,
)
from tabard.people.models import Person
from tabard.training.models import Edition, Sitting, SittingState
from tabard.training.queries import behind, code_standings, counting
from tabard.training.settings import COURSES_NEEDED


def permission(person: Person, *accounts: Account, now: datetime | None = None) -> Permission:
    """Say what may happen to a post of this person on these accounts, and every reason for a no."""
    return permissions([(person.pk, accounts)], now=now)[0]


def permissions(
    asked: Collection[tuple[int, Collection[Account]]], *, now: datetime | None = None
) -> list[Permission]:
    """Say for each person, with the accounts that a post is for, what may happen to it.

    However many are asked for, it is the same number of queries.
    """
    if not asked:
        return []
    at = now or timezone.now()
    people = {person for person, _ in asked}
    latest, lacks = _latest(people), lacking(people, at)
    applied = _applied(people - _in_force(latest))
    codes = code_standings(people, at)
    held = _held(people) if any(accounts for _, accounts in asked) else set()
    return [
        permission_of(
            Circumstances(
                accreditation=latest.get(person),
                lacks=lacks[person],
                code=codes.get(person),
                not_held=[one for one in accounts if (person, one.pk) not in held],
                has_applied=person in applied,
            ),
            at,
        )
        for person, accounts in asked
    ]


def _latest(people: Iterable[int]) -> dict[int, Accreditation]:
    latest = (
        Accreditation.objects.filter(person__in=people)
        .select_related("person")
        .order_by("person_id", "-pk")
    )
    return {one.person_id: one for one in latest.distinct("person_id")}


def _in_force(latest: Mapping[int, Accreditation]) -> set[int]:
    ended = AccreditationState.ENDED
    return {person for person, one in latest.items() if one.state != ended}


def _applied(people: Collection[int]) -> set[int]:
    if not people:
        return set()
    under_way = Application.objects.filter(applicant__in=people, state__in=UNDER_WAY)
    return set(under_way.values_list("applicant_id", flat=True))


def _held(people: Iterable[int]) -> set[tuple[int, int]]:
    held = Holding.objects.filter(person__in=people, until=None)
    return set(held.values_list("person_id", "account_id"))


def lacking(people: Iterable[int], now: datetime) -> dict[int, list[Lack]]:
    """Give the courses of which each person has no certificate that is valid."""
    needed = COURSES_NEEDED.value
    passed = Sitting.objects.filter(
        person__in=people, course__slug__in=needed, state=SittingState.PASSED
    )
    rows = (
        counting(passed)
        .values_list("person_id", "course__slug")
        .annotate(until=Max("counts_until"))
    )
    until = {(person, course): last for person, course, last in rows}
    missing = {
        person: [course for course in needed if (until.get((person, course)) or now) <= now]
        for person in people
    }
    titles = _titles({course for courses in missing.values() for course in courses})
    return {
        person: [
            Lack(course, titles.get(course, course), until.get((person, course)))
            for course in courses
        ]
        for person, courses in missing.items()
    }


def titles_of(courses: Sequence[str]) -> list[str]:
    """Give the titles of courses by their ids, of those that are there."""
    titles = _titles(courses)
    return [titles[course] for course in courses if course in titles]


def _titles(courses: Collection[str]) -> dict[str, str]:
    if not courses:
        return {}
    editions = Edition.objects.filter(course__slug__in=courses).order_by("course_id", "pk")
    return dict(editions.values_list("course__slug", "title"))


def go_unchecked(lacking_nothing: QuerySet[Accreditation]) -> QuerySet[Accreditation]:
    """Of accreditations that lack nothing, give those whose posts nobody looks at first.

    It says of everybody at once what `permission` says of one person, accounts apart.
    """
    return lacking_nothing.filter(rung__in=GO_UNCHECKED)


def lack_nothing(now: datetime) -> QuerySet[Accreditation]:
    """Give the accreditations under which nothing but the rung has posts checked first."""
    found = may_speak(now)
    for course in COURSES_NEEDED.value:
        held = Sitting.objects.filter(person=OuterRef("person"), course__slug=course)
        found = found.filter(Exists(counting(held).filter(counts_until__gt=now)))
    return found.exclude(person__in=behind(Person.objects.all(), now).values("pk"))


def may_speak(now: datetime) -> QuerySet[Accreditation]:
    """Give the accreditations in force that have not run out, of people who have not left."""
    today = timezone.localdate(now)
    return Accreditation.objects.filter(
        Q(person__leaves_on=None) | Q(person__leaves_on__gte=today),
        person__is_active=True,
        state=AccreditationState.ACTIVE,
        until__gt=now,
    )
