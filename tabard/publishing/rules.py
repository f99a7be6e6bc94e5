"""What may leave now, who may stop it, and how long to wait between tries."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from tabard.accounts.models import Account, AccountState
from tabard.accreditation.models import Permission
from tabard.accreditation.rules import goes_to_review
from tabard.accreditation.rules.ladder import not_in_line
from tabard.common.rules import Refused
from tabard.common.templatetags.moments import day
from tabard.common.waiting import Waits
from tabard.composing import rules as composing
from tabard.composing.models import Message, MessageState
from tabard.connectors import api
from tabard.council.models import Occasion
from tabard.people.models import Person
from tabard.publishing.models import (
    NOT_BEGUN,
    NOT_THERE,
    UNDER_WAY,
    Delivery,
    DeliveryState,
    Freeze,
    Sample,
    passes,
)

# A post that could not leave this long after its time stays: old news is worse than none.
LATEST = timedelta(hours=1)
# How many of a kind one tick takes up, so that it ends soon.
AT_A_TIME = 500
WAITS = Waits(first=timedelta(seconds=2), longest=timedelta(hours=2))
# How often a network is asked for a post that it took and does not show.
LOOKS = 8
# After so many tries to take a post down that left it there, people are told.
TRIES_BEFORE_TELLING = 3
FOLLOWS_ON_NOTHING = "A part before this one is not on the network, so it was not sent."
TAKEN_DOWN = "The thread was taken down before this part had gone."
# Where a network may still fetch a picture itself, and for how long after its delivery began.
ON_ITS_WAY = {DeliveryState.SCHEDULED, *UNDER_WAY} - {DeliveryState.REMOVING}
LONGEST_TO_FETCH = timedelta(hours=24)


def may_leave(message: Message, account: Account, permission: Permission) -> Refused | None:
    """Ask at the moment of use: may the author's posts go, is it checked as it has to be, how?"""
    if permission.stops:
        return Refused(permission.why)
    if message.state != MessageState.APPROVED or message.approved_at is None:
        return Refused(message.said or "This post has to be reviewed again.")
    return has_to_be_reviewed(message, permission) or way_is_open(account)


def keeps_silent(delivery: Delivery, silent: Iterable[Occasion]) -> Refused | None:
    """On days of silence nothing goes that can wait; its author gives it another time."""
    on = localdate(delivery.due_at)
    found = next((one for one in silent if one.first_day <= on <= one.last_day), None)
    if found is None or passes(delivery.version.message):
        return None
    last = f" to {day(found.last_day)}" if found.last_day != found.first_day else ""
    days = f"{day(found.first_day)}{last}"
    return Refused(f"No post goes on {days} ({found}). Give it another time.")


def has_to_be_reviewed(message: Message, permission: Permission) -> Refused | None:
    """What was let go, or approved, may have to be looked at before it can go after all."""
    if message.approved_at is None:
        return None
    stopped = composing.holds_within_its_experiment(message)
    if stopped is not None or (message.went_on_experiment and permission.is_checked_for_its_rung):
        return stopped
    return goes_to_review(
        permission, approved_at=message.approved_at, is_reviewed=message.is_reviewed
    )


def way_is_open(account: Account) -> Refused | None:
    """An account is reached while it is the council's, connected, and of a network we can speak."""
    if account.state == AccountState.LOST:
        return Refused(f"The connection to {account} is lost. Connect it again to send this post.")
    if account.state == AccountState.ENDED:
        return Refused(f"{account} is no longer an account of the council.")
    if account.network not in api.all_connectors():
        return Refused(f"Tabard cannot speak to {account.network} now. Tell the administrator.")
    return None


def goes_on_from(before: Delivery | None, *, part: int) -> Refused | None:
    """A part of a thread goes when the one before it was seen on the network."""
    if part == 1 or (before is not None and before.state == DeliveryState.CONFIRMED):
        return None
    return Refused(FOLLOWS_ON_NOTHING)


