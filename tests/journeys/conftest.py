"""A demonstration as newcomers start it, a browser, and the people who sit at it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.demonstration import Demonstration, running
from tests.journeys.someone import Cookies, Someone, a_browser

type People = Callable[..., Someone]


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
