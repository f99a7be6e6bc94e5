"""Whether somebody is prepared to speak for the council: trained, practised, and agreed."""

from collections.abc import Collection
from datetime import datetime

from tabard.people.models import Person
from tabard.training.models import Preparation, Sitting, SittingState
from tabard.training.queries.after_absence import counting
from tabard.training.queries.code import code_standings
from tabard.training.queries.scenarios import practice_standings
from tabard.training.settings import COURSES_NEEDED


def preparation_of(person: Person, now: datetime) -> Preparation:
    """Say how far somebody is prepared."""
    return preparations_of([person.pk], now)[person.pk]


def preparations_of(people: Collection[int], now: datetime) -> dict[int, Preparation]:
    """Say how far each of these people is prepared; as many queries for one as for all."""
    if not people:
        return {}
    codes, trained = code_standings(people, now), _trained(people, now)
    practice = practice_standings(people)
    return {
        person: Preparation(codes[person], person in trained, practice[person]) for person in people
    }


def _trained(people: Collection[int], now: datetime) -> set[int]:
    """Give who holds a valid certificate of every course that the council asks for."""
    needed = set(COURSES_NEEDED.value)
    passed = Sitting.objects.filter(person__in=people, state=SittingState.PASSED)
    counts = counting(passed).filter(counts_until__gt=now)
    held = set(counts.values_list("person_id", "course__slug"))
    return {person for person in people if all((person, slug) in held for slug in needed)}
