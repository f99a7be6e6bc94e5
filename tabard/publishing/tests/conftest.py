"""Networks for the tests: the real practice network, and one that answers as it is told."""

from collections.abc import Iterator
from itertools import count

import pytest
from django.db import connection

from tabard.accounts.models import Account
from tabard.common.tests.scripted import Script, scripted
from tabard.people.models import Person
from tabard.practice import actions as practice
from tests import make

_number = count(1)


class Network:
    """The real practice network, on a port of its own."""

    def __init__(self, url: str) -> None:
        self.server = f"{url}/practice/api"

    def account(self, holder: Person) -> Account:
        """Open an account there, and connect it."""
        handle = f"ada_{next(_number)}"
        opened, token = practice.open_account(handle, by=holder)
        return make.account(
            holder,
            server=self.server,
            secrets={"token": token},
            stable_id=opened.stable_id,
            handle=handle,
        )


@pytest.fixture
def network(live_server, settings, monkeypatch) -> Network:
    """Run the product, and with it its practice network."""
    monkeypatch.setenv("TABARD_ALLOW_PRIVATE", live_server.url.removeprefix("http://"))
    settings.PUBLIC_URL = live_server.url
    return Network(live_server.url)


@pytest.fixture
def script(monkeypatch) -> Iterator[Script]:
    """Run a server that answers as it is told."""
    with scripted() as script:
        monkeypatch.setenv("TABARD_ALLOW_PRIVATE", script.place)
        yield script


@pytest.fixture(autouse=True)
def _queue_is_empty(request: pytest.FixtureRequest) -> None:
    """Empty the queue first: Django does not do it after a test that commits."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
            cursor.execute("DELETE FROM procrastinate_workers")
