"""A server of the fediverse that is not Mastodon, and answers as one that was tried: see its words.

It minds no `Idempotency-Key`, so that a second request makes a second post; says 400 to a post that
is too long and to a bad token, and 401 to the deletion of somebody else's post; streams nothing and
has no second version of what it tells of itself.
"""

from datetime import UTC, datetime
from typing import Any

import httpx

from tabard.connectors.tests.network_server import Asked, NetworkServer, answers

LONGEST = 500
TOKENS = {"t": "1", "u": "2"}


class FediverseServer(NetworkServer):
    """A server with two accounts, `roads` by the token `t` and `ada` by `u`."""

    def __init__(self, software: str = "elsewhere") -> None:
        super().__init__()
        self.software = software
        self.now = datetime(2026, 11, 23, 9, 30, 1, tzinfo=UTC)
        self.posts: dict[str, dict[str, Any]] = {}

    def turned_away(self, asked: Asked) -> httpx.Response | None:
        needs_token = asked.path.startswith("/api/v1/")
        if needs_token and self._account(asked) is None:
            return httpx.Response(400, json={"error": "unable to parse token"})
        return None

    def _account(self, asked: Asked) -> str | None:
        return TOKENS.get(asked.headers.get("authorization", "").removeprefix("Bearer "))

    @answers("GET", "/.well-known/nodeinfo")
    def where_it_says_what_it_is(self, asked: Asked) -> httpx.Response:
        del asked
        rel = "http://nodeinfo.diaspora.software/ns/schema/2.0"
        return httpx.Response(200, json={"links": [{"rel": rel, "href": f"{self.url}/nodeinfo"}]})

    @answers("GET", "/nodeinfo")
    def what_it_is(self, asked: Asked) -> httpx.Response:
        del asked
        return httpx.Response(200, json={"software": {"name": self.software, "version": "0.11"}})

    @answers("GET", "/api/v2/instance")
    def itself(self, asked: Asked) -> httpx.Response:
        del asked
        return httpx.Response(404, json={"error": "not found"})

    @answers("GET", "/api/v1/streaming/user/notification")
    def stream(self, asked: Asked) -> httpx.Response:
        del asked
        return httpx.Response(404, json={"error": "not found"})

    @answers("GET", "/api/v1/accounts/verify_credentials")
    def who(self, asked: Asked) -> httpx.Response:
        return httpx.Response(200, json=self._shown(f"{self._account(asked)}"))

    @answers("POST", "/api/v1/statuses")
    def post(self, asked: Asked) -> httpx.Response:
        words = asked.json["status"]
        if len(words) > LONGEST:
            return httpx.Response(400, json={"error": "the post is too long"})
        number = f"{len(self.posts) + 1:06}"
        self.posts[number] = {
            "id": number,
            "url": f"{self.url}/@roads/{number}",
            "content": f"<p>{words}</p>",
            "visibility": asked.json["visibility"],
            "created_at": self.now.isoformat(),
            "media_attachments": [],
            "account": self._shown(f"{self._account(asked)}"),
        }
        return httpx.Response(200, json=self.posts[number])

    @answers("GET", "/api/v1/accounts/{account}/statuses")
    def said(self, asked: Asked, account: str) -> httpx.Response:
        below = asked.query.get("max_id", "~")
        found = [
            one
            for number, one in reversed(self.posts.items())
            if number < below and one["account"]["id"] == account
        ]
        return httpx.Response(200, json=found[: int(asked.query["limit"])])

    @answers("DELETE", "/api/v1/statuses/{number}")
    def delete(self, asked: Asked, number: str) -> httpx.Response:
        if self.posts[number]["account"]["id"] != self._account(asked):
            return httpx.Response(401, json={"error": "this is not yours"})
        return httpx.Response(200, json=self.posts.pop(number))

    def _shown(self, account: str) -> dict[str, Any]:
        name = {"1": "roads", "2": "ada"}[account]
        page = f"{self.url}/@{name}"
        return {"id": account, "username": name, "display_name": name, "url": page}
