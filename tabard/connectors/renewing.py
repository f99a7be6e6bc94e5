"""An account's access by a token that runs out, and is renewed by another (RFC 6749, section 6)."""

import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import httpx

from tabard.common.http import Client
from tabard.connectors import oauth
from tabard.connectors.answers import contents, number, text, told_apart
from tabard.connectors.api import AccessLostError, Application

# Seconds; a token that ends sooner is renewed before it is used.
SOON = 60

type Judge = Callable[..., None]


class Renewing:
    """Asks a network as the account, with `access_token`, `refresh_token` and `expires_at`.

    `tokens` is where tokens are renewed; `judge` raises what a refusal means.
    """

    def __init__(
        self, http: Client, server: str, secrets: Mapping[str, str], *, tokens: str, judge: Judge
    ) -> None:
        self.secrets = secrets
        self._http = http
        self._server = server.rstrip("/")
        self._tokens = tokens
        self._judge = judge
        self._application = Application(
            secrets.get("client_id", ""), secrets.get("client_secret", ""), back_to=""
        )

    def asked(self, method: str, path: str, *, writing: bool = False, **how: Any) -> dict[str, Any]:
        """Ask, and give what is answered, or raise what the refusal means."""
        with told_apart(writing=writing):
            answer = self.ask(method, path, **how)
            self._judge(answer, writing=writing)
            return contents(answer)

    def ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        """Ask; if the token has run out, once more with a new one."""
        if time.time() > int(self.secrets.get("expires_at", "0")) - SOON:
            self._renew()
        answer = self._with_token(method, path, **how)
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            self._renew()
            answer = self._with_token(method, path, **how)
        return answer

    def end(self, path: str) -> bool:
        """Have the network end all tokens; say whether they are known to open nothing any more."""
        named = ("refresh_token", "access_token")
        tokens = [self.secrets[name] for name in named if name in self.secrets]
        at = f"{self._server}{path}"
        ended = [oauth.revoke(self._http, at, self._application, token=one) for one in tokens]
        return all(ended)

    def _with_token(self, method: str, path: str, **how: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.secrets['access_token']}"}
        return self._http.request(method, f"{self._server}{path}", headers=headers, **how)

    def _renew(self) -> None:
        """Get new tokens, and keep them whatever comes of the call that needed them."""
        if "refresh_token" not in self.secrets:
            raise AccessLostError
        token = self.secrets["refresh_token"]
        at = f"{self._server}{self._tokens}"
        told = oauth.renew(self._http, at, self._application, token=token)
        with told_apart(writing=False):
            self.secrets = {**self.secrets, **secrets_in({"refresh_token": token, **told})}


def secrets_in(told: Any) -> Mapping[str, str]:
    """Give what is kept of new tokens; where none else is told, the refresh token goes on."""
    return {
        "access_token": text(told, "access_token"),
        "refresh_token": text(told, "refresh_token"),
        "expires_at": str(int(time.time()) + number(told, "expires_in")),
    }
