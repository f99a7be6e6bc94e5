"""A server that answers over a real port with what a test has written down, or breaks as told."""

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx


class Fault(Enum):
    """How a connection can break."""

    CUT_BEFORE = auto()  # before the request is read
    CUT_AFTER = auto()  # when it has been read, and may have been acted on


type Answer = httpx.Response | bytes | Fault
"""A whole answer, the bytes of one as they stand, or none."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Script:
    """What the server has heard, and what it will still say; the last answer is repeated."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.url = f"http://{place}"
        self.heard: list[Heard] = []
        self._answers: list[Answer] = []
        self._lock = threading.Lock()

    def says(self, *answers: Answer) -> None:
        self._answers[:] = answers

    def next_answer(self) -> Answer:
        with self._lock:
            return self._answers[0] if len(self._answers) == 1 else self._answers.pop(0)


@contextmanager
def scripted() -> Iterator[Script]:
    """Run a server on a free port of this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = False
        script = Script(f"127.0.0.1:{server.server_port}")
        server.script = script  # type: ignore[attr-defined] # the handler finds it there
        thread = threading.Thread(target=server.serve_forever, args=[0.005])
        thread.start()
        try:
            yield script
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    timeout = 5.0

    def handle(self) -> None:
        script: Script = self.server.script  # type: ignore[attr-defined] # put there above
        self._answer = script.next_answer()
        if self._answer is Fault.CUT_BEFORE:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        with contextlib.suppress(ConnectionError):  # Whoever asked may hang up at any time.
            self.raw_requestline = self.rfile.readline()
            if self.raw_requestline and self.parse_request():
                script.heard.append(self._heard())
                self._say()

    def _heard(self) -> Heard:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Heard(self.command, self.path, headers, body)

    def _say(self) -> None:
        if isinstance(self._answer, bytes):
            self.wfile.write(self._answer)
        elif isinstance(self._answer, httpx.Response):
            self.wfile.write(as_bytes(self._answer))


def as_bytes(answer: httpx.Response) -> bytes:
    """Write an answer as it goes over the line."""
    head = [f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}"]
    head += [f"{name}: {value}" for name, value in answer.headers.items()]
    return "\r\n".join([*head, "Connection: close", "", ""]).encode() + answer.content
