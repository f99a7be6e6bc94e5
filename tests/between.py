"""Stands between a worker and a network, and kills the worker in the worst moment."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

from tabard.common.http import open_http

if TYPE_CHECKING:
    import subprocess


class Between:
    """Hands requests on, and kills the worker once: before or after a post is written.

    `nth` is which post of all that are written, and `writes` tells a request that writes one.
    """

    def __init__(self, url: str, *, kill: str, writes: tuple[str, str], nth: int = 1) -> None:
        self._url = url
        self._kill_at: str | None = kill
        self._writes = writes
        self._left = nth
        self.victim: subprocess.Popen[bytes] | None = None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.place = f"127.0.0.1:{self.server.server_port}"

    def strikes(self, moment: str) -> bool:
        """Kill the worker if this is the moment; say whether it was."""
        if self._kill_at != moment or self._left or self.victim is None:
            return False
        self._kill_at = None
        self.victim.send_signal(signal.SIGKILL)
        self.victim.wait()
        return True

    def pass_on(self, asked: BaseHTTPRequestHandler) -> None:
        """Hand a request on to the server, and its answer back to the worker if that lives."""
        body = asked.rfile.read(int(asked.headers.get("Content-Length", 0)))
        method, path = self._writes
        is_write = asked.command == method and path in asked.path
        self._left -= is_write and self._left > 0
        if is_write and self.strikes("before"):
            return
        place = self._url.removeprefix("http://")
        with open_http(allow_private=frozenset([place])) as http:
            answer = http.request(
                asked.command, self._url + asked.path, content=body, headers=_kept(asked)
            )
        if is_write and self.strikes("after"):
            return
        asked.send_response(answer.status_code)
        asked.send_header("Content-Type", answer.headers.get("content-type", ""))
        asked.send_header("Content-Length", str(len(answer.content)))
        asked.end_headers()
        asked.wfile.write(answer.content)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        between = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                between.pass_on(self)

            def do_POST(self) -> None:
                between.pass_on(self)

            def do_PUT(self) -> None:
                between.pass_on(self)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def _kept(asked: BaseHTTPRequestHandler) -> dict[str, str]:
    names = ["Authorization", "Content-Type"]
    return {name: asked.headers[name] for name in names if name in asked.headers}


@contextmanager
def standing(between: Between) -> Iterator[Between]:
    """Let it stand there until the test is over."""
    thread = Thread(target=between.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield between
    finally:
        between.server.shutdown()
        between.server.server_close()
        thread.join()
