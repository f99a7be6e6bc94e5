"""Who may change what a council has set, and its days."""

from typing import Any, Protocol

from tabard.common.rules import Refused
from tabard.council.settings import Setting


class Keeper(Protocol):
    """Somebody who is signed in; staff stand in an app above this one."""

    pk: int

    @property
    def keeps_settings(self) -> bool:
        """Whether settings are theirs to change."""

    @property
    def keeps_sign_in(self) -> bool:
        """Whether settings that guard sign-in and roles are theirs to change, too."""


def may_keep_settings(person: Keeper) -> Refused | None:
    """Administrators and the programme team see and change settings."""
    if person.keeps_settings:
        return None
    return Refused("Only administrators and the programme team change settings.")


def may_change(person: Keeper, setting: Setting[Any]) -> Refused | None:
    """Whoever keeps settings changes them; a guarded one only an administrator."""
    if setting.guard is not None and not person.keeps_sign_in:
        return Refused(f"Only administrators change this: {setting.guard.because}.")
    return may_keep_settings(person)


def may_keep_days(person: Keeper) -> Refused | None:
    """Administrators and the programme team enter the days that matter to posts."""
    if person.keeps_settings:
        return None
    return Refused("Only administrators and the programme team enter the council's days.")
