"""What a connector adds to the bare HTTP client, and how many requests a post needs."""

import importlib
import pkgutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from django.utils import timezone

from tabard import connectors
from tabard.common.http import Client, open_http
from tabard.common.tests.scripted import Script, scripted
from tabard.config.places import PROJECT
from tabard.connectors import tests
from tabard.connectors.tests.contract import ConnectorContract

TIMES = 200
MICROSECONDS = 1_000_000


def main() -> None:
    """Print for each network what a post costs through its connector and without it.

    The shortest post is one of words alone, where a network does not want a picture with each.
    """
    for module in pkgutil.iter_modules(tests.__path__, f"{tests.__name__}."):
        importlib.import_module(module.name)
    for contract in sorted(ConnectorContract.__subclasses__(), key=_name):
        with scripted() as network, open_http(allow_private=frozenset([network.place])) as http:
            _measure(contract, network, http)
    _count_lines()
    _time_suite()


def _name(contract: type[ConnectorContract]) -> str:
    return contract.connector.name


def _measure(contract: type[ConnectorContract], network: Script, http: Client) -> None:
    account = contract.connector(http, network.url, contract.secrets)
    network.says(contract.delivered_answer)
    # One that was just made, as nearly all are: what is tried late may be looked for first.
    post = replace(contract.post, created_at=timezone.now())
    account.deliver(post)
    requests = list(network.heard)
    to_confirm = _count_to_confirm(contract, network, http)
    network.says(contract.delivered_answer)
    ours, bare = [], []
    for _ in range(TIMES):
        begun = time.perf_counter()
        account.deliver(post)
        ours.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        for one in requests:
            headers = {name: value for name, value in one.headers.items() if name != "host"}
            http.request(one.method, f"{network.url}{one.path}", content=one.body, headers=headers)
        bare.append(time.perf_counter() - begun)
    added = (median(ours) - median(bare)) * MICROSECONDS
    print(
        f"{_name(contract)}: {_requests(len(requests))} to publish what is shortest there, "
        f"{_requests(to_confirm)} to see that it is there; "
        f"{median(ours) * MICROSECONDS:.0f} µs through the connector, {added:.0f} µs more than "
        f"through the client alone ({median(ours) / median(bare):.2f} times)"
    )


def _count_to_confirm(contract: type[ConnectorContract], network: Script, http: Client) -> int:
    """Count what is asked when a post is fetched back."""
    account = contract.connector(http, network.url, contract.secrets)
    before = len(network.heard)
    network.says(contract.seen_answer)
    account.read_back(contract.delivered.network_id)
    return len(network.heard) - before


def _requests(how_many: int) -> str:
    return "1 request" if how_many == 1 else f"{how_many} requests"


def _count_lines() -> None:
    """Print how long the connectors' files are."""
    [home] = connectors.__path__
    files = [file for file in Path(home).rglob("*.py") if "tests" not in file.parts]
    lengths = [len(file.read_text(encoding="utf-8").splitlines()) for file in files]
    print(f"{len(files)} files, {median(lengths):.0f} lines median, {max(lengths)} lines most")


def _time_suite() -> None:
    """Print how long the connectors' tests take to start, and to run one after another."""
    [suite] = tests.__path__
    started, ran = (_time(suite, *words) for words in (["--collect-only"], []))
    print(f"the connectors' tests: {started:.1f} s to start, {ran:.0f} s to run one by one")


def _time(suite: str, *words: str) -> float:
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-x", suite, *words]
    begun = time.perf_counter()
    subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
    return time.perf_counter() - begun
