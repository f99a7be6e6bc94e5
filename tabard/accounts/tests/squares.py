"""Town Square, a network that there is not: it knows the council by an application made there.

Spoken to as the practice network is, with leave given on a page of its own, and several accounts at
once if a test says so.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

import httpx
import pytest

from tabard.common.http import Client
from tabard.connectors import api, oauth
from tabard.connectors.answers import contents, raise_for, text, things, told_apart
from tabard.connectors.api import Application, Leave, Offered, Profile, connector
from tabard.connectors.practice import Practice


def install(monkeypatch: pytest.MonkeyPatch, **networks: type[api.Connector]) -> None:
    """Have these networks installed beside the others, for one test."""
    everything = {**api.all_connectors(), **networks}
    for module in (api, connector):
        monkeypatch.setattr(module, "all_connectors", lambda: everything)


RIGHTS = {"post": "post, and take posts down"}


class TownSquare(Practice):
    """All of it at one address, which a test sets."""

    name = "Town Square"
    address: ClassVar[str] = ""

    @classmethod
    def server(cls) -> str:
        return cls.address

    @staticmethod
    def to_set_up(back_to: str) -> tuple[str, ...]:
        return ("Sign in to Town Square as the council.", f"Enter {back_to} as the callback.")

    @staticmethod
    def try_out(http: Client, base_url: str, application: Application) -> None:
        who = httpx.BasicAuth(application.client_id, application.client_secret)
        with told_apart(writing=False):
            raise_for(http.get(f"{base_url}/application", auth=who), writing=False)

    @staticmethod
    def rights() -> Mapping[str, str]:
        return RIGHTS

    @staticmethod
    def ask_leave(http: Client, base_url: str, application: Application) -> Leave:
        del http
        return oauth.ask(f"{base_url}/leave", application, rights=" ".join(RIGHTS))

    @staticmethod
    def take_leave(
        http: Client,
        base_url: str,
        application: Application,
        *,
        leave: Leave,
        answer: Mapping[str, str],
    ) -> Mapping[str, str]:
        code = oauth.code_in(answer, leave)
        told = oauth.redeem(http, f"{base_url}/token", application, code=code, leave=leave)
        return {"token": text(told, "access_token")}

    def _ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        """Say also which application asks."""
        who = f"{self.secrets['client_id']} {self.secrets['client_secret']}"
        return super()._ask(method, path, headers={"X-Application": who}, **how)


class Squares(TownSquare):
    """One that gives leave for several accounts at once."""

    name = "Town Squares"

    @classmethod
    def offered(
        cls, http: Client, base_url: str, secrets: Mapping[str, str]
    ) -> tuple[Offered, ...]:
        with told_apart(writing=False):
            answer = http.get(f"{base_url}/accounts", headers={"X-Token": secrets["token"]})
            raise_for(answer, writing=False)
            return tuple(
                Offered(
                    Profile(
                        text(one, "id"), text(one, "handle"), text(one, "name"), text(one, "url")
                    ),
                    {**secrets, "token": text(one, "token")},
                )
                for one in things(contents(answer), "accounts")
            )
