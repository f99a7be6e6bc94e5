"""The demonstration: a whole council on one machine, from the database to the worker."""

import contextlib
import fcntl
import http.client
import os
import secrets
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command

from tabard.common import embedded
from tabard.common.env import env
from tabard.config import atproto, processes
from tabard.config.processes import Crew
from tabard.home import actions as council

SECONDS_TO_ANSWER = 60
# The AT Protocol server listens so far from the web server: at 9000 beside 8000.
ATPROTO_DISTANCE = 1000
HIGH = 60_000
OUTBOX = "outbox"
ATPROTO_SIGN_INS = "atproto-sign-ins.txt"
ATPROTO_ACCOUNTS = ("tess", "grace")


class DemonstrationError(Exception):
    """The demonstration cannot be given; the words say why and what to do."""


class StopRequestedError(Exception):
    """Somebody asked us to stop, by Ctrl-C or by a signal."""


def give(data: Path, *, port: int, network: str | None) -> None:
    """Run the demonstration until it is stopped; what it started, it stops."""
    with _only_one(data, port), contextlib.ExitStack() as afterwards:
        afterwards.callback(_stop_database, data)
        insist_port_is_free(port)
        private = [*filter(None, env("ALLOW_PRIVATE", default="").split(",")), f"127.0.0.1:{port}"]
        to_show = [data / "sign-ins.txt"]
        if network == "atproto":
            pds = afterwards.enter_context(_atproto_network(data, beside=port))
            private += sorted(pds.places)
            os.environ |= server_of(pds)
            to_show.append(data / ATPROTO_SIGN_INS)
        # For ourselves and for every process that is started from here.
        os.environ |= {"TABARD_PORT": str(port), "TABARD_ALLOW_PRIVATE": ",".join(private)}
        os.environ |= outbox_in(data)
        _run_crew(afterwards.enter_context(Crew(data / "logs")), to_show, port)


def server_of(pds: atproto.Pds) -> dict[str, str]:
    """Give the settings by which nothing of ours goes to the real Bluesky."""
    return {
        "TABARD_PLC_URL": pds.plc,
        "TABARD_BLUESKY_SERVER": pds.url,
        "TABARD_DNS": pds.dns,
    }


def outbox_in(data: Path) -> dict[str, str]:
    """Give the settings by which e-mails are put down in a folder, and none is really sent."""
    folder = (data / OUTBOX).resolve().as_uri()
    return {"TABARD_EMAIL_URL": folder, "TABARD_EMAIL_FROM": "Tabard <tabard@exampleton.example>"}


def _run_crew(crew: Crew, to_show: list[Path], port: int) -> None:
    say("Starting the web server and preparing the database…")
    crew.start("web server", processes.web(port))
    call_command("migrate", verbosity=0, interactive=False)
    if not crew.wait_until(lambda: answers(port), seconds=SECONDS_TO_ANSWER):
        raise DemonstrationError(f"The web server does not answer: see {crew.logs}.")
    council.load(sign_ins=to_show[0], say=say)
    crew.start("worker", processes.manage("worker"))
    say(f"\nTabard runs at http://localhost:{port}\n")
    for file in to_show:
        say(file.read_text(encoding="utf-8"))
    say(f"Nobody is really e-mailed: the e-mails are put down in {to_show[0].parent / OUTBOX}\n")
    say("Ctrl-C stops everything.")
    crew.follow()


def _stop_database(data: Path) -> None:
    if os.environ.get("DATABASE_URL") == embedded.url(data):
        embedded.stop(data)


@contextlib.contextmanager
def _atproto_network(data: Path, *, beside: int) -> Iterator[atproto.Pds]:
    """Run an AT Protocol server beside us, with accounts in it."""
    port = beside + (ATPROTO_DISTANCE if beside < HIGH else -ATPROTO_DISTANCE)
    insist_port_is_free(port)
    say("Starting an AT Protocol server (the first time, its packages are fetched)…")
    # At the same port again, as accounts are connected with its address.
    with atproto.running(port=port, folder=data / "atproto") as pds:
        logins = data / ATPROTO_SIGN_INS
        if not logins.exists():
            _make_atproto_accounts(pds, logins)
        yield pds


def _make_atproto_accounts(pds: atproto.Pds, logins: Path) -> None:
    """Create accounts to connect with, and keep how, for our own eyes only."""
    lines = [f"An AT Protocol server runs at {pds.url}. Accounts to connect with:"]
    for name in ATPROTO_ACCOUNTS:
        handle = f"{name}.test"
        own = secrets.token_urlsafe(16)
        _did, for_apps = atproto.create_account(pds, handle, own)
        lines.append(f"  {handle}  password {own}  app password {for_apps}")
    logins.touch(mode=0o600)
    logins.write_text("\n".join([*lines, ""]), encoding="utf-8")


@contextlib.contextmanager
def _only_one(data: Path, port: int) -> Iterator[None]:
    """Keep a second demonstration off the same data folder, and say where the first one is."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            lock.seek(0)
            raise DemonstrationError(
                f"The demonstration runs already, at http://localhost:{lock.read().split()[-1]}: "
                "use that one, or stop it with Ctrl-C there or make demo-reset here."
            ) from problem
        lock.truncate(0)
        lock.write(f"{os.getpid()} {port}")
        lock.flush()
        yield


def insist_port_is_free(port: int) -> None:
    """Refuse a port that another program listens on, or that is not ours to take."""
    taken = (
        f"Port {port} is taken by another program: "
        f"stop it, or choose another port: make demo PORT={port + 1}."
    )
    with socket.socket() as ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            ours.bind(("127.0.0.1", port))
        except PermissionError as problem:
            raise DemonstrationError(
                f"Port {port} is kept for the machine's administrator: make demo PORT=8000."
            ) from problem
        except OSError as problem:
            raise DemonstrationError(taken) from problem
    # A browser tries IPv6 first for localhost.
    with contextlib.suppress(OSError), socket.create_connection(("::1", port), timeout=1):
        raise DemonstrationError(taken)


def answers(port: int) -> bool:
    """Tell whether the public directory can be read."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(connection):
        try:
            connection.request("GET", "/directory/")
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Turn Ctrl-C, and the signals that ask a program to end, into an orderly stop."""

    def ask(_number: int, _frame: object) -> None:
        # One is enough: another must not interrupt the stopping itself.
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise StopRequestedError

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, ask) for number in numbers}
    try:
        yield
    except StopRequestedError:
        say("\nStopped.")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def say(words: str) -> None:
    """Print at once, also through a pipe."""
    print(words, flush=True)  # noqa: T201 - this is the demonstration's screen
