"""Who has to take a second step to come in."""

from collections.abc import Iterable

from tabard.common.rules import Refused
from tabard.people.models import Person, Role
from tabard.people.rules.staff import may_keep_staff
from tabard.people.sign_on import Said

# Who can decide, review, look after things for others, or change what holds for all.
ROLES = [
    Role.ADMINISTRATOR,
    Role.PROGRAMME_TEAM,
    Role.OVERSIGHT_OFFICER,
    Role.REVIEWER,
    Role.DUTY_OFFICER,
]


def why_second_step(person: Person, *, leads: bool, speaks: bool) -> str:
    """Say for what somebody needs a second step; nothing if they do not."""
    for role in ROLES:
        if person.has_role(role):
            return f"you are {_a(str(role.label))}"
    if speaks:
        return "you can speak for the council"
    return "you decide on the applications of your team" if leads else ""


def _a(role: str) -> str:
    """Say what somebody is."""
    if role == "Programme team":
        return "in the programme team"
    return f"{'an' if role[0] in 'AEIO' else 'a'} {role.lower()}"


def was_two_steps(said: Said, *, steps: Iterable[str], trusted: bool) -> bool:
    """Say whether the sign-on has asked for a second step, or is trusted to do so."""
    return trusted or not said.steps.isdisjoint(steps)


def may_remove_second_step(by: Person, person: Person) -> Refused | None:
    """An administrator does, for somebody who has lost theirs, and never their own."""
    if by == person:
        return Refused("Ask another administrator: you cannot remove your own second step here.")
    return may_keep_staff(by)
