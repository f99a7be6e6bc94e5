"""The ways in which servers of the AT Protocol tell of new records as they are written.

A relay or an account's server speaks the firehose (`com.atproto.sync.subscribeRepos`, in CBOR); a
Jetstream tells the same in JSON: an older one at `/subscribe`, a newer one as its description has
it (`network.bsky.jetstream.subscribeEvents`). Each numbers what it tells.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import libipld

from tabard.common.http import UnfitAnswerError
from tabard.connectors.answers import inside, moment, number, text, things
from tabard.connectors.bluesky.names import POST

FIREHOSE = "/xrpc/com.atproto.sync.subscribeRepos"
JETSTREAM = "/xrpc/network.bsky.jetstream.subscribeEvents"
# A place beyond this is none that a server has come to: 2**53 is as far as JSON counts.
LAST_PLACE = 2**53
UNFIT = (ValueError, TypeError, RecursionError)


class StreamError(Exception):
    """The server says that it ends the stream; the words are its own, `name` its name for it."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(words)
        self.name = name


@dataclass(frozen=True, slots=True)
class Written:
    """A new post as a stream tells of it: where it stands, and what is in it."""

    did: str
    key: str
    record: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """One message of a stream: its number, and the new posts in it."""

    place: int
    posts: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to ask for new posts at a server, and how to read what it tells."""

    asks: dict[str, str]
    read: Callable[[bytes], Told | None]


def of(path: str) -> Dialect:
    """Know by its path what a server speaks."""
    if path.endswith(FIREHOSE):
        return Dialect({}, firehose)
    if path.endswith(JETSTREAM):
        return Dialect({"kinds": "commit", "collections": POST}, jetstream)
    return Dialect({"wantedCollections": POST}, first_jetstream)


def firehose(message: bytes) -> Told | None:
    """Read a frame of the firehose: a header and a body, each in CBOR."""
    try:
        header, body = libipld.decode_dag_cbor_multi(message)
    except UNFIT as error:
        raise UnfitAnswerError("This is no frame of a firehose.") from error
    if number(header, "op") < 0:
        raise StreamError(text(body, "error"), str(inside({"body": body}, "body").get("message")))
    if inside({"header": header}, "header").get("t") != "#commit":
        return _place_alone(body)
    made = [one for one in things(body, "ops") if _is_new_post(one)]
    return Told(_place(body, "seq"), tuple(_in_commit(body, made)) if made else ())


def _is_new_post(told: Any) -> bool:
    path = told.get("path") if isinstance(told, dict) else None
    is_post = isinstance(path, str) and path.startswith(f"{POST}/")
    return is_post and told.get("action") == "create"


def _in_commit(body: dict[str, Any], made: list[dict[str, Any]]) -> Iterator[Written]:
    """Find the records of a commit among its blocks, by the hashes of what is in them."""
    try:
        _, blocks = libipld.decode_car(body["blocks"])
    except (KeyError, *UNFIT) as error:
        raise UnfitAnswerError("The commit's blocks cannot be read.") from error
    for one in made:
        cid = one.get("cid")
        record = blocks.get(cid) if isinstance(cid, bytes) else None
        if isinstance(record, dict):
            key = one["path"].removeprefix(f"{POST}/")
            yield Written(text(body, "repo"), key, record, moment(body, "time"))


def _place_alone(body: Any) -> Told | None:
    """Give the number of what is of no interest; some messages have none."""
    return Told(_place(body, "seq"), ()) if "seq" in inside({"body": body}, "body") else None


def jetstream(message: bytes) -> Told | None:
    """Read a message of a newer Jetstream: what it tells stands in its `payload`."""
    told = _json(message)
    if told.get("$type") == "error":
        raise StreamError(text(told, "error"), str(told.get("message")))
    body = inside(told, "payload")
    if not str(body.get("$type")).endswith("#commit"):
        return _place_alone(body)
    return Told(_place(body, "seq"), _if_new_post(text(body, "did"), body, moment(body, "time")))


def first_jetstream(message: bytes) -> Told:
    """Read a message of an older Jetstream, which numbers by its clock, in microseconds."""
    told = _json(message)
    place = _place(told, "time_us")
    at = datetime.fromtimestamp(place / 1_000_000, UTC)
    commit = inside(told, "commit")
    return Told(place, _if_new_post(text(told, "did"), commit, at))


def _if_new_post(did: str, commit: dict[str, Any], at: datetime) -> tuple[Written, ...]:
    record = inside(commit, "record")
    if (commit.get("operation"), commit.get("collection")) != ("create", POST) or not record:
        return ()
    return (Written(did, text(commit, "rkey"), record, at),)


def _json(message: bytes) -> dict[str, Any]:
    try:
        told = json.loads(message)
    except (ValueError, RecursionError) as error:
        raise UnfitAnswerError("This is no message of a stream.") from error
    if not isinstance(told, dict):
        raise UnfitAnswerError("This is no message of a stream.")
    return told


def _place(told: Any, name: str) -> int:
    place = number(told, name)
    if not 0 <= place <= LAST_PLACE:
        raise UnfitAnswerError("No stream has come to this place.")
    return place