def about_the_thread(part: int, of: int) -> str:
    """Say what a part that did not arrive means for its thread; nothing of a post that is alone."""
    if of == 1:
        return ""
    if part == 1:
        return "It was the first part of a thread, so nothing of the thread was sent."
    there = "Part 1 is" if part == 2 else f"Parts 1 to {part - 1} are"  # noqa: PLR2004 - two are needed for “to”
    rest = " What comes after it was not sent." if part < of else ""
    return f"It was part {part} of a thread of {of}. {there} on the network.{rest}"


def goes_before(later: Delivery) -> Refused | None:
    """A thread is taken down from its end; a later part that will not go holds up no other."""
    gone = later.state == DeliveryState.REMOVED or later.state in NOT_THERE
    if gone or (later.state == DeliveryState.REMOVING and later.tries >= TRIES_BEFORE_TELLING):
        return None
    return Refused("The parts after this one are taken down first.")


def may_be_fetched(delivery: Delivery, now: datetime) -> Refused | None:
    """A network fetches a picture itself only while its post is on its way there."""
    begun = delivery.begun_at if delivery.state in ON_ITS_WAY else None
    if begun is not None and now <= begun + LONGEST_TO_FETCH:
        return None
    return Refused("This picture is not on its way to a network now.")


def may_see(person: Person, message: Message) -> Refused | None:
    """The author, reviewers and oversight officers see what became of what was handed in."""
    return composing.may_see(person, message)


def may_see_all(person: Person) -> Refused | None:
    """Reviewers and oversight officers see every post that was handed in."""
    if person.reviews_messages or person.oversees:
        return None
    return Refused("This page is for reviewers and oversight officers. You can see your own posts.")


def may_call_off(person: Person, message: Message) -> Refused | None:
    """The author calls off what has not gone yet."""
    if person != message.author:
        return Refused("Only the person who wrote a post can call it off.")
    return None


def can_be_called_off(message: Message, deliveries: Iterable[Delivery]) -> Refused | None:
    """Something of a post has to be there that has not begun to go."""
    states = {delivery.state for delivery in deliveries}
    if message.state == MessageState.WITHDRAWN:
        return Refused("This post was called off already.")
    if states and not states & NOT_BEGUN:
        return Refused("Nothing of this post is waiting to go any more.")
    return None


def can_be_written_again(message: Message, deliveries: Iterable[Delivery]) -> bool:
    """Say whether a post got nowhere and will get nowhere, so that all of it can be tried anew."""
    states = {delivery.state for delivery in deliveries}
    if not states:
        return message.state == MessageState.WITHDRAWN
    return states <= NOT_THERE


def may_take_down(person: Person, delivery: Delivery, *, reason: str) -> Refused | None:
    """The author takes a post down; an oversight officer only for danger now, saying why."""
    refusal = may_ask_to_take_down(person, delivery)
    if refusal is not None:
        return refusal
    if person == delivery.version.message.author or reason.strip():
        return None
    return Refused("Say what the danger is. The author sees your reason at once.")


def may_ask_to_take_down(person: Person, delivery: Delivery) -> Refused | None:
    """The author may, and an oversight officer."""
    if person == delivery.version.message.author or person.oversees:
        return None
    return Refused("Only its author, or an oversight officer in danger, can take a post down.")


def is_drawn(seed: str, message: int, one_in: int) -> bool:
    """Cast the lot for a post: the same seed and number always give the same answer."""
    lot = hashlib.sha256(f"{seed}/{message}".encode()).digest()
    return int.from_bytes(lot) % one_in == 0


def may_see_samples(person: Person) -> Refused | None:
    """Reviewers look at what was drawn."""
    if person.reviews_messages:
        return None
    return Refused("Only trained reviewers look at posts after they went.")


def may_look_at(person: Person, sample: Sample, line: Collection[int]) -> Refused | None:
    """A reviewer looks at a post that was drawn, and never at one of their own line."""
    if person.pk == sample.author_id:
        return Refused("Somebody else looks at your own posts.")
    return may_see_samples(person) or not_in_line(person, sample.author, line)


