"""Pinterest, as far as its connector goes: requests are held to the models of its own client."""

import base64
import re
from datetime import date
from importlib import import_module
from typing import Any

import httpx

from tabard.connectors.tests.network_server import Asked, NetworkServer, WrongError, answers

KNOWN = ("the-client-id", "the-client-secret")
BOARD = "549755885175"
ME = {"id": "2783136121146311751", "username": "exampleton", "business_name": "Exampleton"}
BOARDS = [
    {"id": BOARD, "name": "Parks", "privacy": "PUBLIC"},
    {"id": "7", "name": "Roads", "privacy": "PUBLIC"},
]
METRICS = {"IMPRESSION": 7, "PIN_CLICK": 3, "OUTBOUND_CLICK": 2, "SAVE": 1}
EVER = {"TOTAL_COMMENTS": 4, "TOTAL_REACTIONS": 5}
MOST_DAYS = 90


def problem(status: int, message: str) -> httpx.Response:
    """Give a refusal as Pinterest words it."""
    return httpx.Response(status, json={"code": 1, "message": message})


def insist(model: str, said: dict[str, Any]) -> None:
    """Insist that this is what the client's model says, with no field beside.

    Loading the first model takes seconds.
    """
    module = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model).lower()
    kind = getattr(import_module(f"openapi_generated.pinterest_client.model.{module}"), model)
    if unknown := said.keys() - kind.attribute_map.values():
        raise WrongError(f"{model} has no {', '.join(unknown)}.")
    kind(**said, _spec_property_naming=True)


class PinterestNetwork(NetworkServer):
    """A Pinterest with one account and two boards."""

    def __init__(self) -> None:
        super().__init__()
        self.access, self.refresh, self.renewals = "access-0", "refresh-0", 0
        self.revokes = False
        self.pins: dict[str, dict[str, Any]] = {}
        self.at = "2026-11-23T09:30:01"
        self.page = 250
        self.profile: dict[str, Any] = ME

    def turned_away(self, asked: Asked) -> httpx.Response | None:
        known = asked.headers.get("authorization") == f"Bearer {self.access}"
        if known or asked.path.startswith("/v5/oauth/"):
            return None
        return problem(401, "Authentication failed.")

    def _is_known(self, asked: Asked) -> bool:
        basic = base64.b64encode(":".join(KNOWN).encode()).decode()
        return asked.headers.get("authorization") == f"Basic {basic}"

    @answers("POST", "/v5/oauth/token")
    def token(self, asked: Asked) -> httpx.Response:
        if not self._is_known(asked):
            return problem(401, "Authentication failed.")
        form = asked.form
        if "code_verifier" in form:
            raise WrongError("Pinterest takes no proof of the exchange.")
        if form.get("code", "the-code") != "the-code" or not form.get("redirect_uri", "-"):
            return problem(400, "Invalid code.")
        if form["grant_type"] == "refresh_token" and form["refresh_token"] != self.refresh:
            return problem(400, "Invalid refresh token.")
        self.renewals += 1
        self.access = f"access-{self.renewals}"
        return self.tokens()

    def tokens(self) -> httpx.Response:
        scope = "user_accounts:read boards:read boards:write pins:read pins:write"
        told = {"access_token": self.access, "refresh_token": self.refresh, "expires_in": 2592000}
        return httpx.Response(200, json={**told, "token_type": "bearer", "scope": scope})

    @answers("POST", "/v5/oauth/token/revoke")
    def revoke(self, asked: Asked) -> httpx.Response:
        if asked.form.keys() - {"token", "token_type_hint"}:
            raise WrongError("A revocation names a token.")
        if not self.revokes:
            return problem(403, "Client is not allowed to revoke token.")
        self.access = self.refresh = ""
        return httpx.Response(200)

    @answers("GET", "/v5/user_account")
    def account(self, _: Asked) -> httpx.Response:
        return httpx.Response(200, json=self.profile)

    @answers("GET", "/v5/boards")
    def boards(self, asked: Asked) -> httpx.Response:
        if asked.query.pop("privacy", "ALL") not in {"ALL", "PUBLIC"}:
            raise WrongError("Boards are asked for as far as everybody can see them.")
        return self._listed(asked, BOARDS)

    @answers("GET", "/v5/boards/{number}")
    def board(self, asked: Asked, number: str) -> httpx.Response:
        if asked.query:
            raise WrongError("There is no such parameter.")
        found = [one for one in BOARDS if one["id"] == number]
        return httpx.Response(200, json=found[0]) if found else problem(404, "Board not found.")

    @answers("GET", "/v5/boards/{board}/pins")
    def on_board(self, asked: Asked, board: str) -> httpx.Response:
        return self._listed(asked, [one for one in self.pins.values() if one["board_id"] == board])

    def _listed(self, asked: Asked, found: list[dict[str, Any]]) -> httpx.Response:
        if asked.query.keys() - {"bookmark", "page_size"}:
            raise WrongError("There is no such parameter.")
        if not 1 <= int(asked.query.get("page_size", "25")) <= 250:
            raise WrongError("A page has up to 250.")
        start = int(asked.query.get("bookmark", "0"))
        more = str(start + self.page) if found[start + self.page :] else None
        told = {"items": found[start : start + self.page], "bookmark": more}
        return httpx.Response(200, json=told)

    @answers("POST", "/v5/pins")
    def create(self, asked: Asked) -> httpx.Response:
        said = asked.json
        insist("PinCreate", said)
        picture = said.pop("media_source")
        insist("PinMediaSourceImageBase64", picture)
        base64.b64decode(picture["data"], validate=True)
        number = str(1000 + len(self.pins))
        self.pins[number] = {**said, "id": number, "created_at": self.at, "is_owner": True}
        return httpx.Response(201, json=self.pins[number])

    @answers("GET", "/v5/pins/{number}")
    def one(self, asked: Asked, number: str) -> httpx.Response:
        if asked.query:
            raise WrongError("There is no such parameter.")
        if number not in self.pins:
            return problem(404, "Pin not found.")
        return httpx.Response(200, json=self.pins[number])

    @answers("PATCH", "/v5/pins/{number}")
    def update(self, asked: Asked, number: str) -> httpx.Response:
        insist("PinUpdate", asked.json)
        self.pins[number].update(asked.json)
        return httpx.Response(200, json=self.pins[number])

    @answers("DELETE", "/v5/pins/{number}")
    def delete(self, _: Asked, number: str) -> httpx.Response:
        if self.pins.pop(number, None) is None:
            return problem(404, "Pin not found.")
        return httpx.Response(204)

    @answers("GET", "/v5/pins/{number}/analytics")
    def analytics(self, asked: Asked, number: str) -> httpx.Response:
        first, last = (date.fromisoformat(asked.query[name]) for name in ("start_date", "end_date"))
        if not 0 <= (last - first).days < MOST_DAYS:
            raise WrongError("Numbers are told of ninety days.")
        if unknown := set(asked.query["metric_types"].split(",")) - {*METRICS, *EVER}:
            raise WrongError(f"There is no number {unknown}.")
        told = {"summary_metrics": METRICS, "lifetime_metrics": EVER} if number in self.pins else {}
        return httpx.Response(200, json={"all": told})
