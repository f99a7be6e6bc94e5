"""The page on which posts are written: its check over HTTP, its bytes, and when it is ready.

Against the demonstration, with its worker running, as a browser of an author asks for it.
"""

import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import posts
from benchmarks.checks import MILLISECONDS, SEED
from tests.demonstration import Demonstration, running
from tests.journeys.someone import Someone, a_browser

AUTHOR = "Grace Adeyemi"
EACH_SECOND, SECONDS = 20, 20
TIMES = 10
WRITE, PREVIEW = "/messages/write/", "/messages/preview/"
# When all that is needed to write is there.
READY = "() => performance.getEntriesByType('navigation')[0].domInteractive"


def main() -> None:
    """Print how long the check takes, and how heavy the page is with and without scripts."""
    with _demonstration() as (browser, here):
        author = Someone(browser, here, name=AUTHOR).sign_in()
        author.page.goto(f"{here.url}{WRITE}")
        _measure_check(author.page, here)
        for how, scripts in {"with scripts": True, "without scripts": False}.items():
            # A browser that was never here before.
            fresh = browser.new_context(java_script_enabled=scripts)
            fresh.add_cookies(_cookies(author.page))
            _measure_page(fresh.new_page(), here, how)


def _cookies(page: Page) -> Any:
    return page.context.cookies()


def _measure_check(page: Page, here: Demonstration) -> None:
    """Ask as often as 20 people who never stop typing, whether the last answer is there or not."""
    draw = random.Random(SEED)  # noqa: S311 - the same posts in every run are wanted
    words = [_words(draw) for _ in range(EACH_SECOND * SECONDS)]
    fields = page.evaluate("() => [...new FormData(document.querySelector('#message')).entries()]")
    told = {name: value for name, value in fields if isinstance(value, str)}
    account = page.locator("#message input[type=checkbox]").first.get_attribute("value")
    jar = {one["name"]: one["value"] for one in _cookies(page)}
    headers = {"HX-Request": "true", "Origin": here.url, "Referer": f"{here.url}{WRITE}"}
    with httpx.Client(  # noqa: TID251 - stands for the browser of an author
        base_url=here.url, cookies=jar, headers=headers, timeout=30
    ) as client:
        took = _asked(client, [told | {"words": one, "accounts": account or ""} for one in words])
    marks = quantiles(took, n=100)
    print(
        f"composing: {len(took)} checks at {EACH_SECOND} a second over HTTP:"
        f" p50 {marks[49]:.0f} ms, p99 {marks[98]:.0f} ms"
    )


def _asked(client: httpx.Client, forms: list[dict[str, str]]) -> list[float]:  # noqa: TID251 - as above
    """Give the milliseconds that each answer took."""
    took: list[float] = []

    def ask(form: dict[str, str]) -> None:
        begun = time.perf_counter()
        client.post(PREVIEW, data=form).raise_for_status()
        took.append((time.perf_counter() - begun) * MILLISECONDS)

    asking = [threading.Thread(target=ask, args=[form]) for form in forms]
    begun = time.perf_counter()
    for number, one in enumerate(asking):
        time.sleep(max(0.0, begun + number / EACH_SECOND - time.perf_counter()))
        one.start()
    for one in asking:
        one.join()
    return took


def _words(draw: random.Random) -> str:
    return f"{posts.clean(draw).words} {posts.personal(draw, draw.choice(list(posts.KINDS))).words}"


def _measure_page(page: Page, here: Demonstration, how: str) -> None:
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(_bytes(answer)))
    page.goto(f"{here.url}{WRITE}")
    page.wait_for_load_state("networkidle")
    first = len(sizes), sum(sizes)
    ready = sorted(_ready(page) for _ in range(TIMES))
    print(
        f"composing: the page {how}: {first[1] / 1024:.0f} KB in {first[0]} answers the first time,"
        f" interactive after {ready[TIMES // 2]:.0f} ms (median of {TIMES})"
    )


def _bytes(answer: Any) -> int:
    sizes = answer.request.sizes()
    return int(sizes["responseBodySize"] + sizes["responseHeadersSize"])


def _ready(page: Page) -> float:
    page.reload()
    page.wait_for_load_state("load")
    return float(page.evaluate(READY))


@contextmanager
def _demonstration() -> Iterator[tuple[Browser, Demonstration]]:
    with (
        tempfile.TemporaryDirectory(prefix="tabard-composing-") as folder,
        running(_open(Path(folder))) as here,
        sync_playwright() as playwright,
        a_browser(playwright) as browser,
    ):
        yield browser, here


def _open(folder: Path) -> Path:
    """Let the database's own account enter the folder."""
    folder.chmod(0o711)
    return folder


if __name__ == "__main__":
    main()
