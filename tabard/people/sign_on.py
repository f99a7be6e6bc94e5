"""What the council's own sign-on says of somebody, in whichever language it speaks."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings


class SignOnError(Exception):
    """What the sign-on said cannot be believed, or it said nothing; the words are for people."""


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


def offered() -> str:
    """Give what the council's sign-on is called; nothing where there is none."""
    return next((app["name"] for one in _providers() for app in one["APPS"]), "")


def _providers() -> list[Any]:
    return list(settings.SOCIALACCOUNT_PROVIDERS.values())
