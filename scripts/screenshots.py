"""Take the README's pictures from a demonstration of their own, as `make pictures` does."""

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tabard.home.work import draw
from tests.demonstration import Demonstration, running
from tests.journeys import steps
from tests.journeys.someone import Someone, a_browser

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
COLOURS = 256
MOST_BYTES = 150_000
WORDS = (
    "Why a pothole comes back: water gets under the patch, freezes and lifts it. On Mill Lane "
    "we now cut out the whole stretch and seal its edges. Here is how to tell us about one: "
    "https://exampleton.example/potholes"
)
HANDLE = "grace.test"
ALT = "A country road with a dark patch in its surface and three orange cones beside it."

type Scene = Callable[[Browser, Demonstration], Someone]


def directory(browser: Browser, here: Demonstration) -> Someone:
    """Show what residents find first."""
    return Someone(browser, here).visit("/directory/")


def check(browser: Browser, here: Demonstration) -> Someone:
    """Show what residents are told of a link that they paste."""
    resident = Someone(browser, here).visit("/directory/check/")
    resident.fill("Link or handle", f"https://bsky.app/profile/{HANDLE}")
    return resident.press("Check")


def write(browser: Browser, here: Demonstration) -> Someone:
    """Show a post being written for two networks."""
    author = Someone(browser, here, name="Grace Adeyemi").sign_in()
    steps.type_app_password(author, here.pds, HANDLE, here.app_password(HANDLE))
    author.sees(f"Bluesky: @{HANDLE}")
    author.visit("/messages/write/").fill("What do you want to say?", WORDS)
    for account in author.page.get_by_role("checkbox").all():
        account.check()
    steps.attach(author, steps.Shot(draw("road_works"), ALT))
    return from_heading(author.press("Preview").sees(f"Described as: {ALT}"))


def review(browser: Browser, here: Demonstration) -> Someone:
    """Show a reviewer at work."""
    reviewer = Someone(browser, here, name="Anil Mehta").sign_in()
    return from_heading(reviewer.visit("/reviews/").follow("Look closer or send back"))


def post(browser: Browser, here: Demonstration) -> Someone:
    """Show a post that arrived."""
    author = Someone(browser, here, name="Grace Adeyemi").sign_in()
    author.visit("/posts/").follow("Mill Lane is open again")
    return from_heading(author.sees("On the network, confirmed"))


def from_heading(someone: Someone) -> Someone:
    """Scroll to where the page's own content begins."""
    someone.page.locator(".govuk-back-link").evaluate("link => link.scrollIntoView()")
    return someone


SCENES: dict[str, Scene] = {
    "write": write,
    "directory": directory,
    "post": post,
    "review": review,
    "check": check,
}


def small(picture: bytes) -> bytes:
    """Give the same picture in fewer colours."""
    kept = io.BytesIO()
    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    whole.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def main() -> int | str:
    """Take every picture, or change none; say so if one is too large for a README."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="tabard-pictures-") as folder,
        running(Path(folder), "--network", "atproto") as here,
        sync_playwright() as playwright,
        a_browser(playwright) as browser,
    ):
        pictures = {name: take(name, scene, browser, here) for name, scene in SCENES.items()}
    # All or none: they show the same council at the same time.
    for name, picture in pictures.items():
        (FOLDER / f"{name}.png").write_bytes(picture)
        print(f"{name}.png: {len(picture) // 1000} kB")
    too_large = [name for name, picture in pictures.items() if len(picture) > MOST_BYTES]
    return f"Too large for a README: {', '.join(too_large)}" if too_large else 0


def take(name: str, scene: Scene, browser: Browser, here: Demonstration) -> bytes:
    """Give what somebody sees; say which scene it is that cannot be played."""
    try:
        someone = scene(browser, here)
        picture = small(someone.page.screenshot(animations="disabled"))
        someone.leave()
    except BaseException as error:
        error.add_note(f"No picture was changed: the scene “{name}” cannot be played.")
        raise
    return picture


if __name__ == "__main__":
    sys.exit(main())
