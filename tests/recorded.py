"""A server that says what a real Mastodon once said, and nothing that was not recorded.

The recordings are those of Mastodon.py: its source distribution holds them, and `make test` fetches
it. Each answer is given once, in the order in which they were recorded.
"""

import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from scripts.setup import RECORDINGS

RECORDED_AT = "http://localhost:3000"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was asked, and what was answered."""

    method: str
    path: str
    status: int
    body: bytes


class Recorded:
    """What the server can still say, and what it was asked that it cannot."""

    def __init__(self, place: str, exchanges: list[Exchange]) -> None:
        self.place = place
        self.url = f"http://{place}"
        self.unknown: list[str] = []
        self._left = exchanges
        self._lock = threading.Lock()

    def answer(self, method: str, path: str) -> Exchange:
        """Give the next answer to this question; 599 if none was recorded."""
        with self._lock:
            for exchange in self._left:
                if (exchange.method, exchange.path) == (method, path):
                    self._left.remove(exchange)
                    return exchange
            self.unknown.append(f"{method} {path}")
            return Exchange(method, path, 599, b"{}")


def exchanges_of(name: str) -> list[Exchange]:
    """Read one recording."""
    (archive,) = Path(RECORDINGS).glob("mastodon_py-*.tar.gz")
    with tarfile.open(archive) as packed:
        folder = archive.name.removesuffix(".tar.gz")
        file = packed.extractfile(f"{folder}/tests/cassettes/{name}.yaml")
        assert file is not None
        told = yaml.safe_load(file)
    return [_exchange(one["request"], one["response"]) for one in told["interactions"]]


def _exchange(asked: dict[str, Any], answered: dict[str, Any]) -> Exchange:
    body = answered["body"]["string"]
    return Exchange(
        asked["method"],
        urlsplit(asked["uri"]).path.rstrip("/"),
        answered["status"]["code"],
        body.encode() if isinstance(body, str) else body,
    )


@contextmanager
def recorded(*names: str) -> Iterator[Recorded]:
    """Run a server with these recordings; at the end nothing may have been asked beside them."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        place = f"127.0.0.1:{server.server_port}"
        told = Recorded(place, [one for name in names for one in exchanges_of(name)])
        server.told = told  # type: ignore[attr-defined] # the handler finds it there
        thread = threading.Thread(target=server.serve_forever, args=[0.005])
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()
    assert told.unknown == []


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        told: Recorded = self.server.told  # type: ignore[attr-defined] # put there above
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        exchange = told.answer(self.command, urlsplit(self.path).path)
        body = exchange.body.replace(RECORDED_AT.encode(), told.url.encode())
        self.send_response(exchange.status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - http.server finds them by these names

    def log_message(self, *_: object) -> None:
        """Say nothing: a test says what was asked."""
