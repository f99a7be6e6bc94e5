"""What a stream of everybody's posts on Bluesky tells, in each dialect, and what it cannot do."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import libipld
import pytest
from atproto import models
from hypothesis import given
from hypothesis import strategies as st

from tabard.common.http import UnfitAnswerError, open_http
from tabard.common.tests.scripted import Script, scripted
from tabard.common.tests.telling import Teller, telling
from tabard.connectors.api import Hearing, Kind, Profile, RejectedError, TryLaterError
from tabard.connectors.bluesky import Bluesky, dialects, stream
from tabard.connectors.tests.atproto import CONNECTED, DID, URI
from tabard.connectors.tests.atproto import json as answer
from tabard.connectors.tests.test_bluesky_view import ADA, AUTHOR, WHO

AT = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
MICROSECONDS = int(AT.timestamp()) * 1_000_000
KEY = "3m6abcdefgh99"
MENTION = {
    "text": "@roads, is it icy?",
    "facets": [
        {"features": [{"did": ADA}, "x", {"tag": "ice"}]},
        {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": DID}]},
    ],
}
BELOW = {"parent": {"uri": f"at://{ADA}/app.bsky.feed.post/1"}, "root": {"uri": URI}}
OURS = {"uri": URI, "cid": "bafyreia"}


def first(number: int, record: Any = MENTION, did: str = ADA, **commit: object) -> str:
    """Write a message as an older Jetstream does."""
    usual = {"operation": "create", "collection": "app.bsky.feed.post", "rkey": KEY}
    told = {"did": did, "time_us": MICROSECONDS + number, "kind": "commit"}
    return json.dumps({**told, "commit": {**usual, "record": record, **commit}})


def newer(kind: str, **payload: object) -> str:
    """Write a message as a newer Jetstream does; it has to be what the official models say."""
    described = getattr(models.NetworkBskyJetstreamSubscribeEvents, kind.capitalize())
    described.model_validate(payload)
    named = {"$type": f"network.bsky.jetstream.subscribeEvents#{kind}", **payload}
    return json.dumps({"$type": "message", "payload": named})


def commit(number: int, record: Any = MENTION, **other: object) -> str:
    usual = {
        "seq": number,
        "did": ADA,
        "time": AT.isoformat(),
        "rev": "3m6abcdefgh98",
        "operation": "create",
        "collection": "app.bsky.feed.post",
        "rkey": KEY,
        "record": record,
    }
    return newer("commit", **usual | other)


@pytest.fixture
def network() -> Iterator[Script]:
    """Run the account's own server, which knows what authors are called."""
    with scripted() as network:
        network.says(answer({"profiles": [AUTHOR]}))
        yield network


@pytest.fixture
def listen(network: Script, monkeypatch) -> Callable[..., list[Hearing]]:
    """Listen at a server to its end."""

    def listen(teller: Teller, path: str = "/subscribe", after: str | None = None) -> list[Hearing]:
        monkeypatch.setenv("TABARD_BLUESKY_STREAM", f"{teller.url}{path}")
        places = frozenset([network.place, teller.place])
        with open_http(deadline=5, allow_private=places) as http:
            return list(Bluesky(http, network.url, CONNECTED).listen(after))

    return listen


def test_a_mention_is_heard_with_its_author_and_where_the_stream_has_come_to(listen):
    with telling((first(1),)) as teller:
        [hearing] = listen(teller)

    [heard] = hearing.heard
    assert (heard.kind, heard.words, heard.answers) == (Kind.MENTION, MENTION["text"], None)
    assert (heard.author, heard.network_id) == (WHO, f"at://{ADA}/app.bsky.feed.post/{KEY}")
    assert heard.at == AT.replace(microsecond=1)
    assert (hearing.unreadable, hearing.after) == (0, f"{teller.place} {MICROSECONDS + 1}")
    assert teller.asked == ["/subscribe?wantedCollections=app.bsky.feed.post"]


@pytest.mark.parametrize(
    ("record", "kind", "answers"),
    [
        ({"text": "a", "reply": BELOW}, Kind.ANSWER, BELOW["parent"]["uri"]),
        ({"text": "a", "reply": {"parent": OURS, "root": OURS}}, Kind.ANSWER, URI),
        ({"text": "a", "embed": {"record": OURS}}, Kind.MENTION, None),
        ({"text": "a", "embed": {"record": {"record": OURS}, "media": {}}}, Kind.MENTION, None),
    ],
    ids=["in the thread", "below it", "quoted", "quoted with a picture"],
)
def test_answers_and_quotes_are_heard(listen, record, kind, answers):
    with telling((first(1, record),)) as teller:
        [hearing] = listen(teller)

    assert [(one.kind, one.answers) for one in hearing.heard] == [(kind, answers)]


