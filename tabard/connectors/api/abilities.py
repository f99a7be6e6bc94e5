"""What some networks can do: each ability is a protocol of its own, asked for with isinstance."""

from collections.abc import Generator, Mapping, Sequence
from decimal import Decimal
from typing import Protocol, runtime_checkable

from tabard.connectors.api.told import (
    Delivered,
    Described,
    Followed,
    Heard,
    Hearing,
    Home,
    Label,
    Named,
    Post,
    Profile,
    Quota,
    Said,
    Verification,
)


@runtime_checkable
class Removes(Protocol):
    """The ability to take a post down."""

    def remove(self, network_id: str) -> None:
        """Take a post down; when it is already gone, that is well."""
        ...


@runtime_checkable
class Recalls(Protocol):
    """The ability to tell what an account said itself in public, by whichever way."""

    def said(self, before: str | None = None) -> Said:
        """Give the newest page, or the one from a place on."""
        ...


@runtime_checkable
class Edits(Protocol):
    """The ability to change a post where it stands."""

    def edit(self, network_id: str, post: Post) -> None:
        """Put other words in the place of a post's; a second time changes nothing."""
        ...


@runtime_checkable
class Threads(Protocol):
    """The ability to answer: `deliver` then minds `Post.answers`."""

    def below(self, network_id: str) -> Hearing:
        """Give what people said below a post."""
        ...


@runtime_checkable
class Hears(Protocol):
    """The ability to be asked what was said to an account, or of it."""

    def hear(self, after: str | None = None) -> Hearing:
        """Give what was said since, or of late."""
        ...


@runtime_checkable
class Listens(Protocol):
    """The ability to be told of what is said to an account, or of it, as soon as it is said.

    How long is for whoever hands in the client: a stream lasts as long as one request may. It may
    tell of a thing twice, so that it is known again by `network_id`.
    """

    def listen(self, after: str | None = None) -> Generator[Hearing, None, None]:
        """Give what is said from now on, or since a place, and now and then that nothing was.

        It ends when the network hangs up or the time is over: go on then from the last place.
        """
        ...


@runtime_checkable
class TalksPrivately(Protocol):
    """The ability to be told things in private and to answer them; nobody is written to unasked."""

    def told_privately(self, after: str | None = None) -> Hearing:
        """Give what was said to the account alone, since or of late."""
        ...

    def answer_privately(self, heard: Heard, post: Post) -> Delivered:
        """Answer where only the two can read it; a second time changes nothing."""
        ...


@runtime_checkable
class Follows(Protocol):
    """The ability to follow other accounts: organisations and places, as council staff do."""

    def find(self, named: Named) -> Profile | None:
        """Find the account that a link or handle names; None says that there is none."""
        ...

    def follow(self, whom: Profile) -> None:
        """Follow an account; a second time changes nothing."""
        ...

    def unfollow(self, whom: Profile) -> None:
        """Follow an account no more; where it is not followed, that is well."""
        ...

    def followed(self, before: str | None = None) -> Followed:
        """Give the first page of whom the account follows, or the one from a place on."""
        ...


@runtime_checkable
class ReadsHome(Protocol):
    """The ability to show what the followed accounts say."""

    def home(self, before: str | None = None) -> Home:
        """Give the newest page, or the one from a place on."""
        ...


@runtime_checkable
class Labelled(Protocol):
    """The ability to tell which warnings others have put on what is the account's."""

    def labels(self, network_id: str | None = None) -> tuple[Label, ...]:
        """Give the warnings on a post, or else those on the account itself."""
        ...


@runtime_checkable
class Verifies(Protocol):
    """The ability to say in public that another account is who it says it is."""

    def verify(self, whom: Profile) -> Verification:
        """Say so of an account, with the handle and name that it has; twice changes nothing."""
        ...

    def unverify(self, network_id: str) -> None:
        """Take that back; when it is gone already, that is well."""
        ...

    def verifications(self) -> tuple[Verification, ...]:
        """Give of whom the account says so."""
        ...


@runtime_checkable
class Hides(Protocol):
    """The ability to hide what others said below a post, without deleting it."""

    def hide(self, network_id: str) -> None:
        """Hide it; a second time changes nothing."""
        ...

    def show(self, network_id: str) -> None:
        """Show it again; a second time changes nothing."""
        ...


@runtime_checkable
class Measures(Protocol):
    """The ability to count what became of a post."""

    @staticmethod
    def measures() -> Mapping[str, str]:
        """Name what the network counts, each with what it means by it."""
        ...

    def measure(self, network_id: str) -> Mapping[str, int]:
        """Give the numbers of a post; what the network does not tell is left out."""
        ...


@runtime_checkable
class Describes(Protocol):
    """The ability to tell how an account presents itself, and how many follow it."""

    def describe(self) -> Described:
        """Ask how the account presents itself today."""
        ...


@runtime_checkable
class Allots(Protocol):
    """The ability to tell how many posts are left to an account for now."""

    def quota(self) -> Quota:
        """Ask how many posts the network takes, and how many it took."""
        ...


@runtime_checkable
class Priced(Protocol):
    """The need to pay for posts."""

    @staticmethod
    def prices() -> Mapping[str, Decimal]:
        """Give what each thing costs that a post brings with it, in US dollars."""
        ...

    @staticmethod
    def charges(words: str, *, described: int) -> Sequence[str]:
        """Name what a post with so many described pictures is charged for, as `prices` does."""
        ...
