"""How the state of a post on one account is shown: in honest words, with what can be done now."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tabard.accounts.models import Account, AccountState
from tabard.accreditation.models import Reason
from tabard.accreditation.queries import permissions
from tabard.common.quoting import as_told
from tabard.composing.models import LIFECYCLE as MESSAGES
from tabard.composing.models import Message, MessageState, Version
from tabard.council.models import Occasion
from tabard.people.models import Person
from tabard.publishing import queries, rules
from tabard.publishing.models import LIFECYCLE, NOT_THERE, UNDER_WAY, Delivery, DeliveryState

S = DeliveryState

# Colours help; the words say it alone.
COLOURS: dict[str, str] = {
    MessageState.WRITING: "grey",
    MessageState.WAITING: "yellow",
    MessageState.APPROVED: "blue",
    MessageState.WITHDRAWN: "grey",
    S.SCHEDULED: "blue",
    S.DUE: "blue",
    S.SENDING: "yellow",
    S.SENT: "yellow",
    S.CONFIRMED: "green",
    S.UNSURE: "orange",
    S.HELD: "orange",
    S.FAILED: "red",
    S.EXPIRED: "red",
    S.CANCELLED: "grey",
    S.REMOVING: "purple",
    S.REMOVED: "grey",
}
# What leaves nothing to be done, or waits for its time.
AT_REST = {S.SCHEDULED, S.CONFIRMED, S.CANCELLED, S.REMOVED}
# A page of a post that is due so soon looks again by itself.
SOON = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a post stands on one account, as a page shows it."""

    account: Account
    words: str
    colour: str
    problem: str = ""
    # Of a thread, the part that has most to tell; `parts` are all of them.
    delivery: Delivery | None = None
    # What is said on this account alone.
    own_words: str = ""
    parts: tuple[Delivery, ...] = ()
    way_out: tuple[str, str] | None = None
    can_take_down: bool = False
    # Every reason for which its author's posts are held now, each with its way out.
    reasons: tuple[Reason, ...] = ()


def arrivals(message: Message, person: Person) -> list[Arrival]:
    """Give where a post stands on each of its accounts."""
    found = [_arrival(version, message, person) for version in message.versions.all()]
    if any(not one.parts or {part.state for part in one.parts} - NOT_THERE for one in found):
        return found
    # All of it is written again at once, by one button.
    return [replace(one, way_out=None) for one in found]


def explained(arrived: list[Arrival], message: Message, person: Person) -> list[Arrival]:
    """Give the author of what is held each reason with its own way out, as it is now."""
    held = [
        one.account
        for one in arrived
        if one.delivery and one.delivery.state == S.HELD and message.state == MessageState.APPROVED
    ]
    if person != message.author or not held:
        return arrived
    allowed = permissions([(person.pk, [account]) for account in held])
    reasons = {
        account.pk: tuple(one for one in asked.reasons if one.stops)
        for account, asked in zip(held, allowed, strict=True)
    }
    silent = queries.silences(timezone.now())
    return [_explained(one, reasons.get(one.account.pk), silent) for one in arrived]


def _explained(one: Arrival, reasons: tuple[Reason, ...] | None, silent: list[Occasion]) -> Arrival:
    """Give what is held its reasons, and on days of silence the way to another time."""
    if reasons:
        return replace(one, reasons=reasons, problem="", way_out=None)
    delivery = one.delivery if reasons is not None else None
    if delivery is None or rules.keeps_silent(delivery, silent) is None:
        return one
    move = reverse("publishing:move", args=[delivery.version.message_id])
    return replace(one, way_out=("Give it another time", move))


def _arrival(version: Version, message: Message, person: Person) -> Arrival:
    parts = tuple(version.deliveries.all())
    if not parts:
        return Arrival(
            version.account,
            _not_yet(message),
            COLOURS[message.state],
            own_words=version.own_words,
        )
    version.message = message
    for part in parts:
        part.version = version
    delivery = _telling(parts)
    return Arrival(
        account=version.account,
        words=_words(delivery, parts),
        colour=COLOURS[delivery.state],
        problem=delivery.problem
        if person == message.author
        else as_told(delivery.problem, message.author.name),
        delivery=delivery,
        own_words=version.own_words,
        parts=parts,
        way_out=_way_out(delivery, parts) if person == message.author else None,
        can_take_down=any(LIFECYCLE.allows(part.state, "take_down") for part in parts)
        and rules.may_ask_to_take_down(person, delivery) is None,
    )


def _telling(parts: tuple[Delivery, ...]) -> Delivery:
    """Give the part of a thread that has most to tell: the first in trouble or under way."""
    restless = [part for part in parts if part.state not in AT_REST]
    if restless:
        return restless[0]
    if parts[0].state == S.REMOVED:
        return parts[0]
    return next((part for part in parts if part.state != S.CONFIRMED), parts[0])


def _words(delivery: Delivery, parts: tuple[Delivery, ...]) -> str:
    """Say how it stands with a post; of a thread, with which part unless it is so with all."""
    words = delivery.get_state_display()
    if len({part.state for part in parts}) == 1:
        return words
    return f"Part {delivery.part} of {len(parts)}: {words[0].lower()}{words[1:]}"


def _not_yet(message: Message) -> str:
    if message.state == MessageState.APPROVED:
        how = "Approved" if message.is_reviewed else "Sent"
        return f"{how}, about to be scheduled"
    if message.state == MessageState.WITHDRAWN:
        return S.CANCELLED.label
    return message.get_state_display()


def _way_out(delivery: Delivery, parts: tuple[Delivery, ...]) -> tuple[str, str] | None:
    """Give the author the next step where a post does not go on by itself."""
    account, message = delivery.version.account, delivery.version.message
    is_partly_there = any(LIFECYCLE.allows(part.state, "take_down") for part in parts)
    if delivery.state in {S.EXPIRED, S.FAILED} and not is_partly_there:
        asked = f"?again={message.pk}&account={account.pk}"
        return f"Write it again for {account}", reverse("composing:write") + asked
    if account.state == AccountState.LOST and delivery.state in UNDER_WAY | {S.HELD}:
        return f"Connect {account} again", reverse("accounts:reconnect", args=[account.pk])
    if delivery.state == S.HELD and message.state == MessageState.APPROVED:
        return "See how your accreditation stands", reverse("accreditation:mine")
    return None


def moves_soon(message: Message, arrived: list[Arrival]) -> bool:
    """Say whether something will change within moments, so that the page looks again by itself."""
    soon = timezone.now() + SOON
    if message.state == MessageState.APPROVED and not all(one.parts for one in arrived):
        return True
    return any(
        part.state in UNDER_WAY or (part.state == S.SCHEDULED and part.due_at <= soon)
        for one in arrived
        for part in one.parts
    )


def possible(message: Message, person: Person, arrived: list[Arrival]) -> frozenset[str]:
    """Name what this person can do about a post as a whole now."""
    if person != message.author:
        return frozenset()
    deliveries = [part for one in arrived for part in one.parts]
    asked = {
        "change": message.state == MessageState.WRITING,
        "take_back": MESSAGES.allows(message.state, "take_back"),
        "call_off": rules.can_be_called_off(message, deliveries) is None,
        "write_again": rules.can_be_written_again(message, deliveries),
    }
    return frozenset(name for name, holds in asked.items() if holds)