@pytest.mark.parametrize(
    "message",
    [
        first(1, {"text": "Nobody is meant."}),
        first(1, {"text": "a", "reply": {"parent": "x"}, "embed": "x"}),
        first(1, did=DID),
        first(1, operation="update"),
        first(1, operation="delete", record=None),
        first(1, collection="app.bsky.feed.like"),
        json.dumps({"did": ADA, "time_us": MICROSECONDS, "kind": "identity", "identity": {}}),
        json.dumps({"did": ADA, "time_us": MICROSECONDS, "kind": "weather"}),
    ],
    ids=["no mention", "odd", "our own", "changed", "deleted", "a like", "identity", "unknown"],
)
def test_what_does_not_concern_the_account_is_not_heard(listen, message):
    with telling((message, b"ping")) as teller:
        assert [(one.heard, one.unreadable) for one in listen(teller)] == [((), 0)]


@pytest.mark.parametrize(
    "message",
    [
        "",
        "x",
        b"\xff\xfe",
        "[]",
        "{}",
        "[" * 300_000,
        json.dumps({"did": 7, "time_us": MICROSECONDS}),
        json.dumps({"did": ADA, "time_us": "soon"}),
        json.dumps({"did": ADA, "time_us": -1}),
        json.dumps({"did": ADA, "time_us": 10**30}),
        first(1, {"facets": "x"}),
        first(1, {**MENTION, "text": 7}),
        first(1, {"text": "a", "reply": {"root": OURS}}),
        first(1, did="did:plc:../x"),
        first(1, rkey="../x"),
        first(1, rkey=7),
        "x" * 6_000_000,
    ],
    ids=str,
)
def test_what_cannot_be_read_is_passed_over_and_the_next_is_heard(listen, message):
    with telling((message, first(2))) as teller:
        hearings = listen(teller)

    assert [one.words for hearing in hearings for one in hearing.heard] == [MENTION["text"]]
    assert sum(one.unreadable for one in hearings) == (message != "")
    assert hearings[-1].after == f"{teller.place} {MICROSECONDS + 2}"


def test_a_clock_that_goes_back_takes_nobody_back(listen):
    with telling((first(9), first(2))) as teller:
        hearings = listen(teller)

    assert [one.after for one in hearings] == [f"{teller.place} {MICROSECONDS + 9}"] * 2


def test_a_stream_is_gone_on_with_where_one_stopped(listen):
    with telling((), ()) as teller:
        listen(teller, after=f"{teller.place} 17")
        listen(teller, after="other.example 17")

    assert [parse_qs(urlsplit(one).query).get("cursor") for one in teller.asked] == [["17"], None]


@pytest.mark.parametrize("after", ["17", "x", " ", "other.example x"])
def test_a_place_of_nowhere_begins_from_now_on(listen, after):
    with telling(()) as teller:
        assert listen(teller, after=after) == []

    assert "cursor" not in teller.asked[0]


def test_of_a_long_silence_it_is_told_how_far_it_has_come(listen, monkeypatch):
    monkeypatch.setattr(stream, "MOST_WITHOUT_WORD", 2)
    quiet = [first(number, {"text": "a"}) for number in range(5)]

    with telling((*quiet,)) as teller:
        hearings = listen(teller)

    ends = [MICROSECONDS + 1, MICROSECONDS + 3]
    assert hearings == [Hearing((), 0, f"{teller.place} {end}") for end in ends]


def test_before_anything_was_told_there_is_no_place(listen):
    with telling((b"ping",)) as teller:
        assert listen(teller) == [Hearing((), 0, None)]


@pytest.mark.parametrize(
    "says", [httpx.Response(502), answer({"profiles": []}), answer({"profiles": [7]})]
)
def test_an_author_whom_nobody_knows_is_heard_all_the_same(listen, network, says):
    network.says(says)

    with telling((first(1),)) as teller:
        [hearing] = listen(teller)

    [heard] = hearing.heard
    assert heard.author == Profile(ADA, ADA, ADA, f"https://bsky.app/profile/{ADA}")


@pytest.mark.parametrize(("status", "error"), [(503, TryLaterError), (403, RejectedError)])
def test_a_server_that_streams_to_nobody_says_so(network, monkeypatch, status, error):
    with scripted() as refusing:
        refusing.says(httpx.Response(status))
        monkeypatch.setenv("TABARD_BLUESKY_STREAM", f"{refusing.url}/subscribe")
        with (
            open_http(allow_private=frozenset([refusing.place])) as http,
            closing(Bluesky(http, network.url, CONNECTED).listen()) as hearings,
            pytest.raises(error),
        ):
            next(hearings)


NEWER = "/xrpc/network.bsky.jetstream.subscribeEvents"


