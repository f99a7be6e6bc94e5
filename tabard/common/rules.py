"""How a rule says no, and how an action insists on it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule's no, with the reason that the person is shown."""

    why: str


class NotAllowedError(Exception):
    """An action was refused by a rule; the message is the reason for the person."""


def insist(refusal: Refused | None) -> None:
    """Raise NotAllowedError if a rule refused."""
    if refusal is not None:
        raise NotAllowedError(refusal.why)
