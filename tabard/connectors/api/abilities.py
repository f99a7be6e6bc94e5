"""What some networks can do: each ability is a protocol of its own, asked for with isinstance."""

from collections.abc import Generator, Mapping
from decimal import Decimal
from typing import Any, Protocol, runtime_checkable

from tabard.common.http import Client
from tabard.connectors.api.told import (
    Application,
    Asked,
    Described,
    Followed,
    Hearing,
    Home,
    Label,
    Leave,
    Named,
    Offered,
    Post,
    Profile,
    Quota,
    Said,
    Verification,
)


@runtime_checkable
class AsksLeave(Protocol):
    """The ability to be connected on the network's own page, without any secret typed here."""

    @staticmethod
    def rights() -> Mapping[str, str]:
        """Give what is asked for, and what each is needed for, in words that follow “to”."""
        ...

    @staticmethod
    def ask_leave(http: Client, base_url: str, application: Application) -> Leave:
        """Say where the person gives leave."""
        ...

    @staticmethod
    def take_leave(
        http: Client,
        base_url: str,
        application: Application,
        *,
        leave: Leave,
        answer: Mapping[str, str],
    ) -> Mapping[str, str]:
        """Give the secrets that come of what the person brought back."""
        ...


@runtime_checkable
class Registers(Protocol):
    """The ability to make the council's software known to a server, without a person."""

    @staticmethod
    def register(http: Client, base_url: str, back_to: str) -> Application:
        """Make the council's software known to a server, once."""
        ...


@runtime_checkable
class KnownByAddress(Protocol):
    """The ability to know the council's software by what stands at an address of the council's."""

    @staticmethod
    def application(address: str, back_to: str) -> Application:
        """Make what every server is to know the council's software by, once; nothing is asked."""
        ...

    @staticmethod
    def document(known: Application) -> Mapping[str, Any]:
        """Give what stands at the address, for everybody to read."""
        ...


@runtime_checkable
class FindsServer(Protocol):
    """The ability to find where an account lives by its handle; `ask_leave` then takes either."""

    @staticmethod
    def asks_handle() -> Asked:
        """Say what a person is asked for in the place of a server."""
        ...


@runtime_checkable
class NeedsApplication(Protocol):
    """The need of an application that the council makes at the network, once, for all accounts."""

    @staticmethod
    def server() -> str:
        """Give the address of the network's API, which is the same for everybody."""
        ...

    @staticmethod
    def to_set_up(back_to: str) -> tuple[str, ...]:
        """Say, step by step, how the council makes its application at the network."""
        ...

    @staticmethod
    def try_out(http: Client, base_url: str, application: Application) -> None:
        """Make sure that the network knows the application, or raise what is wrong."""
        ...


@runtime_checkable
class OffersAccounts(Protocol):
    """The ability to be given leave for several accounts at once, of which one is chosen."""

    @staticmethod
    def offered(http: Client, base_url: str, secrets: Mapping[str, str]) -> tuple[Offered, ...]:
        """Give the accounts that the secrets of a leave open."""
        ...


@runtime_checkable
class Removes(Protocol):
    """The ability to take a post down."""

    def remove(self, network_id: str) -> None:
        """Take a post down; when it is already gone, that is well."""
        ...


@runtime_checkable
class Revokes(Protocol):
    """The ability to give back what was granted, so that these secrets open nothing any more."""

    def revoke(self) -> str:
        """Have the network end this access; when it ended already, that is well.

        Give what a person has still to do at the network, in a sentence; nothing if all is done.
        """
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
    """The need to pay for calls."""

    @staticmethod
    def prices() -> Mapping[str, Decimal]:
        """Give what each kind of call costs, in US dollars."""
        ...
