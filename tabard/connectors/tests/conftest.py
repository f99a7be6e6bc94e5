"""An account's directory, DNS, sign-in server and home; no test asks the real ones."""

from collections.abc import Iterator

import pytest

from tabard.common.nameserver import answering
from tabard.common.tests.scripted import Script, scripted
from tabard.connectors.tests.atproto import DID, GONE, HANDLE, WHO, entry, json, session


@pytest.fixture(scope="session")
def all_names() -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Run a DNS of the tests' own; give its place, and the texts of each name."""
    names = dict[str, list[str]]()
    with answering(lambda name: names.get(name, [])) as place:
        yield place, names


@pytest.fixture(autouse=True)
def names(
    all_names: tuple[str, dict[str, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> dict[str, list[str]]:
    """Have our account's handle lead to it, and no other name be known."""
    place, names = all_names
    monkeypatch.setenv("TABARD_DNS", place)
    names.clear()
    names[f"_atproto.{HANDLE}"] = [f"did={DID}"]
    return names


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
        home.says(WHO, GONE)
        yield home
