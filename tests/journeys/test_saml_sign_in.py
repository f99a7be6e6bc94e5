"""Coming in through the council's own sign-on by SAML, whose answer is posted from another site."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests import saml
from tests.demonstration import Demonstration, a_free_port, running
from tests.journeys.places import EILIDH
from tests.journeys.someone import Someone

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Run a demonstration that has a sign-on; to a browser 127.0.0.1 is another site."""
    port = a_free_port()
    folder = tmp_path_factory.mktemp("saml-sign-in")
    with (
        saml.running(folder, f"http://localhost:{port}") as provider,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in provider.variables.items():
            patch.setenv(name, value)
        with running(folder, port=port) as here:
            yield here


def test_somebody_arrives_where_they_wanted_to_go(browser: Browser, council: Demonstration):
    council.change(
        "UPDATE people_person SET external_id = 'ada' WHERE email = %s", council.email(EILIDH)
    )
    eilidh = Someone(browser, council, name=EILIDH)

    eilidh.visit("/sign-in/?next=/notices/")
    eilidh.page.get_by_role("button", name="Sign in with your council account").click()
    eilidh.page.get_by_label("Login").fill("ada")
    eilidh.page.get_by_role("button", name="Sign in").click()

    eilidh.sees("Notices").arrive()
    assert eilidh.page.url == f"{council.url}/notices/"
    eilidh.visit("/").sees("Hello, Eilidh")
    eilidh.visit("/sign-in/council/saml/back/?answer=made-up", status=400)
    eilidh.sees("That did not work")
    eilidh.leave()
