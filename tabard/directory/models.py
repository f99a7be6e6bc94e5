"""What residents ask about an account and what they are told, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.db import models

from tabard.accounts.models import Account, AccountState
from tabard.accreditation.models import StandingKind
from tabard.connectors.api import Named
from tabard.keeping.models import Adoption
from tabard.people.models import Person
from tabard.publishing.models import Delivery


class Answer(models.TextChoices):
    """The four answers to “is this really the council's?”."""

    OURS = "ours", "Yes, this is ours"
    FORMERLY = "formerly", "This was ours, but is not any more"
    NOT_OURS = "not-ours", "No, this is not ours"
    NOT_SURE = "not-sure", "We are not sure"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody pasted, and what it names on the networks that we know."""

    text: str
    named: tuple[Named, ...] = ()

    @property
    def is_address(self) -> bool:
        """Whether it leads somewhere, rather than being a name alone."""
        return "/" in self.text

    @property
    def name(self) -> str:
        """The name, if it is a name alone."""
        return self.text.removeprefix("@")


@dataclass(frozen=True, slots=True)
class Known:
    """What the council knows about a question."""

    account: Account | None = None
    standing: StandingKind = StandingKind.NONE
    # Those who speak from it, where residents may know.
    speak: tuple[Person, ...] = ()
    # How it came to the council, if it existed before.
    adoption: Adoption | None = None
    # Where people can go now, if it is the council's no more.
    successor: Account | None = None
    # What is said of it if it rests; the council's words, and nothing of why.
    at_rest: str = ""
    last_seen: datetime | None = None
    in_doubt: bool = False
    # Whether the account was found by its handle alone, which it may have given up since.
    by_handle: bool = False
    # The post that the link names, if it names one.
    names_post: bool = False
    delivery: Delivery | None = None
    # Where nothing was found: an account of the same name elsewhere, which is or was ours, and all
    # names and networks of today.
    same_name: Account | None = None
    handles: list[str] = field(default_factory=list)
    networks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer with its reason and, where there is one, what we know of the post."""

    answer: Answer
    why: str
    post: str = ""
    is_at_rest: bool = False

    @property
    def heading(self) -> str:
        """The answer in a few words."""
        return "This account is at rest" if self.is_at_rest else str(self.answer.label)


def fits(account: Account, named: Named) -> bool:
    """Say whether everything that a link or handle says is true of an account."""
    return (
        account.network == named.network
        and (named.stable_id is None or named.stable_id == account.stable_id)
        and (named.handle is None or named.handle.lower() == account.handle.lower())
        and (named.server is None or _place(named.server) in _places(account))
    )


def _places(account: Account) -> set[str]:
    return {_place(account.url), _place(account.server)}


def _place(address: str) -> str:
    return urlsplit(address).netloc.lower()


def best(accounts: Iterable[Account], named: Named) -> Account | None:
    """Choose, of the accounts that fit, the one that is the council's today, or was last."""
    return max(
        (account for account in accounts if fits(account, named)),
        key=lambda one: (one.state != AccountState.ENDED, one.official_from),
        default=None,
    )
