"""Whether somebody is prepared to speak for the council: trained, practised, and agreed."""

from datetime import datetime

from tabard.people.models import Person
from tabard.training.models import Preparation, Sitting, SittingState
from tabard.training.queries.after_absence import counting
from tabard.training.queries.code import code_standing
from tabard.training.queries.scenarios import practice_standing
from tabard.training.settings import COURSES_NEEDED


def is_trained(person: Person, now: datetime) -> bool:
    """Say whether somebody holds a valid certificate of every course that the council asks for."""
    passed = Sitting.objects.filter(person=person, state=SittingState.PASSED)
    held = counting(passed).filter(counts_until__gt=now)
    return set(COURSES_NEEDED.value) <= set(held.values_list("course__slug", flat=True))


def preparation_of(person: Person, now: datetime) -> Preparation:
    """Say how far somebody is prepared."""
    return Preparation(
        code=code_standing(person, now),
        is_trained=is_trained(person, now),
        practice=practice_standing(person),
    )
