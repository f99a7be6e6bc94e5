"""Giving leave on the pages of X, Pinterest and LinkedIn, where a certified provider stands."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tabard.home.work import draw
from tests.demonstration import Demonstration, a_free_port, running, wait_for
from tests.journeys import steps
from tests.journeys.conftest import Watched
from tests.journeys.places import ADMINISTRATOR, GRACE
from tests.journeys.someone import Someone
from tests.journeys.test_sign_in import at_the_provider
from tests.leaks import everything, handled, leaked
from tests.oidc import Provider
from tests.their_pages import WithPages, all_running

pytestmark = pytest.mark.journey

NAMES = {"x": "X", "pinterest": "Pinterest", "linkedin": "LinkedIn"}
BOARDS = ["Grace, board “Parks”", "Grace, board “Roads”"]
PAGES = ["Exampleton County Council", "Grace fixes roads"]
WORDS = "The verges of Mill Lane are in flower."
SHOT = steps.Shot(draw("stream"), "A verge with flowers beside a stream.")
# Leave to connect comes of an accreditation, and Grace has it for another network.
LEAVE = """
INSERT INTO accounts_ticket
  (person_id, network, handle, is_exact, until, kind, public_name, service_id, shows_people)
SELECT t.person_id, %s, '', false, t.until, t.kind, t.public_name, t.service_id, t.shows_people
FROM accounts_ticket t JOIN people_person p ON p.id = t.person_id
WHERE p.email = %s AND t.network = 'mastodon'
"""


@pytest.fixture(scope="module")
def networks() -> Iterator[tuple[int, Mapping[str, WithPages]]]:
    """Run the networks, which send people back to the port that is given beside them."""
    port = a_free_port()
    with all_running(f"http://localhost:{port}") as found:
        yield port, found


@pytest.fixture(scope="module")
def council(networks, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Run a demonstration that has these networks in the place of the real ones."""
    port, found = networks
    with pytest.MonkeyPatch.context() as patch:
        for one in found.values():
            for name, value in one.variables.items():
                patch.setenv(name, value)
        places = [place for one in found.values() for place in one.places]
        patch.setenv("TABARD_ALLOW_PRIVATE", ",".join(places))
        with running(tmp_path_factory.mktemp("their-pages"), port=port) as here:
            for network in found:
                assert here.change(LEAVE, network, here.email(GRACE)) == 1
            yield here


@pytest.fixture
def watched(browser: Browser, council: Demonstration, tmp_path: Path) -> Watched:
    """Give people whose browsers keep what they are answered."""

    def sit_down(name: str, **how: Any) -> Someone:
        return Someone(browser, council, name=name, **how).sign_in()

    return Watched(sit_down, tmp_path, council)


def test_accounts_are_connected_by_leave_that_is_given_on_the_networks_pages(
    watched: Watched, council: Demonstration, networks
):
    found = networks[1]
    stephen, grace = watched(ADMINISTRATOR), watched(GRACE)

    for network, one in found.items():
        set_up(stephen, council, network, one.server.provider)
    connect(grace, "X").sees("X: @RoadsTeam").arrive()
    connect(grace, "Pinterest")
    choose(grace, BOARDS, BOARDS[1]).sees("Pinterest: @gracefixesroads")
    connect(grace, "LinkedIn")
    choose(grace, PAGES, PAGES[1]).sees("LinkedIn: @grace-fixes-roads")
    secrets = handled(council) | {one.server.provider.secret for one in found.values()}
    post_on_all(grace)
    assert [
        (one["author"], one["commentary"], one["content"]["media"]["altText"])
        for one in vars(found["linkedin"].server)["posts"].values()
    ] == [("urn:li:organization:5515715", WORDS, SHOT.alt)]

    secrets |= handled(council)
    corpora = everything(council, watched.answers())
    assert {where for _, where in leaked({WORDS}, corpora)} >= {"database", "pages"}
    assert len(secrets) >= len(found) + 5
    assert leaked(secrets, corpora) == []


def set_up(stephen: Someone, council: Demonstration, network: str, known: Provider) -> None:
    """Enter what the network knows the council by, and try it out there."""
    stephen.visit(f"/accounts/networks/{network}/").sees(f"{council.url}/accounts/back/{network}/")
    stephen.follow("Enter the client ID and secret")
    if stephen.page.get_by_text("Confirm that it is you").count():
        stephen.fill("Password", council.password).press("Confirm")
    stephen.fill("Client ID", known.client_id).fill("Client secret", "wrong").press("Save")
    stephen.press("Test it now").sees("Check the client ID and the secret.")
    stephen.follow("Enter another client ID or secret").assert_fits_everywhere()
    stephen.fill("Client secret", known.secret).press("Save")
    stephen.press("Test it now").sees(f"{NAMES[network]} knows the application.")


def connect(holder: Someone, name: str) -> Someone:
    """Go to the network's page, sign in there, say yes, and come back."""
    holder.visit("/accounts/").follow(f"Connect {name}").press("Continue").sees("You go on at")
    holder.page.get_by_role("button", name="Go on").click()
    at_the_provider(holder, "roads")
    holder.page.get_by_role("button", name="Continue").click()
    return holder


def choose(holder: Someone, offered: list[str], one: str) -> Someone:
    """Choose one of the accounts that leave was given for."""
    holder.sees("Choose an account").arrive()
    labels = holder.page.locator(".govuk-radios__label").all_inner_texts()
    assert labels == offered
    holder.press("Connect it").sees("Choose an account").assert_fits_everywhere()
    return holder.choose(one).press("Connect it")


def post_on_all(author: Someone) -> None:
    """Post a picture on all three with the access that came of it, and see it confirmed."""
    author.visit("/messages/write/").fill("What do you want to say?", WORDS)
    for box in author.page.get_by_role("checkbox").all():
        box.uncheck()
    for name in NAMES.values():
        author.page.get_by_role("checkbox", name=f" on {name}").check()
    steps.attach(author, SHOT)
    author.press("Send").sees("Sent. Your post goes now.")
    address = steps.address(author)

    def arrived() -> bool:
        author.page.goto(address)
        return author.page.get_by_text("On the network, confirmed", exact=True).count() == len(
            NAMES
        )

    assert wait_for(arrived, seconds=60), author.page.locator("main").inner_text()
    author.arrive()
