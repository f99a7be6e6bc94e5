"""The practice network itself, for tests of who holds what is on it."""

from collections.abc import Iterator

import pytest

from tabard.common.http import Client, open_http


@pytest.fixture
def live_practice(live_server, settings, monkeypatch) -> str:
    """Run the practice network, in a web server of its own."""
    monkeypatch.setenv("TABARD_ALLOW_PRIVATE", live_server.url.removeprefix("http://"))
    address = f"{live_server.url}/practice/api"
    settings.PRACTICE_URL = address
    return address


@pytest.fixture
def http() -> Iterator[Client]:
    """Open the door as the pages do; ask for it after the network."""
    with open_http(deadline=5) as client:
        yield client