def test_a_newer_jetstream_is_asked_for_posts_alone_and_understood(listen):
    identity = {"did": ADA, "seq": 7, "time": AT.isoformat()}
    messages = (
        newer("info", name="OutdatedCursor"),
        newer("identity", seq=20, did=ADA, time=AT.isoformat(), identity=identity),
        json.dumps({"$type": "weather", "payload": {"$type": "x#rain"}}),
        commit(21),
        commit(22, operation="delete", record=None),
        b"ping",
    )

    with telling(messages) as teller:
        hearings = listen(teller, NEWER, f"{teller.place} 19")

    assert [[one.at for one in hearing.heard] for hearing in hearings] == [[AT], []]
    assert [one.unreadable for one in hearings] == [0, 0]
    assert [one.after for one in hearings] == [f"{teller.place} {n}" for n in (21, 22)]
    assert parse_qs(urlsplit(teller.asked[0]).query) == {
        "kinds": ["commit"],
        "collections": ["app.bsky.feed.post"],
        "cursor": ["19"],
    }


def test_an_error_of_a_newer_jetstream_is_told_in_its_words(listen):
    said = json.dumps({"$type": "error", "error": "ConsumerTooSlow", "message": "Read\nfaster"})

    with telling((said,)) as teller, pytest.raises(TryLaterError, match="Read faster"):
        listen(teller, NEWER)


FIREHOSE = "/xrpc/com.atproto.sync.subscribeRepos"
NOT_YET = libipld.encode_dag_cbor({"op": -1}) + libipld.encode_dag_cbor(
    {"error": "FutureCursor", "message": "Cursor in the future."}
)


def frame(header: object, body: object) -> bytes:
    return libipld.encode_dag_cbor(header) + libipld.encode_dag_cbor(body)


def test_a_firehose_that_has_not_come_so_far_begins_from_now_on_once(listen):
    with (
        telling((NOT_YET,), (NOT_YET,)) as teller,
        pytest.raises(TryLaterError, match="Cursor in the future"),
    ):
        listen(teller, FIREHOSE, f"{teller.place} 9")

    assert teller.asked == [f"{FIREHOSE}?cursor=9", FIREHOSE]


@pytest.mark.parametrize(
    "message",
    [
        frame({"op": 1, "t": "#commit"}, {"seq": 1, "ops": [{"action": "create"}, "x"]}),
        frame({"op": 1, "t": "#account"}, {"seq": 1}),
        frame({"op": 1, "t": "#info"}, {"name": "OutdatedCursor"}),
        frame({"op": 1}, {}),
    ],
    ids=["no path", "account", "info", "unknown"],
)
def test_other_frames_of_a_firehose_are_passed_over(listen, message):
    with telling((message, b"ping")) as teller:
        assert [(one.heard, one.unreadable) for one in listen(teller, FIREHOSE)] == [((), 0)]


OP = {"action": "create", "path": f"app.bsky.feed.post/{KEY}"}


@pytest.mark.parametrize(
    "message",
    [
        b"\x81" * 100_000,
        frame({"op": "x"}, {}),
        frame({"op": 1, "t": "#commit"}, {"seq": -1}),
        frame({"op": 1, "t": "#commit"}, {"seq": 1, "ops": [OP]}),
        frame({"op": 1, "t": "#commit"}, {"seq": 1, "ops": [OP], "blocks": "x"}),
        frame({"op": 1, "t": "#commit"}, {"seq": 1, "ops": [OP], "blocks": b"x"}),
    ],
    ids=["deep", "no number", "before all", "no blocks", "words", "no CAR"],
)
def test_frames_that_cannot_be_read_are_counted(listen, message):
    with telling((message, b"ping")) as teller:
        assert [(one.heard, one.unreadable) for one in listen(teller, FIREHOSE)] == [((), 1)]


@given(st.binary(max_size=200) | st.builds(frame, st.just({"op": 1, "t": "#commit"}), st.none()))
def test_no_bytes_break_a_reader(message: bytes):
    for read in (dialects.firehose, dialects.jetstream, dialects.first_jetstream):
        try:
            told = read(message)
        except (UnfitAnswerError, dialects.StreamError):
            continue
        assert told is None or told.place >= 0


def car(*blocks: object) -> tuple[bytes, list[bytes]]:
    """Write blocks as a repository is exported, each under the hash of what is in it."""
    written = [libipld.encode_dag_cbor(block) for block in blocks]
    cids = [b"\x01\x71\x12\x20" + sha256(one).digest() for one in written]
    head = libipld.encode_dag_cbor({"version": 1, "roots": cids[:1]})
    parts = [head, *(cid + one for cid, one in zip(cids, written, strict=True))]
    return b"".join(bytes([len(one) & 127 | 128, len(one) >> 7]) + one for one in parts), cids


def test_a_record_that_is_not_among_its_commit_s_blocks_is_not_heard(listen):
    blocks, [record, number] = car({"text": "a", "embed": {"record": OURS}}, 7)
    other = record[:-1] + b"x"
    ops = [OP, *({**OP, "cid": cid} for cid in (9, number, other, record))]
    body = {"seq": 1, "ops": ops, "blocks": blocks, "repo": ADA, "time": AT.isoformat()}

    with telling((frame({"op": 1, "t": "#commit"}, body),)) as teller:
        [hearing] = listen(teller, FIREHOSE)

    assert [one.words for one in hearing.heard] == ["a"]
