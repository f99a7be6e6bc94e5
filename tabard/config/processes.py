"""The processes that a running Tabard is made of, and a crew that starts and stops together."""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from tabard.common.env import env
from tabard.config import tethered
from tabard.config.places import PROJECT

# The practice network answers inside the web process, also to calls made while a page is built.
WEB_THREADS = 16
# The worker gives its jobs 20 seconds to come to an end.
SECONDS_TO_END = 25
LAST_LINES = 12
LAST_PORT = 65_535


class StoppedError(Exception):
    """A process has ended that should have gone on; the words hold the last of its log."""


def web_port() -> int:
    """Say which port the web server listens on, or end in one line if that is none."""
    given = env("PORT", default="8000")
    if not given.isdecimal() or not 0 < int(given) <= LAST_PORT:
        sys.exit(f"TABARD_PORT is {given!r}: it has to be a number from 1 to {LAST_PORT}.")
    return int(given)


def web(port: int) -> list[str]:
    """Give the command line of the web server."""
    listening = ["--host", "127.0.0.1", "--port", str(port)]
    size = ["--workers", "1", "--blocking-threads", str(WEB_THREADS), "--workers-kill-timeout", "5"]
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    return [*granian, *listening, *size, "tabard.config.wsgi:application"]


def manage(*words: str) -> list[str]:
    """Give the command line of one of the project's commands."""
    return [sys.executable, str(PROJECT / "manage.py"), *words]


@dataclass
class Member:
    """One process of a crew."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def last_words(self) -> str:
        """Say how it ended, and with what in its log."""
        lines = self.log.read_text(errors="replace").splitlines()[-LAST_LINES:]
        ended = f"The {self.name} has stopped (exit code {self.process.returncode})."
        return "\n  ".join([f"{ended} The end of {self.log}:", *lines])


@dataclass
class Crew:
    """Processes that start one after another and end together."""

    logs: Path
    members: list[Member] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self, name: str, command: list[str]) -> None:
        """Start a process that writes to a log of its name."""
        log = self.logs / f"{name.replace(' ', '-')}.log"
        with log.open("wb") as output:
            # A session of its own: Ctrl-C reaches us alone, and we end the others in order.
            process = subprocess.Popen(  # noqa: S603 - the commands stand in this file
                tethered.command(*command),
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.members.append(Member(name, process, log))

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> bool:
        """Wait for something to be ready while everybody goes on."""
        patience = time.monotonic() + seconds
        while not (is_ready := ready()) and time.monotonic() < patience:
            self.insist_all_run()
            time.sleep(0.1)
        return is_ready

    def follow(self) -> None:
        """Stay until a process ends by itself."""
        while True:
            self.insist_all_run()
            time.sleep(0.3)

    def insist_all_run(self) -> None:
        """Raise with the last words of a process that has ended."""
        for member in self.members:
            if member.process.poll() is not None:
                raise StoppedError(member.last_words())

    def stop(self) -> None:
        """End every process, the last one started first."""
        for member in reversed(self.members):
            _end(member.process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and insist when it takes too long."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
