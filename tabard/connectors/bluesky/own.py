"""The records that an account keeps on its own server of other accounts: follows, verifications."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import contents, expect, raise_for, text, things
from tabard.connectors.bluesky import names
from tabard.connectors.bluesky.session import Access

A_PAGE = "100"
# As many pages as are read of one kind: more than any account of a council's follows.
MOST_PAGES = 100


def now() -> str:
    """Give the time as records have it."""
    moment = datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")


def records(session: Access, collection: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the account's own records of one kind, each with its address; never from a cache.

    What cannot be read is left out: anybody's software may have written it.
    """
    session.begin()
    asked = {"repo": session.secrets["did"], "collection": collection, "limit": A_PAGE}
    for _ in range(MOST_PAGES):
        answer = session.ask("com.atproto.repo.listRecords", **asked)
        raise_for(answer, writing=False)
        told = contents(answer)
        for one in things(told, "records"):
            value = one.get("value") if isinstance(one, dict) else None
            if isinstance(value, dict) and isinstance(value.get("subject"), str):
                yield text(one, "uri"), value
        if not told.get("cursor"):
            return
        asked["cursor"] = text(told, "cursor")


def write(session: Access, record: dict[str, Any]) -> str:
    """Write a record under a new key, and give its address."""
    place = _place(session, record["$type"], names.new_tid())
    uri = f"at://{place['repo']}/{place['collection']}/{place['rkey']}"
    said = {**place, "record": record, "swapRecord": None}
    answer = session.signed("POST", "com.atproto.repo.putRecord", json=said)
    raise_for(answer)
    expect(contents(answer), "uri", uri)
    return uri


def delete(session: Access, collection: str, uri: str) -> None:
    """Delete one of the account's records; when there is none, that is well."""
    session.begin()
    start = f"at://{session.secrets['did']}/{collection}/"
    if not uri.startswith(start):
        raise UnfitAnswerError("This is not the address of such a record of the account's.")
    said = _place(session, collection, uri.removeprefix(start))
    raise_for(session.signed("POST", "com.atproto.repo.deleteRecord", json=said))


def _place(session: Access, collection: str, key: str) -> dict[str, str]:
    session.begin()
    return {"repo": session.secrets["did"], "collection": collection, "rkey": key}
