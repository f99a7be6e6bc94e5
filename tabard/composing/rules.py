"""Who may write, submit and review a message."""

from tabard.accreditation.models import Standing
from tabard.accreditation.rules import may_write
from tabard.common.rules import Refused
from tabard.composing.models import Message, MessageState
from tabard.people.models import Person


def may_see(person: Person, message: Message) -> Refused | None:
    """The author sees a message, and those who review and oversee once it was submitted."""
    if person == message.author:
        return None
    if message.submitted_at and (person.reviews_messages or person.oversees):
        return None
    return Refused("Only its author and the people who review it can see this post.")


def may_change(person: Person, message: Message) -> Refused | None:
    """Only the author changes a message, and only while it is being written."""
    if person != message.author:
        return Refused("Only the person who wrote a post can change it.")
    if message.state != MessageState.WRITING:
        return Refused("This post is no longer being written. Take it back first to change it.")
    return None


def may_take_back(person: Person, message: Message) -> Refused | None:
    """Only the author takes a message back or withdraws it."""
    if person != message.author:
        return Refused("Only the person who wrote a post can take it back.")
    return None


def may_submit(person: Person, message: Message, standing: Standing) -> Refused | None:
    """The author hands in their message while they may write."""
    return may_change(person, message) or may_write(standing)


def may_approve(person: Person, message: Message) -> Refused | None:
    """Four eyes: a reviewer approves or sends back, and never their own words."""
    if not person.reviews_messages:
        return Refused("Only a trained reviewer can approve a post.")
    if person == message.author:
        return Refused("Somebody else has to check your own post.")
    return None
