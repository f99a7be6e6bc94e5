"""A real AT Protocol server on this machine, for the tests and for the demonstration."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tabard.common.http import open_http
from tabard.common.nameserver import answering
from tabard.config.networks import NETWORKS, PATIENCE, Network, NetworkError

SERVER = Network("AT Protocol server", NETWORKS / "atproto")


class AtprotoError(NetworkError):
    """The server refused something; the words say what and why."""


@dataclass(frozen=True, slots=True)
class Pds:
    """A running personal data server and the PLC directory in which its accounts are entered.

    The handles it gives out end in `domain`; `dns` says of each to whom it leads, and of others
    what `names` says.
    """

    url: str
    plc: str
    pid: int
    dns: str
    names: dict[str, str] = field(default_factory=dict)
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
    with serving(*wish, patience=patience) as (pds, _):
        yield pds


@contextmanager
def serving(*wish: str, patience: float = PATIENCE) -> Iterator[tuple[Pds, dict[str, str]]]:
    """Run the server as it is wished for, with a DNS beside it; give what else it says."""
    running = list[Pds]()
    with (
        answering(lambda name: _texts(running, name)) as dns,
        SERVER.running(*wish, "--dns", dns, patience=patience) as (pid, ready),
    ):
        running.append(Pds(url=ready["pds"], plc=ready["plc"], pid=pid, dns=dns))
        yield running[0], ready


def _texts(running: list[Pds], name: str) -> list[str]:
    """Give the texts of a name in the DNS, as far as they say to whom a handle leads."""
    head, _, handle = name.partition(".")
    if head != "_atproto" or not running:
        return []
    (pds,) = running
    did = pds.names.get(handle) or _known_at(pds, handle)
    return [f"did={did}"] if did else []


def _known_at(pds: Pds, handle: str) -> str:
    if not handle.endswith(pds.domain):
        return ""
    with open_http(allow_private=frozenset([pds.place])) as http:
        ask = f"{pds.url}/xrpc/com.atproto.identity.resolveHandle"
        answer = http.get(ask, params={"handle": handle})
    return str(answer.json().get("did", ""))


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
