"""Speaks to the Graph API, through which all networks of Meta are reached."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from tabard.common.env import env
from tabard.common.http import Client
from tabard.connectors.answers import contents
from tabard.connectors.api import Application
from tabard.connectors.meta import refusals

# Meta keeps a version for two years (developers.facebook.com/docs/graph-api/changelog/versions).
VERSION = "v26.0"

type Files = Mapping[str, tuple[str, bytes, str]]


def server() -> str:
    """Give the address of the API, which is the same for everybody."""
    return env("GRAPH_SERVER", default="https://graph.facebook.com")


def application_token(client_id: str, client_secret: str) -> str:
    """Give what the application itself signs in with, without any person."""
    return f"{client_id}|{client_secret}"


class Graph:
    """The API as one token opens it; each call proves that it comes from the application's server.

    The token goes in a header, never in an address, which servers write into their logs.
    """

    def __init__(self, http: Client, base_url: str, *, token: str, client_secret: str) -> None:
        self._http = http
        self._api = f"{base_url.rstrip('/')}/{VERSION}"
        self._token = token
        self._secret = client_secret

    @classmethod
    def of_application(cls, http: Client, base_url: str, application: Application) -> "Graph":
        """Speak as the application."""
        secret = application.client_secret
        token = application_token(application.client_id, secret)
        return cls(http, base_url, token=token, client_secret=secret)

    def get(self, *path: str, **said: str | int) -> dict[str, Any]:
        """Read something."""
        return contents(self._ask("GET", path, writing=False, params={**said, **self._proof()}))

    def post(
        self, *path: str, writing: bool = True, files: Files | None = None, **said: Any
    ) -> dict[str, Any]:
        """Write something; what is no word is said in JSON."""
        told = {key: one if isinstance(one, str) else json.dumps(one) for key, one in said.items()}
        said = {**told, **self._proof()}
        return contents(self._ask("POST", path, writing=writing, data=said, files=files))

    def delete(self, *path: str, writing: bool = True, **said: str) -> None:
        """Delete something."""
        self._ask("DELETE", path, writing=writing, params={**said, **self._proof()})

    def _ask(
        self, method: str, path: tuple[str, ...], *, writing: bool, **how: Any
    ) -> httpx.Response:
        address = "/".join([self._api, *(quote(piece, safe="") for piece in path)])
        headers = {"Authorization": f"Bearer {self._token}"}
        answer = self._http.request(method, address, headers=headers, **how)
        refusals.raise_for(answer, writing=writing, hide=self._token)
        return answer

    def _proof(self) -> dict[str, str]:
        """Prove that we know the application's secret: a stolen token alone opens nothing."""
        if not self._secret:
            return {}
        made = hmac.new(self._secret.encode(), self._token.encode(), hashlib.sha256)
        return {"appsecret_proof": made.hexdigest()}
