"""Says in public that other accounts are who they say (`app.bsky.graph.verification`).

A record names the handle and the display name that were looked at, and holds only as long as the
account has both. Apps show it where they trust the account that wrote it.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import moment, things, told_apart
from tabard.connectors.api import Profile, RejectedError, Verification
from tabard.connectors.bluesky import own, view
from tabard.connectors.bluesky.session import Access

VERIFICATION = "app.bsky.graph.verification"


def verify(session: Access, whom: Profile) -> Verification:
    """Write it of an account that still is what was looked at, in place of what was said before."""
    with told_apart(writing=False):
        asked = {"actors": [whom.stable_id]}
        found = things(view.asked(session, "app.bsky.actor.getProfiles", **asked), "profiles")
        if not found or view.author(found[0]) != whom:
            raise RejectedError("The account has changed its handle or its name: look at it again.")
        if not found[0].get("displayName"):
            raise RejectedError("An account without a display name cannot be verified.")
        named = {"handle": whom.handle, "displayName": whom.display_name}
        known = [one for one in _records(session) if one[1]["subject"] == whom.stable_id]
    for uri, record in known:
        if named.items() <= record.items():
            return _read(uri, record)
        unverify(session, uri)
    record = {"$type": VERIFICATION, "subject": whom.stable_id, **named, "createdAt": own.now()}
    with told_apart():
        return _read(own.write(session, record), record)


def unverify(session: Access, network_id: str) -> None:
    """Delete the record, so that nobody shows it any more."""
    with told_apart():
        own.delete(session, VERIFICATION, network_id)


def verifications(session: Access) -> tuple[Verification, ...]:
    """Give the account's own records, the newest first."""
    with told_apart(writing=False):
        return tuple(_read(uri, record) for uri, record in _records(session))


def _records(session: Access) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the account's own records; what another app has written otherwise is none."""
    for uri, record in own.records(session, VERIFICATION):
        with suppress(UnfitAnswerError):
            _read(uri, record)
            yield uri, record


def _read(uri: str, record: dict[str, Any]) -> Verification:
    whom = view.author({"did": record["subject"], **record})
    return Verification(uri, whom, moment(record, "createdAt"))
