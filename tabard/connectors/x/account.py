"""One account on X, and the tokens that open it."""

from collections.abc import Mapping

from tabard.common.http import Client
from tabard.connectors.answers import told_apart
from tabard.connectors.api import Profile
from tabard.connectors.renewing import Renewing
from tabard.connectors.x import leave
from tabard.connectors.x.hearing import profile_in
from tabard.connectors.x.session import raise_what_is_wrong


class AtX:
    """An account, and who it is."""

    def __init__(self, http: Client, base_url: str, secrets: Mapping[str, str]) -> None:
        self._session = Renewing(
            http, base_url, secrets, tokens=leave.TOKENS, judge=raise_what_is_wrong
        )

    @property
    def secrets(self) -> Mapping[str, str]:
        """What has to be kept: the tokens, of which each opens the way to the next."""
        return self._session.secrets

    def identify(self) -> Profile:
        """Ask to whom the tokens belong."""
        told = self._session.asked("GET", "/2/users/me")
        with told_apart(writing=False):
            profile = profile_in(told.get("data"))
        self._session.secrets = {**self.secrets, "user_id": profile.stable_id}
        return profile

    def _own(self) -> str:
        """Give the number of the account, which is asked for once."""
        return self.secrets.get("user_id") or self.identify().stable_id
