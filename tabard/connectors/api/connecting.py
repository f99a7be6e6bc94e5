"""How accounts are connected: each way that some networks have is a protocol of its own."""

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from tabard.common.http import Client
from tabard.connectors.api.leave import Application, Asked, Leave, Offered


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
class Revokes(Protocol):
    """The ability to give back what was granted, so that these secrets open nothing any more."""

    def revoke(self) -> str:
        """Have the network end this access; when it ended already, that is well.

        Give what a person has still to do at the network, in a sentence; nothing if all is done.
        """
        ...
