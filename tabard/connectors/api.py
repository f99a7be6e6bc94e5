"""The contract between the product and a network: what is said, heard, and what can go wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import entry_points
from typing import ClassVar, Protocol, runtime_checkable

from tabard.common.http import Client


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it goes out: bytes, what it shows in words, and its size in pixels."""

    content: bytes
    media_type: str
    alt: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        """Give the digest by which the picture is known again."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Post:
    """What goes out, the same at every try, byte for byte."""

    words: str
    pictures: tuple[Picture, ...]
    once_only_key: str
    created_at: datetime
    language: str = "en-GB"


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where the network says that it has put a post."""

    network_id: str
    url: str


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """A picture as the network shows it; the digest is None where the network alters pictures."""

    alt: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A post as the network has it."""

    network_id: str
    url: str
    words: str
    links: tuple[str, ...]
    pictures: tuple[SeenPicture, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A page of what an account said, newest first, each with when; `before` leads on to older."""

    posts: tuple[tuple[Seen, datetime], ...]
    unreadable: int
    before: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """Whom the network says the secrets belong to; `stable_id` outlives every handle."""

    stable_id: str
    handle: str
    display_name: str
    url: str


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that the network takes: of words (counted by `count`), pictures, alt text, bytes."""

    length: int
    unit: str
    pictures: int
    alt_text: int
    picture_bytes: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing a person is asked for when connecting; the one named `server` is the base URL."""

    name: str
    label: str
    hint: str
    secret: bool
    default: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """What a pasted link or handle names."""

    network: str
    handle: str | None = None
    stable_id: str | None = None
    post_id: str | None = None
    server: str | None = None


class ConnectorError(Exception):
    """What went wrong at a network; its text is in words for people."""


class TryLaterError(ConnectorError):
    """Nothing has happened: try again, at the time given by `until` if there is one."""

    def __init__(
        self, why: str = "The network cannot be used just now.", *, until: datetime | None = None
    ) -> None:
        super().__init__(why)
        self.until = until


class RejectedError(ConnectorError):
    """The network will never take this as it is."""


class AccessLostError(ConnectorError):
    """A person has to connect the account again."""

    def __init__(
        self, why: str = "The network no longer lets us in. Connect the account again."
    ) -> None:
        super().__init__(why)


class UnsureError(ConnectorError):
    """It may have happened: look before trying again."""

    def __init__(
        self, why: str = "The network's answer was lost, so we do not know if it has the post."
    ) -> None:
        super().__init__(why)


class UnknownNetworkError(LookupError):
    """No connector is installed under that name."""


class Connector(Protocol):
    """One account on one network."""

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


@dataclass(frozen=True, slots=True)
class Application:
    """What a network knows the council's software by, and where it sends people back to."""

    client_id: str
    client_secret: str
    back_to: str


@dataclass(frozen=True, slots=True)
class Leave:
    """The network's page on which leave is given, and what to know when somebody comes back."""

    address: str
    state: str
    kept: Mapping[str, str]


@runtime_checkable
class AsksLeave(Protocol):
    """The ability to be connected on the network's own page, without any secret typed here."""

    @staticmethod
    def rights() -> Mapping[str, str]:
        """Give what is asked for, and what each is needed for, in words that follow “to”."""
        ...

    @staticmethod
    def register(http: Client, base_url: str, back_to: str) -> Application:
        """Make the council's software known to a server, once."""
        ...

    @staticmethod
    def ask_leave(base_url: str, application: Application) -> Leave:
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
