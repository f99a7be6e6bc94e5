"""Asks a server of the fediverse in the name of one account."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from tabard.common.http import Client
from tabard.connectors.answers import contents, raise_for, reason, text, told_apart, web_address
from tabard.connectors.api import AccessLostError, Profile, RejectedError

GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
PERHAPS_THE_TOKEN = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED})
OWN = "/api/v1/accounts/verify_credentials"


class AtServer:
    """One account on its server."""

    def __init__(self, http: Client, base_url: str, secrets: Mapping[str, str]) -> None:
        self.secrets = secrets
        self._http = http
        self._server = base_url.rstrip("/")

    def identify(self) -> Profile:
        """Ask to whom the token belongs, and by which name the server goes."""
        with told_apart(writing=False):
            told = contents(self._asked("GET", OWN))
            page = web_address(told, "url")
            self.secrets = {**self.secrets, "account": text(told, "id")}
            return Profile(
                stable_id=told["uri"] if isinstance(told.get("uri"), str) else page,
                handle=f"{text(told, 'username')}@{self._domain()}",
                display_name=text(told, "display_name"),
                url=page,
            )

    def _account(self) -> str:
        """Give the number that the server has for the account; it is asked for once."""
        if "account" not in self.secrets:
            self.identify()
        return self.secrets["account"]

    def _domain(self) -> str:
        """Ask for the name that stands in handles, which need not be the server's own."""
        answer = self._ask("GET", "/api/v2/instance")
        if answer.status_code in GONE:
            return urlsplit(self._server).netloc
        self._insist(answer)
        return text(contents(answer), "domain")

    def _asked(
        self, method: str, path: str, *, writing: bool = False, **how: Any
    ) -> httpx.Response:
        answer = self._ask(method, path, **how)
        self._insist(answer, writing=writing)
        return answer

    def _insist(self, answer: httpx.Response, *, writing: bool = False) -> None:
        """Raise what a refusal means: one for want of rights is for a person to mend.

        By its number alone nobody knows whether the token is refused, or what was asked with it:
        Mastodon says 401 to a bad token, and other servers say so to much else, or 400 to both.
        """
        if answer.status_code in PERHAPS_THE_TOKEN and self._is_let_in():
            raise RejectedError(f"The network refused: {reason(answer)}")
        if answer.status_code in PERHAPS_THE_TOKEN:
            raise AccessLostError
        if answer.status_code == HTTPStatus.FORBIDDEN:
            raise AccessLostError(f"The server does not let us do this: {reason(answer)}")
        raise_for(answer, writing=writing)

    def _is_let_in(self) -> bool:
        return self._ask("GET", OWN).is_success

    def _ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        headers = {**self._bearer(), **how.pop("headers", {})}
        return self._http.request(method, f"{self._server}{path}", headers=headers, **how)

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secrets['token']}"}


def account_path(number: str, what: str = "") -> str:
    """Give the address of an account, or of something of it."""
    return f"/api/v1/accounts/{quote(number, safe='')}{what}"


def post_path(network_id: str, what: str = "") -> str:
    """Give the address of a post, or of something of it."""
    return f"/api/v1/statuses/{quote(network_id, safe='')}{what}"
