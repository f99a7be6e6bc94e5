"""Time and size at the one door: everything has an end."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tabard.common.http import UnfitAnswerError, open_http
from tabard.common.tests.broken import dripping
from tabard.common.tests.scripted import Script, scripted


@pytest.fixture
def server() -> Iterator[Script]:
    with scripted() as script:
        yield script


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


@pytest.mark.parametrize("trouble", [OSError("no such name"), UnicodeError("label too long")])
def test_unknown_host_is_a_failed_connection(trouble):
    def unknown(_host, _port):
        raise trouble

    with (
        open_http(allow_private=frozenset(), resolve=unknown) as client,
        pytest.raises(httpx.ConnectError, match="Nobody knows where"),
    ):
        client.get("https://nowhere.example/")


def test_slow_resolver_ends_with_the_deadline():
    released = threading.Event()

    def slow(_host, _port):
        released.wait(5)
        return ["127.0.0.1"]

    with open_http(deadline=0.1, allow_private=frozenset(), resolve=slow) as client, _at_most(1.0):
        with pytest.raises(httpx.ConnectTimeout, match="Nobody said in time"):
            client.get("https://slow.example/")
        released.set()


def test_deadline_that_is_over_sends_nothing():
    with (
        open_http(deadline=0, allow_private=frozenset(["a.example:1"])) as client,
        pytest.raises(httpx.ConnectTimeout, match="longer than it may"),
    ):
        client.get("http://a.example:1/")


def test_server_that_says_nothing_is_left():
    with (
        dripping(b"", b"") as place,
        open_http(deadline=0.2, allow_private=frozenset([place])) as client,
        _at_most(1.0),
        pytest.raises(httpx.ReadTimeout),
    ):
        client.get(f"http://{place}/")


@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"a: b\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"x"),
        (b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    ],
    ids=["headers", "body", "promises"],
)
def test_server_that_drips_is_left_at_the_deadline(first, drop):
    with (
        dripping(first, drop) as place,
        open_http(deadline=0.3, allow_private=frozenset([place])) as client,
        _at_most(1.0),
        pytest.raises(httpx.TransportError, match=r"longer than it may|timed out"),
    ):
        client.get(f"http://{place}/")


def test_server_that_does_not_read_is_left_at_the_deadline():
    with (
        dripping(b"", b"", reads=False) as place,
        open_http(deadline=0.3, allow_private=frozenset([place])) as client,
        _at_most(1.5),
        pytest.raises(httpx.TransportError),
    ):
        client.post(f"http://{place}/", content=bytes(50_000_000))


@pytest.mark.parametrize("length", ["Content-Length: 3000000\r\n", ""])
def test_answer_that_is_too_large_is_cut_off(server, length):
    server.says(f"HTTP/1.0 200 OK\r\n{length}\r\n".encode() + bytes(3_000_000))

    with (
        open_http(allow_private=frozenset([server.place])) as client,
        pytest.raises(UnfitAnswerError, match="larger than 2097152 bytes"),
    ):
        client.get(server.url)


def test_headers_that_are_too_large_are_cut_off(server):
    server.says(b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 100_000 + b"\r\n")

    with (
        open_http(allow_private=frozenset([server.place])) as client,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        client.get(server.url)


def test_compressed_answer_is_not_unpacked(server):
    bomb = gzip.compress(bytes(50_000_000))
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n"
    server.says(head.encode() + bomb)

    with (
        open_http(allow_private=frozenset([server.place])) as client,
        pytest.raises(UnfitAnswerError, match="compressed"),
    ):
        client.get(server.url)

    assert server.heard[0].headers["accept-encoding"] == "identity"
