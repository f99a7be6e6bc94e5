"""Meta's networks in small: who may ask, Pages with their posts, and every request checked."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, NoReturn

import httpx

from tabard.connectors.tests import meta_tables
from tabard.connectors.tests.network_server import (
    Asked,
    Handler,
    NetworkServer,
    WrongError,
    answers,
)

APPLICATION = "991000000000001"
SECRET = "the-secret-of-the-application"
PERSON = "555000000000001"
PAGE = "104000000000001"
PAGE_TOKEN = "EAAthe-page-token"
PERSON_TOKEN = "EAAthe-token-of-a-person"
LASTING_TOKEN = "EAAthe-lasting-token"
GRAPH = "/v26.0"

type Told = dict[str, Any]


class NoError(Exception):
    """The API says no to a request that is well formed."""

    def __init__(self, code: int, words: str, status: int = 400, **more: object) -> None:
        super().__init__(words)
        error = {"message": words, "code": code, "type": "OAuthException", **more}
        self.answer = httpx.Response(status, json={"error": error})


def told(what: Any) -> httpx.Response:
    return httpx.Response(200, json=what)


class MetaServer(NetworkServer):
    """A server that knows one application, one person, and what they look after."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
        self.owners = {PAGE_TOKEN: PAGE, PERSON_TOKEN: PERSON, LASTING_TOKEN: PERSON}
        self.owners[f"{APPLICATION}|{SECRET}"] = APPLICATION
        self.kinds = {PAGE: "page", PERSON: "user", APPLICATION: "application"}
        self.granted = ["pages_show_list", "pages_read_engagement", "pages_manage_posts"]
        self.challenge = ""
        self.things: dict[str, Told] = {
            APPLICATION: {"id": APPLICATION, "name": "Tabard of Exampleton"},
            PERSON: {"id": PERSON},
            PAGE: {
                "id": PAGE,
                "name": "Roads team",
                "username": "exampleton.roads",
                "link": "https://www.facebook.com/exampleton.roads",
                "about": "Roads of Exampleton",
                "website": "https://exampleton.example https://roads.example",
                "followers_count": 1203,
                "verification_status": "gray_verified",
                "access_token": PAGE_TOKEN,
                "tasks": ["CREATE_CONTENT", "MODERATE"],
            },
        }
        self._numbers = count(122000000000001)

    def _handler(self, asked: Asked) -> tuple[str, Handler, dict[str, str]]:
        """Answer with the API's own no where it says no, which is no fault of the request."""
        at, handler, pieces = super()._handler(asked)

        def answer(asked: Asked, **pieces: str) -> httpx.Response:
            try:
                return handler(asked, **pieces)
            except NoError as no:
                return no.answer

        return at, answer, pieces

    def refusal(self, why: str) -> httpx.Response:
        return NoError(100, why).answer

    def new(self, kind: str, within: str = "", **has: Any) -> Told:
        """Make a thing, a second after the last."""
        number = f"{within}{next(self._numbers)}"
        self.now += timedelta(seconds=1)
        self.kinds[number] = kind
        self.things[number] = {"id": number, **has}
        return self.things[number]

    def stamp(self) -> str:
        return self.now.strftime("%Y-%m-%dT%H:%M:%S+0000")

    def said(self, asked: Asked) -> dict[str, str]:
        """Give what is said, in the address or in the body, as a form or with pictures."""
        if asked.method != "POST":
            return asked.query
        if asked.headers["content-type"].startswith("multipart/"):
            return {k: v.decode() for k, v in asked.parts.items() if k != "source"}
        return asked.form

    def entered(self, asked: Asked) -> str:
        """Say whose token it is, which no address may hold, and which has to be proved."""
        said = self.said(asked)
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if "access_token" in said or not token:
            raise WrongError("The token belongs into the header.")
        proof = hmac.new(SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
        if said.get("appsecret_proof") != proof:
            raise WrongError("Invalid appsecret_proof provided in the API argument")
        if token not in self.owners:
            raise NoError(190, f"Malformed access token {token}", error_subcode=467)
        return self.owners[token]

    def checked(self, asked: Asked, what: str, edge: str = "") -> tuple[str, dict[str, str]]:
        """Check a request by Meta's tables; give what it is about, and what is said."""
        owner = self.entered(asked)
        number = owner if what == "me" else what
        if number not in self.things:
            raise NoError(100, f"Object with ID '{number}' does not exist", error_subcode=33)
        said = self.said(asked)
        kind = self.kinds[number]
        meta_tables.check(kind, asked.method, edge, said)
        return number, said

    def shown(self, number: str, fields: str) -> Told:
        """Give the fields of a thing that were asked for, as far as it has them."""
        meta_tables.check_fields(self.kinds[number], fields)
        has = self.things[number]
        return {name: has[name] for name, _ in meta_tables.names_in(fields) if name in has}

    def page_of(self, every: list[str], said: dict[str, str], fields: str) -> httpx.Response:
        """Give a list, of which each page says where the next begins."""
        start, limit = int(said.get("after", 0)), int(said.get("limit", 25))
        some = [self.shown(number, fields) for number in every[start : start + limit]]
        more = start + limit < len(every)
        paging = {"cursors": {"after": f"{start + limit}"}}
        return told({"data": some, "paging": {**paging, **({"next": "…"} if more else {})}})

    @answers("POST", f"{GRAPH}/oauth/access_token")
    def exchange(self, asked: Asked) -> httpx.Response:
        said = asked.form
        if (said["client_id"], said["client_secret"]) != (APPLICATION, SECRET):
            raise NoError(101, "Error validating application.")
        if said["grant_type"] == "fb_exchange_token":
            if self.owners.get(said["fb_exchange_token"]) != PERSON:
                raise NoError(190, "Malformed access token")
            return told({"access_token": LASTING_TOKEN, "token_type": "bearer"})
        return self._of_code(said)

    def _of_code(self, said: dict[str, str]) -> httpx.Response:
        digest = hashlib.sha256(said["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != self.challenge:
            raise WrongError("The verifier is not that of the challenge.")
        if said["code"] != "the-code":
            raise NoError(100, "This authorization code has been used.", error_subcode=36009)
        return told({"access_token": PERSON_TOKEN, "token_type": "bearer", "expires_in": 5183944})

    @answers("GET", f"{GRAPH}/me/accounts")
    def accounts(self, asked: Asked) -> httpx.Response:
        _, said = self.checked(asked, "me", "accounts")
        pages = [number for number, kind in self.kinds.items() if kind == "page"]
        return self.page_of(pages, said, said["fields"])

    @answers("GET", f"{GRAPH}/{{person}}/permissions")
    def permissions(self, asked: Asked, person: str) -> httpx.Response:
        self.checked(asked, person, "permissions")
        return told(self._granted())

    def _granted(self) -> Told:
        return {"data": [{"permission": one, "status": "granted"} for one in self.granted]}

    @answers("DELETE", f"{GRAPH}/{{person}}/permissions")
    def end_permissions(self, asked: Asked, person: str) -> httpx.Response:
        _, said = self.checked(asked, person, "permissions")
        right = said.get("permission")
        self.granted = [one for one in self.granted if right and one != right]
        return told({"success": True})

    @answers("GET", f"{GRAPH}/{{what}}")
    def read(self, asked: Asked, what: str) -> httpx.Response:
        number, said = self.checked(asked, what)
        self.things[PERSON]["permissions"] = self._granted()
        return told(self.shown(number, said["fields"]))

    @answers("GET", f"{GRAPH}/")
    def read_several(self, asked: Asked) -> httpx.Response:
        numbers = asked.query["ids"].split(",")
        said = {key: value for key, value in asked.query.items() if key != "ids"}
        for number in numbers:
            self.entered(asked)
            meta_tables.check(self.kinds[number], "GET", "", said)
        return told({number: self.shown(number, said["fields"]) for number in numbers})

    @answers("DELETE", f"{GRAPH}/{{what}}")
    def delete(self, asked: Asked, what: str) -> httpx.Response:
        number, _ = self.checked(asked, what)
        del self.things[number], self.kinds[number]
        return told({"success": True})

    def no_such(self, number: str) -> NoReturn:
        raise NoError(100, f"Object with ID '{number}' does not exist", error_subcode=33)

    @staticmethod
    def listed(said: dict[str, str], name: str) -> list[Any]:
        found: list[Any] = json.loads(said.get(name, "[]"))
        return found