def may_comment(
    person: Person, sample: Sample, line: Collection[int], *, said: str
) -> Refused | None:
    """Whoever has something to say says it in words that the author reads."""
    if not said.strip():
        return Refused("Say what there is to say. The author reads it.")
    return may_look_at(person, sample, line)


def has_missed_its_time(delivery: Delivery, message: Message, now: datetime) -> bool:
    """Say whether nothing can come of a delivery any more, unless it waits for review."""
    # What its author writes anew, nobody waits for; what waits for a reviewer may still leave.
    if delivery.state != DeliveryState.HELD or message.state == MessageState.WRITING:
        return is_too_late(delivery.due_at, now)
    due_at = message.due_at or message.approved_at
    if delivery.part > 1:
        # From when the part before it was there.
        due_at = delivery.due_at
    if message.state != MessageState.APPROVED or due_at is None:
        return False
    return is_too_late(due_at, now)


def is_too_late(due_at: datetime, now: datetime) -> bool:
    """Say whether a post has missed its time for good."""
    return now > due_at + LATEST


def missed_its_hour(problem: str) -> str:
    """Say that a post has missed its time, and what it waited for."""
    return f"It could not leave within an hour of its time. {problem}".strip()


def next_try(due_at: datetime, wanted: datetime, now: datetime) -> datetime:
    """Try when it is wanted, or earlier when by then the post is too late and people must hear."""
    return max(now, min(wanted, due_at + LATEST + WAITS.first))


def may_move(person: Person, message: Message) -> Refused | None:
    """The author gives a post another time."""
    if person != message.author:
        return Refused("Only the person who wrote a post can give it another time.")
    if message.state == MessageState.WITHDRAWN:
        return Refused("This post was called off already.")
    return None


def can_be_moved(deliveries: Iterable[Delivery]) -> Refused | None:
    """Nothing of a post has begun to go."""
    waits = {DeliveryState.SCHEDULED, DeliveryState.HELD}
    if all(one.state in waits and one.begun_at is None for one in deliveries):
        return None
    return Refused("This post is on its way or has gone, so it has no other time any more.")


def may_see_queue(person: Person) -> Refused | None:
    """The programme team, duty and oversight officers see what is on its way from everybody."""
    if person.freezes_posts or person.oversees:
        return None
    return Refused(
        "This page is for the programme team, duty officers and oversight officers. What is on "
        "its way from you is on the page of your posts."
    )


def may_freeze(person: Person) -> Refused | None:
    """The programme team and duty officers stop posts in an emergency, and let them go again."""
    if person.freezes_posts:
        return None
    return Refused("Only the programme team and duty officers can freeze posts.")


def may_begin(person: Person, freeze: Freeze) -> Refused | None:
    """Where two are needed, the second is somebody else."""
    if person.pk == freeze.asked_by_id:
        return Refused("Somebody else has to agree to it. They were told.")
    return may_freeze(person)


def may_thaw(person: Person, why: str) -> Refused | None:
    """Nothing that was frozen goes on before it is said why it was frozen."""
    if not why.strip():
        return Refused("Say why posts were frozen. Everybody who was stopped can read it.")
    return may_freeze(person)


def may_let_pass(person: Person, message: Message, because: str) -> Refused | None:
    """What cannot wait is let go by somebody who did not write it, and says why."""
    if not because.strip():
        return Refused("Say why it cannot wait. Its author can read it.")
    return may_ask_to_let_pass(person, message)


def may_ask_to_let_pass(person: Person, message: Message) -> Refused | None:
    """Nobody lets a post of their own go while posts are frozen, nor one that is not approved."""
    if person.pk == message.author_id:
        return Refused("Somebody else has to let your own posts go while posts are frozen.")
    if message.state != MessageState.APPROVED:
        return Refused("Only a post that is approved can go while posts are frozen.")
    return may_freeze(person)
