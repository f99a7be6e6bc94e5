"""Somebody at a browser, who looks critically at every page they come to."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Playwright,
    Response,
    ViewportSize,
    expect,
)

from tests.axe import assert_accessible
from tests.demonstration import Demonstration, wait_for

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ALONE = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nothing but this machine can be found.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
# CSS pixels: a desk, the same desk at 200 % zoom, a telephone, and the narrowest that has to do.
DESK: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 700}
SIZES: list[ViewportSize] = [
    DESK,
    {"width": 640, "height": 450},
    {"width": 375, "height": 700},
    NARROW,
]
# Milliseconds until something that was set going has to be there.
PATIENCE = 30_000
# The browser's own words about an answer with a status from 400; whoever expects it, says so.
REFUSED = "Failed to load resource: the server responded with a status of {status}"

type Cookies = Any


@contextmanager
def a_browser(playwright: Playwright) -> Iterator[Browser]:
    """Run the Chromium of this machine."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert program, f"The journeys need one of these: {', '.join(BROWSERS)}."
    browser = playwright.chromium.launch(executable_path=program, args=ALONE)
    yield browser
    browser.close()


class Someone:
    """A person with a browser of their own; a resident has no name here."""

    def __init__(
        self,
        browser: Browser,
        demonstration: Demonstration,
        *,
        name: str = "",
        cookies: Cookies = None,
        **how: Any,
    ) -> None:
        self.name = name
        self._demonstration = demonstration
        self.context = browser.new_context(
            base_url=demonstration.url,
            storage_state=cookies,
            **{"viewport": DESK, "locale": "en-GB", "timezone_id": "Europe/London", **how},
        )
        self.context.set_default_timeout(PATIENCE / 2)
        self.page = self.context.new_page()
        # Without scripts axe, which is one, would wait for ever.
        self._has_scripts = how.get("java_script_enabled", True)
        self._may_be_refused: list[int] = []
        self._wrong: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._wrong.append(f"script: {error}"))
        self.page.on("response", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        """Keep what the browser complains of, such as a break of the page's own policy."""
        if not self._is_ours(self.page.url):
            return
        expected = [REFUSED.format(status=status) for status in self._may_be_refused]
        if message.type == "error" and not message.text.startswith(tuple(expected)):
            self._wrong.append(f"console: {message.text}")

    def _see(self, response: Response) -> None:
        bad = response.status >= 400 and response.status not in self._may_be_refused
        if bad and self._is_ours(response.url):
            self._wrong.append(f"{response.status}: {response.url}")

    def _is_ours(self, address: str) -> bool:
        """Tell our pages from those of others, to which somebody may be led."""
        return address.startswith((self._demonstration.url, "about:"))

    def sign_in(self) -> Self:
        """Sign in on the page, as everybody does."""
        self.visit("/sign-in/")
        self.fill("E-mail address", self._demonstration.email(self.name))
        self.fill("Password", self._demonstration.password)
        self.press("Sign in")
        self.sees(f"Hello, {self.name.split()[0]}")
        return self

    def visit(self, address: str, *, status: int = 200) -> Self:
        """Open an address, and look at the page."""
        self._may_be_refused = [status] if status >= 400 else []
        response = self.page.goto(address)
        assert response, f"{address} gives nothing"
        assert response.status == status, f"{response.status} instead of {status}: {address}"
        return self.arrive()

    @contextmanager
    def cut_off(self) -> Iterator[None]:
        """Be without a connection for a while, of which the browser may complain."""
        known = len(self._wrong)
        self.context.set_offline(True)
        yield
        self.context.set_offline(False)
        lost = ("net::ERR", "console: htmx:afterRequest", "console: htmx:sendError")
        said = self._wrong[known:]
        self._wrong[known:] = [one for one in said if not any(words in one for words in lost)]

    def press(self, words: str, *, within: Locator | None = None, status: int = 200) -> Self:
        """Press a button that leads to another page."""
        return self._go(
            (within or self.page).get_by_role("button", name=words, exact=within is None), status
        )

    def follow(self, words: str, *, within: Locator | None = None, status: int = 200) -> Self:
        """Follow a link, or a button that is one."""
        place = within or self.page
        found = place.get_by_role("link", name=words).or_(
            place.get_by_role("button", name=words, exact=True)
        )
        return self._go(found.first, status)

    def _go(self, where: Locator, status: int) -> Self:
        self._may_be_refused = [status] if status >= 400 else []
        with self.page.expect_navigation() as going:
            where.click()
        response = going.value
        # Only a jump inside the same page has none.
        assert response is None or response.status == status, f"{response.status}: {response.url}"
        return self.arrive()

    def fill(self, label: str, words: str) -> Self:
        """Type into the field of this label."""
        self._field(label).or_(self._field(f"{label} (optional)")).fill(words)
        return self

    def choose(self, label: str) -> Self:
        """Choose an answer by its words."""
        self._field(label).check()
        return self

    def _field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def sees(self, words: str) -> Self:
        """Wait until these words can be seen, wherever they stand."""
        expect(self.page.get_by_text(words).filter(visible=True).first).to_be_visible(
            timeout=PATIENCE
        )
        return self

    def looks_until(self, address: str, words: str) -> Self:
        """Open a page again and again until these words are on it."""

        def there() -> int:
            self.page.goto(address)
            return self.page.get_by_text(words).count()

        assert wait_for(there), f"“{words}” does not come to {address}"
        return self.arrive()

    def does_not_see(self, words: str) -> Self:
        """Make sure that these words are nowhere on the page."""
        expect(self.page.get_by_text(words)).to_have_count(0)
        return self

    def arrive(self) -> Self:
        """Look at the page as everybody might: by what they see, how wide, and what is wrong."""
        if self._has_scripts:
            assert_accessible(self.page)
        size = self.page.viewport_size
        self.page.set_viewport_size(NARROW)
        self.assert_fits()
        self.page.set_viewport_size(size or DESK)
        self.assert_well()
        return self

    def assert_fits_everywhere(self) -> None:
        """Look at the page in every size, with the same care in each."""
        for size in SIZES:
            self.page.set_viewport_size(size)
            assert_accessible(self.page)
            self.assert_fits()
        self.page.set_viewport_size(DESK)

    def assert_fits(self) -> None:
        """Fail if the page has to be scrolled sideways."""
        wide, room = self.page.evaluate(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= room, f"{self.page.url} is {wide} pixels wide in {room}"

    def assert_well(self) -> None:
        """Fail with everything that the browser complained of."""
        assert not self._wrong, f"{self.page.url}: {self._wrong}"

    def leave(self) -> None:
        """Close the browser, with a last look at what went wrong."""
        self.context.close()
        self.assert_well()
