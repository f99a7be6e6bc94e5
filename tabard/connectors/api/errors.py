"""What can go wrong at a network, each kind with what to do next."""

from datetime import datetime


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
