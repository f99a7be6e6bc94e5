"""A demonstration of the tests' own: begun as a newcomer does, found again, and ended."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tabard.common import embedded
from tabard.config.places import PROJECT

LAST_LINE = "Ctrl-C stops everything.\n"
# Seconds, also on a machine that has much else to do.
PATIENCE = 180.0
# The AT Protocol server listens so far from the web server, above it while there is room.
BESIDE, HIGH = 1000, 60_000


def wait_for(truth: Callable[[], object], *, seconds: float = PATIENCE) -> bool:
    """Ask again and again until something holds; say whether it does."""
    ends = time.monotonic() + seconds
    while not truth() and time.monotonic() < ends:
        time.sleep(0.05)
    return bool(truth())


def a_free_port() -> int:
    """Find a port that is free, with its neighbour for the AT Protocol server."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = int(server.getsockname()[1])
            beside = port + (BESIDE if port < HIGH else -BESIDE)
            with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", beside)):
                return port


def begin(
    data: Path, port: int, screen: Path, *words: str, command: str = "demo"
) -> subprocess.Popen[bytes]:
    """Begin a command, with a file for its screen."""
    ours = {"TABARD_DATA": str(data), "TABARD_PORT": str(port), "PYTHONUNBUFFERED": "1"}
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with screen.open("wb") as output:
        return subprocess.Popen(  # noqa: S603 - the commands are our own
            [sys.executable, "manage.py", command, *words],
            cwd=PROJECT,
            env=environment | ours,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


@contextlib.contextmanager
def demo(
    data: Path, screen: Path, *words: str, port: int | None = None
) -> Iterator[tuple[psutil.Process, int]]:
    """Give a demonstration that has come up, and its port."""
    port = port or a_free_port()
    with begin(data, port, screen, *words) as running:
        try:
            assert wait_for(lambda: screen.read_text().endswith(LAST_LINE) or running.poll())
            assert screen.read_text().endswith(LAST_LINE), screen.read_text()
            yield psutil.Process(running.pid), port
        finally:
            running.terminate()


@dataclass(frozen=True)
class Demonstration:
    """A demonstration that runs: where it is, who can sign in, and what else it printed."""

    data: Path
    port: int

    @property
    def url(self) -> str:
        """Give the address that the demonstration prints."""
        return f"http://localhost:{self.port}"

    @cached_property
    def password(self) -> str:
        """Give the one password of everybody in the demonstration."""
        return self._sign_ins.splitlines()[0].rsplit(" ", 1)[1]

    def email(self, name: str) -> str:
        """Give the address with which somebody signs in."""
        found = re.search(rf"^{re.escape(name)} +(\S+@\S+)", self._sign_ins, re.MULTILINE)
        assert found, f"{name} has no sign-in."
        return found[1]

    @cached_property
    def _sign_ins(self) -> str:
        return (self.data / "sign-ins.txt").read_text(encoding="utf-8")

    @cached_property
    def _atproto(self) -> str:
        return (self.data / "atproto-sign-ins.txt").read_text(encoding="utf-8")

    @property
    def pds(self) -> str:
        """Give the address of the AT Protocol server."""
        return self._atproto.splitlines()[0].split(" runs at ")[1].split(". ")[0]

    def app_password(self, handle: str) -> str:
        """Give the app password of an account on the AT Protocol server."""
        return self._of_account(handle).partition("  app password ")[2]

    def own_password(self, handle: str) -> str:
        """Give the password with which somebody signs in on the AT Protocol server."""
        return self._of_account(handle).partition("  password ")[2].split()[0]

    def _of_account(self, handle: str) -> str:
        (line,) = [one for one in self._atproto.splitlines() if one.startswith(f"  {handle}  ")]
        return line

    def change(self, statement: str, *values: Any) -> int:
        """Change the database behind everybody's back, as only the passing of time would."""
        with psycopg.connect(embedded.url(self.data)) as connection:
            return connection.execute(statement.encode(), values).rowcount

    def find(self, question: str, *values: Any) -> Any:
        """Find something in the database, as soon as it is there."""
        with psycopg.connect(embedded.url(self.data), autocommit=True) as connection:

            def answer() -> Any:
                return connection.execute(question.encode(), values).fetchone()

            assert wait_for(answer), f"There is none: {question} {values}"
            return answer()[0]

    def tables(self) -> Iterator[bytes]:
        """Give every row of every table, as the database writes it."""
        ours = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
        with psycopg.connect(embedded.url(self.data)) as connection:
            for (table,) in connection.execute(ours).fetchall():
                with connection.cursor().copy(f"COPY {table} TO STDOUT".encode()) as rows:
                    yield b"".join(bytes(row) for row in rows)

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one of the project's commands on the same database."""
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return subprocess.run(  # noqa: S603 - the commands are our own
            [sys.executable, "manage.py", *words],
            cwd=PROJECT,
            env=environment | {"TABARD_DATA": str(self.data), "TABARD_PORT": str(self.port)},
            capture_output=True,
            text=True,
            check=False,
        )


@contextlib.contextmanager
def running(folder: Path, *words: str, port: int | None = None) -> Iterator[Demonstration]:
    """Run a demonstration in a folder of its own until the end of the block."""
    data = folder / "data"
    with demo(data, folder / "screen", *words, port=port) as (_process, found):
        yield Demonstration(data, found)
