"""Questions across messages, and how a message will look."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from tabard.accounts.models import Account
from tabard.composing.models import Message, MessageState, Piece, pieces
from tabard.connectors import api
from tabard.people.models import Person, Role


def waiting_for_review(person: Person) -> QuerySet[Message]:
    """Give the messages that this person can review, the first due first."""
    if not person.reviews_messages:
        return Message.objects.none()
    return (
        Message.objects.filter(state=MessageState.WAITING)
        .exclude(author=person)
        .select_related("author__service", "picture")
        .prefetch_related("versions__account")
        .order_by("due_at", "submitted_at")
    )


def reviewers() -> QuerySet[Person]:
    """Give those who review messages."""
    return Person.objects.filter(
        roles__overlap=[Role.REVIEWER, Role.PROGRAMME_TEAM], is_active=True
    )


def to_take_up() -> QuerySet[Message]:
    """Give the approved messages that the next stage has not looked at."""
    return Message.objects.filter(state=MessageState.APPROVED, is_taken_up=False).order_by(
        "approved_at"
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """How words will look on one account."""

    account: Account
    pieces: tuple[Piece, ...]

    @property
    def name(self) -> str:
        """The name that readers see."""
        return self.account.display_name or self.account.handle

    @property
    def initials(self) -> str:
        """What stands where a network has a portrait."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a network's limit words take, counted as it counts."""

    network: str
    unit: str
    used: int
    limit: int

    @property
    def over(self) -> int:
        """How much has to be cut."""
        return max(self.used - self.limit, 0)

    @property
    def over_unit(self) -> str:
        """What has to be cut is counted in these."""
        return self.unit if self.over != 1 else self.unit.removesuffix("s")


def previews(words: str, accounts: Iterable[Account]) -> list[Preview]:
    """Give for each account how these words will look there."""
    shown = tuple(one for one in pieces(words) if one.text)
    return [Preview(account, shown) for account in accounts]


def rooms(words: str, accounts: Iterable[Account]) -> list[Room]:
    """Give for each network what is left of its limit."""
    networks = {account.network: None for account in accounts}
    found = [api.all_connectors()[one] for one in networks if one in api.all_connectors()]
    return [Room(one.name, one.limits.unit, one.count(words), one.limits.length) for one in found]
