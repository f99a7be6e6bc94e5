"""What the council's own sign-on says of somebody, in whichever language it speaks."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

log = logging.getLogger(__name__)

# What somebody is sent to the sign-on for who is here already, beside what allauth knows.
CONFIRM = "confirm"


class SignOnError(Exception):
    """What the sign-on said cannot be believed, or it said nothing; the words are for people."""


def not_believed(why: str, exactly: object) -> SignOnError:
    """Refuse an answer, with the reason for the person, and for the log exactly what it was."""
    log.warning("An answer of the sign-on was refused, %s: %s", why, exactly)
    return SignOnError(f"We do not trust the answer of the council's sign-on: {why}.")


@dataclass(frozen=True, slots=True)
class Said:
    """Who somebody is in the council's directory, as the sign-on vouches for it.

    `email` is there only if it is verified. `groups` is None if the sign-on says nothing of them.
    `steps` are its words for how the person showed who they are, such as `mfa`.
    """

    provider: str
    uid: str
    directory_id: str = ""
    email: str = ""
    groups: frozenset[str] | None = None
    steps: frozenset[str] = frozenset()
    # When the person last showed there who they are, as far as the sign-on has signed that.
    shown_at: datetime | None = None
    # Whether `directory_id` is a number of the directory, and not only the provider's own subject.
    tells_number: bool = False


def offered() -> str:
    """Give what the council's sign-on is called; nothing where there is none."""
    return next((app["name"] for one in _providers().values() for app in one["APPS"]), "")


def known_by() -> str:
    """Give the name under which people are known to the sign-on; nothing where there is none."""
    return next((app["provider_id"] for one in _providers().values() for app in one["APPS"]), "")


def in_use() -> str:
    """Give the language of the council's sign-on; nothing where there is none."""
    return next(iter(_providers()), "")


def _providers() -> dict[str, Any]:
    found: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS
    return found
