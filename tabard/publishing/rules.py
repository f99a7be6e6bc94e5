"""What may leave now, who may stop it, and how long to wait between tries."""

from datetime import datetime, timedelta

from tabard.accounts.models import Account, AccountState
from tabard.accreditation.models import Standing, StandingKind
from tabard.accreditation.rules import goes_to_review
from tabard.common.rules import Refused
from tabard.composing.models import Message, MessageState
from tabard.people.models import Person
from tabard.publishing.models import Delivery

# A post that could not leave this long after its time stays: old news is worse than none.
LATEST = timedelta(hours=1)
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(hours=2)
# How often a network is asked for a post that it took and does not show.
LOOKS = 8


def may_leave(message: Message, account: Account, standing: Standing) -> Refused | None:
    """Ask at the moment of use: is the author still accredited, the review valid, the way open?"""
    if standing.kind not in {StandingKind.ACCREDITED, StandingKind.LAPSED}:
        return Refused(standing.why)
    if message.state != MessageState.APPROVED or message.approved_at is None:
        return Refused(message.said or "This post has to be reviewed again.")
    return goes_to_review(standing, message.approved_at) or _way_is_open(account)


def _way_is_open(account: Account) -> Refused | None:
    if account.state == AccountState.LOST:
        return Refused(f"The connection to {account} is lost. Connect it again to send this post.")
    if account.state == AccountState.ENDED:
        return Refused(f"{account} is no longer an account of the council.")
    return None


def may_see(person: Person, message: Message) -> Refused | None:
    """The author, reviewers and oversight officers see what became of it."""
    if person == message.author or person.reviews_messages or person.oversees:
        return None
    return Refused("Only its author and the people who review and oversee posts can see this.")


def may_call_off(person: Person, message: Message) -> Refused | None:
    """The author calls off what has not gone yet."""
    if person != message.author:
        return Refused("Only the person who wrote a post can call it off.")
    return None


def may_take_down(person: Person, delivery: Delivery, *, reason: str) -> Refused | None:
    """The author takes a post down; an oversight officer only for danger now, saying why."""
    if person == delivery.version.message.author:
        return None
    if not person.oversees:
        return Refused("Only its author, or an oversight officer in danger, can take a post down.")
    if not reason.strip():
        return Refused("Say what the danger is. The author sees your reason at once.")
    return None


def is_too_late(due_at: datetime, now: datetime) -> bool:
    """Say whether a post has missed its time for good."""
    return now > due_at + LATEST


def wait_after(tries: int) -> timedelta:
    """Give how long to wait after so many tries: doubling, and never more than two hours."""
    return min(FIRST_WAIT * (1 << min(tries, 20)), LONGEST_WAIT)
