"""A worker that is killed in the worst moment neither loses a post nor doubles it."""

import signal
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tabard.accounts.models import Account
from tabard.common.http import open_http
from tabard.config.atproto import Pds, create_account
from tabard.publishing.models import Delivery, DeliveryState
from tabard.record import queries as record_queries
from tests import make
from tests.workers import wait_until, worker

if TYPE_CHECKING:
    import subprocess

# Seconds: a worker counts as dead after ten, and the machine may be busy.
PATIENCE = 90.0


class Between:
    """Stands between the worker and the server, and kills the worker once, before or after."""

    def __init__(self, pds: Pds, *, kill: str) -> None:
        self._pds = pds
        self._kill_at: str | None = kill
        self.victim: subprocess.Popen[bytes] | None = None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.place = f"127.0.0.1:{self.server.server_port}"

    def strikes(self, moment: str, path: str) -> bool:
        """Kill the worker if this is the moment; say whether it was."""
        if self._kill_at != moment or not path.endswith("putRecord") or self.victim is None:
            return False
        self._kill_at = None
        self.victim.send_signal(signal.SIGKILL)
        self.victim.wait()
        return True

    def pass_on(self, asked: BaseHTTPRequestHandler) -> None:
        """Hand a request on to the server, and its answer back to the worker if that lives."""
        body = asked.rfile.read(int(asked.headers.get("Content-Length", 0)))
        if self.strikes("before", asked.path):
            return
        with open_http(allow_private=frozenset([self._pds.place])) as http:
            answer = http.request(
                asked.command, self._pds.url + asked.path, content=body, headers=_kept(asked)
            )
        if self.strikes("after", asked.path):
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

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def _kept(asked: BaseHTTPRequestHandler) -> dict[str, str]:
    names = ["Authorization", "Content-Type"]
    return {name: asked.headers[name] for name in names if name in asked.headers}


def records_of(did: str, pds: Pds) -> list[str]:
    """Ask the server itself, past everything of ours, which posts it has."""
    ask = f"{pds.url}/xrpc/com.atproto.repo.listRecords"
    asked = {"repo": did, "collection": "app.bsky.feed.post"}
    with open_http(allow_private=frozenset([pds.place])) as http:
        found = http.get(ask, params=asked).json()["records"]
    return [record["value"]["text"] for record in found]


@pytest.fixture(params=["before", "after"])
def between(request: pytest.FixtureRequest, pds: Pds) -> Iterator[Between]:
    made = Between(pds, kill=request.param)
    thread = Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.mark.atproto
@pytest.mark.django_db(transaction=True)
def test_post_is_there_once_though_the_worker_was_killed(between: Between, pds: Pds):
    handle = f"library{between.server.server_port}.test"
    did, password = create_account(pds, handle, "correct horse battery staple")
    author = make.author()
    account = make.account(
        author,
        network="bluesky",
        server=f"http://{between.place}",
        secrets={"identifier": handle, "password": password, "did": did},
        stable_id=did,
        handle=handle,
    )
    message = make.approved_message(author, accounts=[account], words="Oakford at ten. 🚐")

    with worker(TABARD_ALLOW_PRIVATE=between.place) as first:
        between.victim = first
        assert first.wait(timeout=PATIENCE) == -signal.SIGKILL
    left_behind = Delivery.objects.get(version__message=message)
    assert left_behind.state == DeliveryState.SENDING
    with worker(TABARD_ALLOW_PRIVATE=between.place):
        wait_until(lambda: _state(left_behind) == DeliveryState.CONFIRMED)

    assert records_of(did, pds) == ["Oakford at ten. 🚐"]
    assert Account.objects.get().state == "connected"
    assert list(record_queries.breaks()) == []


def _state(delivery: Delivery) -> str:
    delivery.refresh_from_db()
    return delivery.state
