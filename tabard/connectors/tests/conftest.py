"""An account's directory, sign-in server and home; no test asks the real directory."""

from collections.abc import Iterator

import pytest

from tabard.common.tests.scripted import Script, scripted
from tabard.connectors.tests.atproto import GONE, LEADS_THERE, WHO, entry, json, session


@pytest.fixture(autouse=True)
def no_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have nobody answer, unless a test asks for a directory."""
    monkeypatch.setenv("TABARD_PLC_URL", "http://127.0.0.1:1")


@pytest.fixture
def directory(no_directory: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Script]:  # noqa: ARG001 - it comes first
    """Stand in the PLC directory's place, and say what a test has written down."""
    with scripted() as said:
        monkeypatch.setenv("TABARD_PLC_URL", f"{said.url}/")
        yield said


@pytest.fixture
def sign_in() -> Iterator[Script]:
    """Run the server that the person types; it lets everybody in as our account."""
    with scripted() as typed:
        typed.says(session(1), session(2))
        yield typed


@pytest.fixture
def home(directory: Script) -> Iterator[Script]:
    """Run the server that the directory names, which knows our account."""
    with scripted() as home:
        directory.says(json(entry(home.url)))
        home.says(WHO, LEADS_THERE, GONE)
        yield home
