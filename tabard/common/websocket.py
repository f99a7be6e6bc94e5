"""Listens at a web socket through the one door for outbound HTTP (RFC 6455)."""

import os
from base64 import b64encode
from collections.abc import Callable, Generator, Iterator
from http import HTTPStatus
from typing import Any

import httpcore
import httpx
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, Message, Ping
from wsproto.utilities import generate_accept_token

from tabard.common.http import MIB, Client, UnfitAnswerError, until

LARGEST = 5 * MIB
A_PIECE = 2**16


def messages(
    http: Client, address: str, *, judge: Callable[[httpx.Response], None], largest: int = LARGEST
) -> Generator[bytes | None, None, None]:
    """Give each message as it comes, until the other side hangs up or the client's time is over.

    None stands for one that is larger than we take, and an empty one also for a sign of life. A
    refusal is for `judge` to raise.
    """
    key = b64encode(os.urandom(16))
    asked = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": key.decode(),
        "Sec-WebSocket-Version": "13",
    }
    with http.stream("GET", address, headers=asked) as answer:
        if answer.status_code != HTTPStatus.SWITCHING_PROTOCOLS:
            answer.read()
            judge(answer)
            raise UnfitAnswerError("The answer is no web socket.")
        if answer.headers.get("sec-websocket-accept", "").encode() != generate_accept_token(key):
            raise UnfitAnswerError("The answer is of another web socket.")
        stream, ends = answer.extensions["network_stream"], answer.request.extensions["ends"]
        try:
            yield from _read(stream, ends, largest)
        except (httpcore.NetworkError, httpcore.TimeoutException):
            return


def _read(stream: httpcore.NetworkStream, ends: float, largest: int) -> Iterator[bytes | None]:
    """Read what comes, answer signs of life with one, and give whole messages."""
    talk, message = Connection(ConnectionType.CLIENT), _Message(largest)
    while True:
        with until(ends):
            piece = stream.read(A_PIECE)
        if not piece:
            return
        talk.receive_data(piece)
        for event in talk.events():
            match event:
                case CloseConnection():
                    return
                case Ping():
                    with until(ends):
                        stream.write(talk.send(event.response()))
                    yield b""
                case Message():
                    yield from message.grow(event)


class _Message:
    """A message that comes in pieces; what grows too large is let go piece by piece."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._begin()

    def _begin(self) -> None:
        self._said, self._is_too_large = bytearray(), False

    def grow(self, event: Message[Any]) -> Iterator[bytes | None]:
        """Add a piece, and give the message if it is whole now."""
        piece = event.data.encode() if isinstance(event.data, str) else event.data
        if len(self._said) + len(piece) > self._largest:
            self._is_too_large = True
        if not self._is_too_large:
            self._said += piece
        if event.message_finished:
            yield None if self._is_too_large else bytes(self._said)
            self._begin()
