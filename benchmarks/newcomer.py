"""From newcomer to accredited in a demonstration: pages, seconds, and minutes to learn."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, sync_playwright

from tests.demonstration import Demonstration, running
from tests.journeys import steps
from tests.journeys.someone import Someone, a_browser

NEWCOMER, MANAGER, TEAM = "Omar Haddad", "Daniel Kowalczyk", "Beatrice Lindqvist"
LEARNING = (
    "SELECT sum(m.minutes) FROM training_module m JOIN training_edition e ON e.id = m.edition_id "
    "JOIN training_course c ON c.id = e.course_id WHERE c.slug = 'pilot'"
)
PRACTISING = (
    "SELECT sum(v.minutes) FROM training_scenarioversion v JOIN training_scenario s "
    "ON s.id = v.scenario_id WHERE s.slug = ANY(%s)"
)


class Quick(Someone):
    """Somebody who knows the pages, and does not stop to look at them."""

    def arrive(self) -> Self:
        """Go on at once."""
        return self


def main() -> None:
    """Print what a script that knows every answer needs, and what people read and write besides."""
    with _demonstration() as (browser, here):
        newcomer, manager, team = (
            Quick(browser, here, name=name).sign_in() for name in (NEWCOMER, MANAGER, TEAM)
        )
        pages = _count_pages(newcomer, manager, team)
        ways: dict[str, Callable[[], object]] = {
            "apply": lambda: steps.apply(
                newcomer, network="Practice network", handle="omar_old_roads", purpose="Old roads."
            ),
            "endorse": lambda: steps.endorse(manager, newcomer),
            "learn, agree, practise": lambda: steps.prepare(newcomer, here),
            "accredit": lambda: steps.accredit(team, newcomer),
        }
        taken = {what: _timed(do) for what, do in ways.items()}
        course, scenarios = here.find(LEARNING), here.find(PRACTISING, list(steps.KIND_ANSWERS))
    for what, seconds in taken.items():
        print(f"newcomer, {what}: {seconds:.1f} s by script")
    minutes = sum(taken.values()) / 60
    print(
        f"from application to accredited: {len(pages)} pages in {minutes:.1f} minutes by script, "
        f"and {course} minutes to read the course, {scenarios} to practise: "
        f"{minutes + course + scenarios:.0f} minutes in all"
    )


@contextmanager
def _demonstration() -> Iterator[tuple[Browser, Demonstration]]:
    with (
        tempfile.TemporaryDirectory(prefix="tabard-newcomer-") as folder,
        running(_open(Path(folder))) as here,
        sync_playwright() as playwright,
        a_browser(playwright) as browser,
    ):
        yield browser, here


def _open(folder: Path) -> Path:
    """Let the database's own account enter the folder."""
    folder.chmod(0o711)
    return folder


def _count_pages(*people: Someone) -> list[str]:
    seen: list[str] = []
    for one in people:
        one.page.on("framenavigated", lambda frame: seen.append(frame.url))
    return seen


def _timed(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun
