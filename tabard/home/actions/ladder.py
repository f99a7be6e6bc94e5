"""People stand on the rungs of the ladder, are proposed for another, and appeal."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tabard.accreditation import actions as accreditation
from tabard.accreditation.models import Accreditation, EvidenceKind, Move, Rung
from tabard.accreditation.queries import in_force
from tabard.home.actions.story import DemonstrationError, Told, first
from tabard.people.models import Person, Role

# How long ago those began of whom the story tells what was seen since.
BEGAN = timedelta(weeks=10)


@transaction.atomic
def climb(told: Iterable[Told], people: Mapping[str, Person]) -> None:
    """Let time pass and posts be reviewed, move some people, and propose what follows from it."""
    for one in told:
        person = people[one["name"]]
        if "seen" in one:
            _look_back(person, one["seen"])
        for step in one.get("moves", []):
            moved = _move(person, step, by=first(people.values(), Role.PROGRAMME_TEAM))
            if "appeal" in step:
                accreditation.appeal_move(moved, by=person, words=step["appeal"])
        if "suspended" in one:
            _suspend(person, one, by=first(people.values(), Role.OVERSIGHT_OFFICER))
    accreditation.propose(timezone.now())


def _suspend(person: Person, told: Told, *, by: Person) -> None:
    review_on = timezone.localdate() + timedelta(days=told["review_in_days"])
    standing = _standing(person)
    suspension = accreditation.suspend(
        standing, by=by, reason=told["suspended"], review_on=review_on
    )
    accreditation.say_side(suspension, by=person, words=told["side"])
    accreditation.ask_again(suspension, by=person)


def _look_back(person: Person, seen: Mapping[str, int]) -> None:
    """Let a rung be some weeks old, with evidence of that time, and due to be looked at."""
    now = timezone.now()
    person.accreditations.update(rung_since=now - BEGAN, review_on=timezone.localdate())
    kinds = [EvidenceKind(kind) for kind, how_many in seen.items() for _ in range(how_many)]
    for number, kind in enumerate(kinds, start=1):
        accreditation.add_evidence(
            person,
            kind,
            source=f"earlier post {number} by {person.pk}",
            about=("earlier post", number),
            at=now - BEGAN + BEGAN * number / (len(kinds) + 1),
        )


def _move(person: Person, step: Told, *, by: Person) -> Move:
    return accreditation.move(_standing(person), to=Rung(step["to"]), by=by, reason=step["reason"])


def _standing(person: Person) -> Accreditation:
    standing = in_force(person)
    if standing is None:
        raise DemonstrationError(f"{person} is not accredited, and the story needs it.")
    return standing
