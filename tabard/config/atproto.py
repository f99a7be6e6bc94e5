"""A real AT Protocol server on this machine, for the tests and for the demonstration."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tabard.common.http import open_http
from tabard.config.networks import NETWORKS, PATIENCE, Network, NetworkError

SERVER = Network("AT Protocol server", NETWORKS / "atproto")


class AtprotoError(NetworkError):
    """The server refused something; the words say what and why."""


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
    wish = ["--port", str(port)]
    wish += ["--folder", str(folder)] if folder else []
    wish += ["--rate-limits"] if rate_limits else []
    with SERVER.running(*wish, patience=patience) as (pid, ready):
        yield Pds(url=ready["pds"], plc=ready["plc"], pid=pid)


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
