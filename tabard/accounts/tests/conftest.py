"""Networks for the tests of accounts: one that says what a test wrote down, and the live one."""

from collections.abc import Iterator

import pytest

from tabard.accounts.tests.squares import Squares, TownSquare, install
from tabard.common.http import Client, open_http
from tabard.common.tests.scripted import Script, scripted


@pytest.fixture
def network(settings, monkeypatch) -> Iterator[Script]:
    """Stand in the practice network's place, and say what a test has written down."""
    with scripted() as said:
        monkeypatch.setenv("TABARD_ALLOW_PRIVATE", said.place)
        settings.PRACTICE_URL = said.url
        yield said


@pytest.fixture
def square(network: Script, monkeypatch: pytest.MonkeyPatch) -> Script:
    """Have a network installed that wants a developer application, and say what it answers."""
    monkeypatch.setattr(TownSquare, "address", network.url)
    install(monkeypatch, square=TownSquare, squares=Squares)
    return network


@pytest.fixture
def live_practice(live_server, settings, monkeypatch) -> str:
    """Run the practice network itself, in a web server of its own."""
    monkeypatch.setenv("TABARD_ALLOW_PRIVATE", live_server.url.removeprefix("http://"))
    address = f"{live_server.url}/practice/api"
    settings.PRACTICE_URL = address
    return address


@pytest.fixture
def http() -> Iterator[Client]:
    """Open the door as the pages do; ask for it after the network."""
    with open_http(deadline=5) as client:
        yield client
