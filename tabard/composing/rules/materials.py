"""Who offers what colleagues put into their own words, and what may be made of it."""

from datetime import date, timedelta

from tabard.accreditation.models import Permission
from tabard.common.rules import Refused
from tabard.composing.models import Material, MaterialState
from tabard.people.models import Person

# What is offered for longer is looked at again first.
LONGEST_OFFER = timedelta(days=183)
SEEN_BY_ALL = {MaterialState.OFFERED, MaterialState.WITHDRAWN}


def may_offer(person: Person, permission: Permission) -> Refused | None:
    """The programme team offers material; whoever is accredited does so with its approval."""
    if person.runs_the_pilot or not permission.stops:
        return None
    return Refused(f"Only people who are accredited offer material to others. {permission.why}")


def is_approved_at_once(person: Person) -> bool:
    """Say whether what somebody offers needs nobody else's approval."""
    return person.runs_the_pilot


def is_offered_until(last_day: date, today: date) -> Refused | None:
    """Material is offered until a day that is not far away, so that nothing old lies around."""
    if today <= last_day <= today + LONGEST_OFFER:
        return None
    return Refused("The last day must be today or later, and within half a year.")


def may_decide_material(person: Person, material: Material) -> Refused | None:
    """Somebody else of the programme team decides about what a colleague would offer."""
    if not person.runs_the_pilot:
        return Refused("Only the programme team decides what is offered to everybody.")
    if person == material.offered_by:
        return Refused("Somebody else of the programme team has to decide about yours.")
    return None


def may_withdraw_material(person: Person, material: Material) -> Refused | None:
    """Whoever offered something takes it back, and so does the programme team."""
    if person == material.offered_by or person.runs_the_pilot:
        return None
    return Refused("Only whoever offered this, or the programme team, can withdraw it.")


def says_why_not(why: str) -> Refused | None:
    """Whoever declines or withdraws material says why."""
    if why.strip():
        return None
    return Refused("Say why, so that colleagues know what to do.")


def may_see_material(person: Person, material: Material) -> Refused | None:
    """Everybody sees what is or was offered; before that its author and the programme team."""
    if material.state in SEEN_BY_ALL or person == material.offered_by or person.runs_the_pilot:
        return None
    return Refused("This has not been offered to everybody.")


def can_be_used(material: Material, today: date) -> Refused | None:
    """Posts are begun from what is offered, until its last day."""
    if material.state == MaterialState.WITHDRAWN:
        return Refused(f"“{material}” was withdrawn: {material.why}")
    if material.state != MaterialState.OFFERED:
        return Refused(f"“{material}” has not been offered to everybody.")
    if material.is_over(today):
        return Refused(f"“{material}” was offered until a day that is over.")
    return None


def was_not_withdrawn(material: Material | None) -> Refused | None:
    """What was withdrawn is sent by nobody any more, in whatever words."""
    if material is None or material.state != MaterialState.WITHDRAWN:
        return None
    return Refused(
        f"“{material}”, from which this post is made, was withdrawn: {material.why} If your post "
        "is right all the same, say on its page that it is not made from it."
    )
