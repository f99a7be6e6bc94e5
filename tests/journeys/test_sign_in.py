"""Signing in with a passkey, and through the council's own sign-on, in a real browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests import oidc
from tests.demonstration import Demonstration, a_free_port, running
from tests.journeys.places import ADMINISTRATOR, EILIDH, GRACE, HAMZA, SAM
from tests.journeys.someone import Someone

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Run a demonstration that has a sign-on."""
    port = a_free_port()
    with (
        oidc.running(f"http://localhost:{port}{oidc.BACK}") as provider,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in provider.variables.items():
            patch.setenv(name, value)
        with running(tmp_path_factory.mktemp("sign-in"), port=port) as here:
            yield here


@pytest.fixture
def as_one(browser: Browser, council: Demonstration) -> Iterator[Callable[..., Someone]]:
    """Give people at browsers; each test has its own, as it changes how somebody signs in."""
    present: list[Someone] = []

    def sit_down(name: str, **how: bool) -> Someone:
        present.append(Someone(browser, council, name=name, **how))
        return present[-1]

    yield sit_down
    for someone in present:
        someone.leave()


class Device:
    """What keeps passkeys and asks for a finger, as the browser's own tools play it."""

    def __init__(self, someone: Someone, *, knows_who_it_is: bool = True) -> None:
        self._tools = someone.context.new_cdp_session(someone.page)
        self._tools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": knows_who_it_is,
            "automaticPresenceSimulation": True,
        }
        made = self._tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self._id = {"authenticatorId": made["authenticatorId"]}

    def has_seen(self, *, knows_who_it_is: bool) -> None:
        """Let the next finger be the right one, or another."""
        asked = {**self._id, "isUserVerified": knows_who_it_is}
        self._tools.send("WebAuthn.setUserVerified", asked)

    @property
    def passkeys(self) -> int:
        return len(self._tools.send("WebAuthn.getCredentials", self._id)["credentials"])


def add_passkey(sam: Someone, council: Demonstration) -> None:
    sam.sign_in().follow("Security").follow("Add a passkey")
    sam.sees("Confirm that it is you").fill("Password", council.password).press("Confirm")
    sam.fill("Name of the passkey", "Work laptop").press("Make the passkey")
    sam.sees("Your passkey is ready").sees("Recovery codes")


def at_the_provider(someone: Someone, login: str) -> None:
    """Sign in at the provider's own page."""
    someone.page.get_by_placeholder("Enter any login").fill(login)
    someone.page.get_by_placeholder("and password").fill("any")
    someone.page.get_by_role("button", name="Sign-in").click()


def test_a_passkey_is_made_used_renamed_and_removed(as_one, council: Demonstration):
    sam = as_one(SAM)
    device = Device(sam)

    add_passkey(sam, council)
    assert device.passkeys == 1
    sam.press("Sign out").visit("/sign-in/").press("Sign in with a passkey").sees("Hello, Sam")

    sam.visit("/security/").follow("See your passkeys").follow("Rename Work laptop")
    sam.follow("Use your passkey instead").press("Confirm with a passkey")
    sam.fill("Name of the passkey", "Old laptop").press("Save").sees("Old laptop")
    sam.follow("Remove Old laptop").press("Remove the passkey").sees("You have none yet.")
    sam.press("Sign out").visit("/sign-in/")
    sam.page.get_by_role("button", name="Sign in with a passkey").click()
    sam.sees("That passkey is not known here").arrive()


def test_a_passkey_is_asked_for_after_the_password(as_one, council: Demonstration):
    grace = as_one(GRACE)
    device = Device(grace)
    add_passkey(grace, council)
    grace.press("Sign out").visit("/sign-in/")

    grace.fill("E-mail address", council.email(GRACE)).fill("Password", council.password)
    grace.press("Sign in").sees("Take the second step")
    assert not grace.page.get_by_text("No passkey was shown").is_visible()
    device.has_seen(knows_who_it_is=False)
    grace.page.get_by_role("button", name="Use your passkey").click()
    grace.sees("No passkey was shown")
    device.has_seen(knows_who_it_is=True)
    # Milliseconds: a second press within one second counts as the same.
    grace.page.wait_for_timeout(1_100)
    grace.press("Use your passkey").sees("Hello, Grace")


def test_a_device_that_knows_nobody_makes_no_passkey(as_one, council: Demonstration):
    hamza = as_one(HAMZA)
    device = Device(hamza, knows_who_it_is=False)
    hamza.sign_in().follow("Security").follow("Add a passkey")
    hamza.fill("Password", council.password).press("Confirm")

    hamza.page.get_by_role("button", name="Make the passkey").click()

    hamza.sees("No passkey was made.").arrive()
    assert device.passkeys == 0


def test_without_scripts_no_passkey_is_offered(as_one):
    sam = as_one(SAM, java_script_enabled=False)

    sam.visit("/sign-in/")

    assert not sam.page.get_by_role("button", name="Sign in with a passkey").is_visible()


def test_somebody_comes_in_through_the_councils_sign_on(as_one, council: Demonstration):
    council.change(
        "UPDATE people_person SET external_id = 'ada' WHERE email = %s", council.email(EILIDH)
    )
    eilidh = as_one(EILIDH)

    eilidh.visit("/sign-in/?next=/notices/")
    eilidh.page.get_by_role("button", name="Sign in with your council account").click()
    at_the_provider(eilidh, "ada")
    eilidh.page.get_by_role("button", name="Continue").click()

    eilidh.sees("Notices").arrive().visit("/").sees("Hello, Eilidh")
    eilidh.follow("Security").follow("See whether your council account is connected")
    eilidh.sees("It is connected")
    eilidh.visit("/sign-in/council/back/?state=made-up", status=400).sees("That did not work")


def test_somebody_confirms_at_the_sign_on_and_what_they_asked_for_is_done(
    as_one, council: Demonstration
):
    """The way there is a link: a form may not lead out of here, not even by a redirect."""
    council.change(
        "UPDATE people_person SET external_id = 'sly', password = '!' WHERE email = %s",
        council.email(ADMINISTRATOR),
    )
    stephen = as_one(ADMINISTRATOR)
    stephen.visit("/sign-in/")
    stephen.page.get_by_role("button", name="Sign in with your council account").click()
    at_the_provider(stephen, "sly")
    stephen.page.get_by_role("button", name="Continue").click()
    stephen.sees("Hello, Stephen").arrive()

    hours = "Hours after which people have to sign in again, whatever they do"
    stephen.visit("/settings/people.session_hours/").fill(hours, "10").press("Save")
    stephen.sees("Confirm that it is you").arrive()
    stephen.page.get_by_role("button", name="Confirm at the council's sign-on").click()
    at_the_provider(stephen, "sly")

    stephen.sees("Saved: Hours after which").arrive()
