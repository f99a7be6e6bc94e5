"""What every test may ask for."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import settings

from tabard.config import atproto
from tabard.people import second_step
from tests import oidc, saml, shown, whole_network
from tests.walks import WALKED

# How long a test takes is not what it is about, and says more of the machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

GUARDED = ["record_entry", "record_link", "record_disclosure"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> None:  # noqa: ARG001 - it adds to pytest-django's fixture of this name
    """Let the test runner empty the record between tests, as nothing else may."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_is_never_emptied")


@pytest.fixture(autouse=True)
def _queue_is_emptied(
    request: pytest.FixtureRequest, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """Empty the queue after a test that commits: Django empties only the tables of its own."""
    yield
    mark = request.node.get_closest_marker("django_db")
    commits = mark is not None and mark.kwargs.get("transaction")
    if commits or "live_server" in request.fixturenames:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture(autouse=True)
def _second_step_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whoever a test signs in without the pages have taken their second step."""
    plain = Client.force_login

    def with_both_steps(client: Client, user: Any, backend: str | None = None) -> None:
        plain(client, user, backend)
        session = client.session
        session[second_step.KEY] = second_step.HERE
        session.save()

    monkeypatch.setattr(Client, "force_login", with_both_steps)


@pytest.fixture(autouse=True)
def _shows_what_it_is_named_for(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Watch a test that the table of abilities names: it has to do what it is named for."""
    if shown.claims_of(request.node.nodeid):
        with shown.watched(request.node.nodeid, monkeypatch):
            yield
    else:
        yield


@pytest.fixture(scope="session")
def pds() -> Iterator[atproto.Pds]:
    """Run a real AT Protocol server, and its directory, for all the tests that need one."""
    with atproto.running() as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TABARD_PLC_URL", server.plc)
        patch.setenv("TABARD_DNS", server.dns)
        yield server


@pytest.fixture(scope="session")
def whole_network_server() -> Iterator[whole_network.Whole]:
    """Run a whole AT Protocol network, for all the tests that need more than one server of it."""
    with whole_network.running() as network:
        yield network


@pytest.fixture
def whole(
    whole_network_server: whole_network.Whole, monkeypatch: pytest.MonkeyPatch
) -> whole_network.Whole:
    """Look accounts up in directory and DNS of the whole network for the length of a test."""
    monkeypatch.setenv("TABARD_PLC_URL", whole_network_server.pds.plc)
    monkeypatch.setenv("TABARD_DNS", whole_network_server.pds.dns)
    return whole_network_server


@pytest.fixture(scope="session")
def oidc_provider() -> Iterator[oidc.Provider]:
    """Run a certified OpenID Connect provider, for all the tests that sign in through one."""
    with oidc.running() as provider:
        yield provider


@pytest.fixture(scope="session")
def saml_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[saml.Provider]:
    """Run a SAML identity provider, for all the tests that sign in through one."""
    with saml.running(tmp_path_factory.mktemp("saml")) as provider:
        yield provider


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell whoever shares tests out how far was walked here."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["walked"] = WALKED.told()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear how far one of those was who had a share of the tests; nothing of one that fell."""
    WALKED.add(*getattr(node, "workeroutput", {}).get("walked", ([], 0, 0)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how far was walked."""
    if WALKED.steps:
        terminalreporter.write_line(str(WALKED))
