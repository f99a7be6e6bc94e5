"""An account on an AT Protocol server, and what the server answers, for tests."""

from datetime import UTC, datetime

import httpx

from tabard.common.tests.scripted import Script
from tabard.connectors.api import Post

DID = "did:plc:exampletonroads222222222"
HANDLE = "roads.test"
KEY = "3m6abcdefgh22"
URI = f"at://{DID}/app.bsky.feed.post/{KEY}"
URL = f"https://bsky.app/profile/{DID}/post/{KEY}"
LINK = "https://roads.example/gritting"
POST = Post(f"Gritting: {LINK}.", (), KEY, datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
FACET = {
    "index": {"byteStart": 10, "byteEnd": 40},
    "features": [{"$type": "app.bsky.richtext.facet#link", "uri": LINK}],
}
RECORD = {
    "$type": "app.bsky.feed.post",
    "text": POST.words,
    "createdAt": "2026-11-23T09:30:00.000Z",
    "langs": ["en-GB"],
    "facets": [FACET],
}
TYPED = {"identifier": "roads.test", "password": "abcd-efgh-ijkl-mnop"}
CONNECTED = {
    **TYPED,
    "did": DID,
    "access": "access-1",
    "refresh": "refresh-1",
}


def json(told: object, status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=told)


def error(name: str, message: str = "", status: int = 400) -> httpx.Response:
    return json({"error": name, "message": message}, status)


def session(number: int, **more: object) -> httpx.Response:
    return json(
        {"did": DID, "accessJwt": f"access-{number}", "refreshJwt": f"refresh-{number}", **more}
    )


def entry(home: str, **other: object) -> dict[str, object]:
    """Write the account's directory entry as the PLC directory does."""
    server = {
        "id": "#atproto_pds",
        "type": "AtprotoPersonalDataServer",
        "serviceEndpoint": home,
    }
    usual = {"id": DID, "alsoKnownAs": ["at://roads.test"], "service": [server]}
    return {"@context": ["https://www.w3.org/ns/did/v1"], **usual, **other}


WHO = json({"did": DID, "handle": "roads.test"})
WRITTEN = json({"uri": URI, "cid": "bafyreia"})
GONE = error("RecordNotFound", "Could not locate record")


def asked(network: Script) -> list[str]:
    return [heard.path.removeprefix("/xrpc/").partition("?")[0] for heard in network.heard]


def tokens(network: Script) -> list[str]:
    return [
        heard.headers.get("authorization", "").removeprefix("Bearer ") for heard in network.heard
    ]
