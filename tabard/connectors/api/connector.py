"""What every network can do, and how its connector is found."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import ClassVar, Protocol

from tabard.common.http import Client
from tabard.connectors.api.leave import Asked
from tabard.connectors.api.told import Delivered, Limits, Named, Post, Profile, Seen


class UnknownNetworkError(LookupError):
    """No connector is installed under that name."""


class Connector(Protocol):
    """One account on one network.

    Its `secrets` open the account; where the network knows the council by an application of its
    own, `client_id` and `client_secret` of that one are among them.
    """

    name: ClassVar[str]
    limits: ClassVar[Limits]
    asks: ClassVar[tuple[Asked, ...]]

    def __init__(self, http: Client, base_url: str, secrets: Mapping[str, str]) -> None: ...

    @property
    def secrets(self) -> Mapping[str, str]:
        """What has to be kept from now on: a token may have been renewed during a call."""
        ...

    @staticmethod
    def new_key() -> str:
        """Choose, before the first try, the key under which a post can exist only once."""
        ...

    @staticmethod
    def recognise(text: str) -> Named | None:
        """Say what a pasted profile link, post link or handle names, if it is of this network."""
        ...

    @staticmethod
    def count(words: str) -> int:
        """Count as the network counts; more than `limits.length` will be rejected."""
        ...

    def identify(self) -> Profile:
        """Ask the network to whom these secrets belong."""
        ...

    def deliver(self, post: Post) -> Delivered:
        """Put a post on the network; a second time with the same key changes nothing."""
        ...

    def look_for(self, post: Post) -> Seen | None:
        """Find what a delivery has left whose answer was lost; None says that it left nothing.

        A network that cannot be asked this raises UnsureError, and a person has to look.
        """
        ...

    def read_back(self, network_id: str) -> Seen | None:
        """Fetch a post from the network; None says that the network does not have it."""
        ...


@cache
def all_connectors() -> Mapping[str, type[Connector]]:
    """Give every installed connector by name: ours, and those of other packages."""
    return {found.name: found.load() for found in entry_points(group="tabard.connectors")}


def find(name: str) -> type[Connector]:
    """Give the connector of that name."""
    try:
        return all_connectors()[name]
    except KeyError:
        raise UnknownNetworkError(f"No connector is installed for “{name}”.") from None
