"""What the product and a network tell each other while an account is connected."""

from collections.abc import Mapping
from dataclasses import dataclass

from tabard.connectors.api.told import Profile


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing a person is asked for when connecting; the one named `server` is the base URL."""

    name: str
    label: str
    hint: str
    secret: bool
    default: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """What a network knows the council's software by, and where it sends people back to."""

    client_id: str
    client_secret: str
    back_to: str


@dataclass(frozen=True, slots=True)
class Offered:
    """One account for which leave was given, and the secrets that open it alone."""

    profile: Profile
    secrets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Leave:
    """The network's page on which leave is given, and what to know when somebody comes back.

    `server` is where the account lives, where that has been found out meanwhile.
    """

    address: str
    state: str
    kept: Mapping[str, str]
    server: str = ""
