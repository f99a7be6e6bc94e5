"""Calls of LinkedIn's API: which version, in whose name, and what a refusal means."""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from tabard.common.http import Client
from tabard.connectors.answers import raise_for, reason
from tabard.connectors.api import AccessLostError, UnsureError

# A version is answered for a year (learn.microsoft.com/linkedin/marketing/versioning).
VERSION = "202610"
# What LinkedIn calls a post with the words of one that is out: it has it already.
DUPLICATE = "duplicate"


def in_path(name: str) -> str:
    """Write an identifier as it stands in an address, where its colons are escaped."""
    return quote(name, safe="")


class Calls:
    """What is asked of the API with one token."""

    def __init__(self, http: Client, base_url: str, token: str) -> None:
        self._http = http
        self._at = base_url.rstrip("/")
        self._headers = {
            "Authorization": f"Bearer {token}",
            "LinkedIn-Version": VERSION,
            "X-Restli-Protocol-Version": "2.0.0",
        }

    def ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        """Ask, whatever the answer."""
        headers = {**self._headers, **how.pop("headers", {})}
        return self._http.request(method, f"{self._at}{path}", headers=headers, **how)

    def asked(self, method: str, path: str, *, writing: bool = False, **how: Any) -> httpx.Response:
        """Ask, and give an answer that is no refusal."""
        return self.fit(self.ask(method, path, **how), writing=writing)

    def bring(self, address: str, content: bytes, *, headers: dict[str, str]) -> None:
        """Bring the bytes of a picture to where LinkedIn wants them."""
        who = {"Authorization": self._headers["Authorization"], **headers}
        self.fit(self._http.put(address, content=content, headers=who))

    def fit(self, answer: httpx.Response, *, writing: bool = False) -> httpx.Response:
        """Give an answer that is no refusal, or raise what the refusal means."""
        if answer.status_code == HTTPStatus.FORBIDDEN:
            raise AccessLostError(f"LinkedIn does not let us do this: {reason(answer)}")
        if writing and answer.is_client_error and DUPLICATE in reason(answer).lower():
            raise UnsureError("LinkedIn says that it has a post with these words already.")
        raise_for(answer, writing=writing)
        return answer
