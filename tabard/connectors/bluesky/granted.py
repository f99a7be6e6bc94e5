"""An account's access by leave that was given on its own server's page.

The tokens work with one key alone, which is kept with them. The server that gives them out takes
each refresh token once; whoever used one a second time would end the access.
"""

import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import httpx

from tabard.common.http import Client
from tabard.connectors.answers import contents, raise_for, reason, told_apart
from tabard.connectors.api import AccessLostError
from tabard.connectors.bluesky import leave
from tabard.connectors.bluesky.proof import Prover
from tabard.connectors.bluesky.session import SHUT_OUT, TokenRefusedError, error_in

# Seconds; a token that ends sooner is renewed before it is used.
SOON = 60
BUSY = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)


class Granted:
    """Asks an AT Protocol server with the tokens that were given."""

    def __init__(self, http: Client, server: str, secrets: Mapping[str, str]) -> None:
        self.secrets = secrets
        self._http = http
        self._server = server.rstrip("/")
        self._prover = Prover(http, secrets["key"])

    @property
    def home(self) -> str:
        """Where the account lives."""
        return self.secrets.get("home", self._server)

    def move(self, home: str) -> None:
        """From now on ask where the account's own directory entry says that it lives."""
        self.secrets = {**self.secrets, "home": home}

    def ask(self, method: str, **asked: str) -> httpx.Response:
        """Ask what anybody may ask."""
        return self._http.get(f"{self.home}/xrpc/{method}", params=asked)

    def signed(self, verb: str, method: str, **how: Any) -> httpx.Response:
        """Ask as the account; if the token has run out, once more with a new one."""
        if time.time() > int(self.secrets["expires_at"]) - SOON:
            self._renew()
        answer = self._with_token(verb, method, **how)
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            self._renew()
            answer = self._with_token(verb, method, **how)
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            raise TokenRefusedError
        if error_in(answer) in SHUT_OUT:
            raise AccessLostError
        return answer

    def begin(self) -> None:
        """Do nothing: leave was given already."""

    def end(self) -> None:
        """Have the access end; AccessLostError says that it ended before."""
        with told_apart(writing=False):
            raise_for(self._asked("ended_at", token=self.secrets["refresh_token"]), writing=False)

    def _with_token(self, verb: str, method: str, **how: Any) -> httpx.Response:
        address = f"{self.home}/xrpc/{method}"
        return self._prover.send(verb, address, token=self.secrets["access_token"], **how)

    def _asked(self, where: str, **said: str) -> httpx.Response:
        """Ask those who gave out the tokens, where they had said."""
        us = self.secrets
        return leave.asked(self._prover, us["issuer"], us[where], us, said)

    def _renew(self) -> None:
        """Get new tokens, and keep them whatever comes of the call that needed them."""
        token = self.secrets["refresh_token"]
        with told_apart(writing=False):
            answer = self._asked("renewed_at", grant_type="refresh_token", refresh_token=token)
            if answer.is_redirect or (answer.is_client_error and answer.status_code not in BUSY):
                raise AccessLostError(f"The network does not let us in: {reason(answer)}")
            raise_for(answer, writing=False)
            given = leave.tokens_in(contents(answer))
        if given["did"] != self.secrets["did"]:
            raise AccessLostError("The access now belongs to another account.")
        self.secrets = {**self.secrets, **given}
