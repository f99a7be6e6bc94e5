"""Who may change what a council has set."""

from typing import Protocol

from tabard.common.rules import Refused


class Keeper(Protocol):
    """Somebody who is signed in; staff stand in an app above this one."""

    pk: int

    @property
    def keeps_settings(self) -> bool:
        """Whether settings are theirs to change."""


def may_keep_settings(person: Keeper) -> Refused | None:
    """Administrators and the programme team see and change settings."""
    if person.keeps_settings:
        return None
    return Refused("Only administrators and the programme team change settings.")
