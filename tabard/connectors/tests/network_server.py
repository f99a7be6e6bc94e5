"""A network of our own: it keeps state, checks every request, and breaks where a test says so.

A network is a subclass whose methods are marked with the addresses that they answer. What a method
finds wrong with a request it raises as WrongError: the request is refused, and the test fails.
"""

import contextlib
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, NoReturn
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx

from tabard.common.tests.scripted import Answer, Fault, as_bytes


class WrongError(Exception):
    """The request is not as the network's official description has it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        if not self.headers.get("content-type", "").startswith("application/json"):
            raise WrongError("What is said is not said to be JSON.")
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=True))

    @property
    def parts(self) -> dict[str, bytes]:
        """The parts of a multipart form by name."""
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        parts: dict[str, bytes] = {}
        for part in message_from_bytes(head + self.body, policy=policy.HTTP).iter_parts():
            content: Any = part.get_payload(decode=True)
            parts[f"{part.get_param('name', header='content-disposition')}"] = content
        return parts


type Handler = Callable[..., httpx.Response]


def answers[H: Handler](method: str, path: str) -> Callable[[H], H]:
    """Mark a method as what answers at an address; `{name}` in it stands for one piece of it."""

    def mark(handler: H) -> H:
        handler.answers = (method, path)  # type: ignore[attr-defined] # found there below
        return handler

    return mark


@dataclass(frozen=True, slots=True)
class _Break:
    at: str
    answer: Answer
    after: bool


class NetworkServer:
    """What the networks of our own have in common: see the head of this file."""

    _handlers: ClassVar[list[tuple[str, str, re.Pattern[str], str]]] = []

    def __init__(self) -> None:
        self.place = self.url = ""
        self.heard: list[Asked] = []
        self.refused: list[str] = []
        """What was wrong with requests; empty at the end of each test."""
        self._breaks: list[_Break] = []
        self._lock = threading.Lock()

    def __init_subclass__(cls) -> None:
        marked = [
            (name, *marks)
            for name in dir(cls)
            if (marks := getattr(getattr(cls, name), "answers", None))
        ]
        cls._handlers = [
            (
                method,
                path,
                re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path))),
                name,
            )
            for name, method, path in marked
        ]

    def breaks(self, at: str, answer: Answer, *, after: bool = False) -> None:
        """Break at the next request to an address, such as `POST /2/tweets`.

        What breaks before has not happened; what breaks after has.
        """
        self._breaks.append(_Break(at, answer, after))

    def asked(self) -> list[str]:
        """Give what was asked, as method and path."""
        return [f"{one.method} {one.path}" for one in self.heard]

    def refusal(self, why: str) -> httpx.Response:
        """Give the network's own answer to a request that is wrong."""
        return httpx.Response(400, json={"message": why})

    def turned_away(self, asked: Asked) -> httpx.Response | None:
        """Give the answer to whoever may not ask this, before anything is done."""
        del asked
        return None

    def act(self, asked: Asked) -> Answer:
        """Answer a request."""
        with self._lock:
            self.heard.append(asked)
            at, handler, pieces = self._handler(asked)
            broken = next((one for one in self._breaks if one.at == at), None)
            if broken:
                self._breaks.remove(broken)
            if broken and not broken.after:
                return broken.answer
            try:
                answer = self.turned_away(asked) or handler(asked, **pieces)
            except Exception as error:  # noqa: BLE001 - whatever is wrong fails the test
                self.refused.append(f"{asked.method} {asked.path}: {error!r}")
                return self.refusal(str(error))
            return broken.answer if broken else answer

    def _handler(self, asked: Asked) -> tuple[str, Handler, dict[str, str]]:
        for method, path, pattern, name in self._handlers:
            found = pattern.fullmatch(asked.path)
            if found and method == asked.method:
                pieces = {key: unquote(piece) for key, piece in found.groupdict().items()}
                return f"{method} {path}", getattr(self, name), pieces
        return "", self._unknown, {}

    def _unknown(self, asked: Asked) -> NoReturn:
        raise WrongError(f"There is no {asked.method} {asked.path}.")


@contextmanager
def running[S: NetworkServer](network: S) -> Iterator[S]:
    """Run a network on a free port; at the end no request may have been refused."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = False
        network.place = f"127.0.0.1:{server.server_port}"
        network.url = f"http://{network.place}"
        server.network = network  # type: ignore[attr-defined] # the handler finds it there
        thread = threading.Thread(target=server.serve_forever, args=[0.005])
        thread.start()
        try:
            yield network
        finally:
            server.shutdown()
            thread.join()
    assert network.refused == [], network.refused


class _Handler(BaseHTTPRequestHandler):
    timeout = 5.0

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # Whoever asked may hang up at any time.
            self.raw_requestline = self.rfile.readline()
            if self.raw_requestline and self.parse_request():
                network: NetworkServer = self.server.network  # type: ignore[attr-defined] # above
                self._say(network.act(self._asked()))

    def _asked(self) -> Asked:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query, keep_blank_values=True))
        return Asked(self.command, address.path, query, headers, body)

    def _say(self, answer: Answer) -> None:
        if isinstance(answer, Fault):
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self.wfile.write(answer if isinstance(answer, bytes) else as_bytes(answer))
