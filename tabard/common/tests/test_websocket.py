"""What comes through a web socket, from a server of another hand and from one that lies."""

import base64
import hashlib
import re
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager

import httpx
import pytest

from tabard.common.http import UnfitAnswerError, open_http
from tabard.common.tests.broken import listening
from tabard.common.tests.scripted import scripted
from tabard.common.tests.telling import telling
from tabard.common.websocket import messages

END_OF_KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def nothing_is_wrong(_answer: httpx.Response) -> None:
    pass


def heard(place: str, **how: float) -> list[bytes | None]:
    with open_http(allow_private=frozenset([place]), **how) as http:  # type: ignore[arg-type] # seconds
        return list(messages(http, f"http://{place}/", judge=nothing_is_wrong, largest=1000))


@contextmanager
def saying(frames: bytes, *, cut: bool = True) -> Iterator[str]:
    """Open the socket properly, and send these bytes."""

    def serve(connection: socket.socket) -> None:
        with connection:
            asked = connection.recv(65536).decode()
            found = re.search(r"Sec-WebSocket-Key: (\S+)", asked, re.IGNORECASE)
            assert found
            digest = hashlib.sha1((found[1] + END_OF_KEY).encode(), usedforsecurity=False).digest()
            head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade"
            accept = base64.b64encode(digest).decode()
            connection.sendall(
                f"{head}\r\nSec-WebSocket-Accept: {accept}\r\n\r\n".encode() + frames
            )
            while not cut and connection.recv(65536):
                pass

    with listening(serve) as place:
        yield place


def test_messages_come_whole_in_their_order_until_the_other_side_hangs_up():
    with telling(("words", b"\x00\xff", ["in ", "two ", "pieces"], "")) as teller:
        assert heard(teller.place) == [b"words", b"\x00\xff", b"in two pieces", b""]


def test_a_sign_of_life_is_answered():
    with telling((b"ping", "after")) as teller:
        assert heard(teller.place) == [b"", b"after"]


def test_a_sign_of_life_that_nobody_asked_for_is_no_message():
    with saying(b"\x8a\x00\x81\x02hi") as place:
        assert heard(place) == [b"hi"]


def test_a_message_that_is_too_large_is_left_out_and_the_next_one_heard():
    large = ["x" * 600] * 3

    with telling(("x" * 1000, "x" * 1001, large, "next")) as teller:
        assert heard(teller.place) == [b"x" * 1000, None, None, b"next"]


@pytest.mark.parametrize(
    "frames",
    [
        b"",
        b"\x81\x05he",
        b"\xf1\x01x",
        b"\x81\x02\xff\xfe",
        b"\x00\x01x",
        b"\x83\x01x",
        b"\x89\x7e\x10\x00" + b"x" * 4096,
        b"\x82\x7f\x7f" + b"\xff" * 7,
        b"\x88\x02\x03\xe8",
        b"\x88\x01\x03",
    ],
    ids=[
        "nothing",
        "half a frame",
        "bits that nobody agreed on",
        "words that are none",
        "the rest of nothing",
        "an unknown kind",
        "a large ping",
        "a promise of eight million terabytes",
        "a farewell",
        "half a farewell",
    ],
)
def test_whatever_is_no_message_ends_the_stream(frames):
    with saying(frames) as place:
        assert [one for one in heard(place) if one] == []


def test_a_stream_ends_when_the_time_is_over():
    with saying(b"\x81\x02hi", cut=False) as place:
        assert heard(place, deadline=2) == [b"hi"]


def test_a_socket_that_answers_another_request_is_none():
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"

    with scripted() as server:
        server.says(head + b"Sec-WebSocket-Accept: x\r\n\r\n\x81\x02hi")

        with pytest.raises(UnfitAnswerError, match="another web socket"):
            heard(server.place)


def test_a_page_is_no_socket():
    with scripted() as server:
        server.says(httpx.Response(200, html="<p>Hello"))

        with pytest.raises(UnfitAnswerError, match="no web socket"):
            heard(server.place)


def test_a_refusal_is_for_the_caller_to_judge():
    def judge(answer: httpx.Response) -> None:
        raise LookupError(answer.text)

    with scripted() as server:
        server.says(httpx.Response(404, text="Nobody streams here"))
        with (
            open_http(allow_private=frozenset([server.place])) as http,
            closing(messages(http, server.url, judge=judge)) as stream,
            pytest.raises(LookupError, match="Nobody streams here"),
        ):
            next(stream)


def test_a_socket_at_a_private_address_is_not_opened():
    with (
        open_http(allow_private=frozenset()) as http,
        pytest.raises(httpx.TransportError, match="not on the public internet"),
    ):
        next(messages(http, "https://127.0.0.1:9/", judge=nothing_is_wrong))
