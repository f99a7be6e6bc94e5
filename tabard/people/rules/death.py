"""Who notes that somebody has died, and takes it back."""

from tabard.common.rules import Refused
from tabard.people.models import Person
from tabard.people.rules.staff import may_keep_staff


def may_note_death(by: Person, person: Person) -> Refused | None:
    """An administrator does, once."""
    if by == person:
        return Refused("This is your own entry.")
    if person.death_noted_at is not None:
        return Refused(f"It is noted already that {person} has died.")
    return may_keep_staff(by)


def may_take_death_back(by: Person, person: Person) -> Refused | None:
    """An administrator does, where it was noted by mistake."""
    if person.death_noted_at is None:
        return Refused(f"It is not noted that {person} has died.")
    return may_keep_staff(by)
