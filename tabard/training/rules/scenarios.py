"""Who may practise in a scenario, and what can be said there."""

from collections.abc import Sequence
from datetime import datetime

from tabard.common.rules import Refused
from tabard.people.models import Person
from tabard.practice import rules as practice
from tabard.practice.rules import Draft
from tabard.training.models import Rehearsal, ScenarioVersion


def may_rehearse(version: ScenarioVersion) -> Refused | None:
    """Everybody may practise in what is offered."""
    if version.scenario.is_offered:
        return None
    return Refused("This scenario is not offered any more. Choose another one.")


def may_see_rehearsal(person: Person, rehearsal: Rehearsal) -> Refused | None:
    """What somebody writes to learn is theirs alone."""
    if person.pk == rehearsal.person_id:
        return None
    return Refused("Only the person who practises sees this conversation.")


def may_say(words: str, does: Sequence[str], now: datetime) -> Refused | None:
    """An answer says or does something, and keeps to the limits of the practice network."""
    if not words.strip():
        return None if does else Refused("Write something, or choose something to do.")
    return practice.may_publish(Draft(words, created_at=now), now=now)
