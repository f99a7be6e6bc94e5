"""Who may see a suspension, tell its person, and look at it again."""

from collections.abc import Collection
from datetime import date

from tabard.accreditation.models import Suspension
from tabard.accreditation.rules.ladder import not_in_line
from tabard.common.rules import Refused
from tabard.common.templatetags.moments import day
from tabard.people.models import Person


def may_see_suspension(person: Person, suspension: Suspension) -> Refused | None:
    """The person, their line manager, and those who suspend."""
    if (
        person.pk == suspension.person_id
        or person.runs_the_pilot
        or person.oversees
        or person.manages(suspension.person)
    ):
        return None
    return Refused("This suspension is between other people.")


def may_tend(person: Person, suspension: Suspension) -> Refused | None:
    """The programme team and oversight officers look after it; nobody after their own."""
    if not (person.runs_the_pilot or person.oversees):
        return Refused("Only the programme team and oversight officers can do this.")
    if person.pk == suspension.person_id:
        return Refused("Somebody else has to look after your own suspension.")
    return _is_open(suspension)


def may_tell(person: Person, suspension: Suspension) -> Refused | None:
    """It is noted once that the person was told."""
    if suspension.told_at is not None:
        return Refused(f"It is noted already that {suspension.person} was told.")
    return may_tend(person, suspension)


def may_say_read(person: Person, suspension: Suspension) -> Refused | None:
    """The person says once that they have read it."""
    if person.pk != suspension.person_id:
        return Refused("Only the person who is suspended can say that they have read it.")
    if suspension.read_at is not None:
        return Refused("You have said already that you have read it.")
    return _is_open(suspension)


def may_say_side(person: Person, suspension: Suspension) -> Refused | None:
    """The person says their side for as long as they are suspended."""
    if person.pk != suspension.person_id:
        return Refused("Only the person who is suspended can say their side.")
    return _is_open(suspension)


def may_ask_again(person: Person, suspension: Suspension) -> Refused | None:
    """The person asks once that somebody else looks at it again."""
    if person.pk != suspension.person_id:
        return Refused("Only the person who is suspended can ask somebody else to look again.")
    if suspension.asked_at is not None:
        return Refused("You have asked already that somebody else looks at it again.")
    return _is_open(suspension)


def may_hear_suspension(
    person: Person, suspension: Suspension, line: Collection[int]
) -> Refused | None:
    """Somebody who did not suspend, and is in no line with the person, answers them once."""
    if person.pk == suspension.by_id:
        return Refused("You suspended, so somebody else has to look at it again.")
    return (
        may_tend(person, suspension)
        or _waits_for_another(suspension)
        or not_in_line(person, suspension.person, line)
    )


def _waits_for_another(suspension: Suspension) -> Refused | None:
    if suspension.waits_for_another:
        return None
    return Refused("Nobody has asked that somebody else looks at it again, or somebody has.")


def _is_open(suspension: Suspension) -> Refused | None:
    return Refused("This suspension has ended.") if suspension.ended_at else None


def is_soon_enough(review_on: date, today: date, most: int) -> Refused | None:
    """A suspension is looked at again after today, and before long."""
    if review_on <= today:
        return Refused("The day to look again must be after today")
    latest = date.fromordinal(today.toordinal() + most)
    if review_on > latest:
        return Refused(f"The day to look again must be {day(latest)} or earlier")
    return None
