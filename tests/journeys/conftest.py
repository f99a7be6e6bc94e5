"""A demonstration as newcomers start it, a browser, and the people who sit at it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.demonstration import Demonstration, running
from tests.journeys.someone import Cookies, Someone, a_browser

type People = Callable[..., Someone]


@dataclass
class Watched:
    """People whose browsers keep every answer that they get from the demonstration."""

    people: People
    folder: Path
    here: Demonstration
    _present: dict[str, Someone] = field(default_factory=dict)

    def __call__(self, name: str = "") -> Someone:
        """Give somebody by name, or a resident: each at one browser."""
        if name not in self._present:
            keeps = {
                "record_har_path": self._file(name),
                "record_har_url_filter": f"{self.here.url}/**",
            }
            self._present[name] = self.people(name, **keeps)
        return self._present[name]

    def answers(self) -> list[Path]:
        """Close the browsers, and give what they have kept."""
        for someone in self._present.values():
            someone.leave()
        return [self._file(name) for name in self._present]

    def _file(self, name: str) -> Path:
        return self.folder / f"{name or 'resident'}.har"


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Run the whole demonstration, with a real AT Protocol server beside it."""
    folder = tmp_path_factory.mktemp("journeys")
    with running(folder, "--network", "atproto") as here:
        yield here


# Not for the session: while it runs, Django takes its thread for one that must not wait.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run a browser for the journeys of one module."""
    with sync_playwright() as playwright, a_browser(playwright) as ours:
        yield ours


@pytest.fixture(scope="session")
def signed_in() -> dict[str, Cookies]:
    """Keep who has signed in already, so that everybody does so once."""
    return {}


@pytest.fixture
def as_(
    browser: Browser, demonstration: Demonstration, signed_in: dict[str, Cookies]
) -> Iterator[People]:
    """Give people at browsers of their own: one of the demonstration by name, or a resident."""
    present: dict[str, Someone] = {}

    def sit_down(name: str = "", **how: Any) -> Someone:
        if name in present and not how:
            return present[name]
        cookies = signed_in.get(name)
        someone = Someone(browser, demonstration, name=name, cookies=cookies, **how)
        present[f"{name}{len(present) if how else ''}"] = someone
        if name and cookies is None:
            someone.sign_in()
            signed_in[name] = someone.context.storage_state()
        return someone

    yield sit_down
    for someone in present.values():
        someone.leave()


@pytest.fixture
def watched(as_: People, tmp_path: Path, demonstration: Demonstration) -> Watched:
    """Give people as `as_` does, whose browsers keep what they are answered."""
    return Watched(as_, tmp_path, demonstration)
