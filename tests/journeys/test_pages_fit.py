"""Every page can be used by everybody: in every size, without scripts, and from the keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tabard.home.work import draw
from tests.demonstration import Demonstration
from tests.journeys import steps
from tests.journeys.conftest import People
from tests.journeys.places import NOT_PAGES, ON_A_JOURNEY, PLACES, RESIDENT
from tests.journeys.someone import Someone
from tests.test_who_may import PAGES

pytestmark = pytest.mark.journey

NO_SCRIPTS = {"java_script_enabled": False}
EVERYBODY = list(dict.fromkeys(place.who for place in PLACES))
# More presses of the Tab key than any page has stops.
MOST_STOPS = 80
FOCUSED = """
() => {
  const here = document.activeElement;
  return (here.labels?.[0] ?? here).textContent.replace(/\\s+/g, " ").trim();
}
"""


@pytest.mark.parametrize("who", EVERYBODY, ids=lambda who: who or "a resident")
def test_pages_can_be_used_in_every_size(who: str, as_: People, demonstration: Demonstration):
    someone = as_(who)

    for place in PLACES:
        if place.who == who:
            someone.visit(place.address(demonstration)).assert_fits_everywhere()


def test_no_page_is_left_out():
    asked_for = {page.name for page in PAGES if page.method == "get"}

    assert {place.name for place in PLACES} == asked_for - NOT_PAGES - ON_A_JOURNEY


def test_pages_that_say_no_can_be_used_in_every_size(as_: People):
    resident, author = as_(RESIDENT), as_("Sam Okafor")

    resident.visit("/nowhere/", status=404).assert_fits_everywhere()
    author.visit("/reviews/", status=403).assert_fits_everywhere()


def test_forms_with_everything_wrong_can_be_used_in_every_size(as_: People):
    author = as_("Hamza Malik")

    author.visit("/messages/write/").choose("At a time")
    author.page.get_by_role("checkbox", name="@hamza_fair_trading").uncheck()
    author.press("Send for review").sees("There is a problem").assert_fits_everywhere()
    author.visit("/accreditation/apply/").press("Send your application")
    author.sees("There is a problem").assert_fits_everywhere()
    author.visit("/directory/check/").press("Check")
    author.sees("There is a problem").assert_fits_everywhere()


def test_a_thread_can_be_written_reviewed_and_read_in_every_size(as_: People):
    author, reviewer, other = as_("Hamza Malik"), as_("Anil Mehta"), as_("Grace Adeyemi")
    words = " ".join(f"Number {number} of what to look at before you buy." for number in range(14))

    author.visit("/messages/write/").fill("What do you want to say?", words)
    author.choose("Split it into a thread, and number its parts").press("Preview")
    shown = author.page.locator("#seen .tabard-message__words").all_inner_texts()
    assert [part[-5:] for part in shown] == ["(1/2)", "(2/2)"]
    author.assert_fits_everywhere()
    steps.review_page(reviewer, "Five things to do before you buy a used car.")
    reviewer.sees("Fifth, pay once you hold the keys").assert_fits_everywhere()
    other.visit("/posts/").follow("How do we decide when to grit?")
    other.looks_until(steps.address(other), "On the network, confirmed")
    other.assert_fits_everywhere()
    as_(RESIDENT).visit("/practice/@grace_fixes_roads").sees("Eleven lorries take")
    as_(RESIDENT).assert_fits_everywhere()


def test_the_way_from_application_to_approval_needs_no_scripts(
    as_: People, demonstration: Demonstration
):
    author = as_("Oliver Whitcombe", **NO_SCRIPTS)
    manager, team = as_("Daniel Kowalczyk", **NO_SCRIPTS), as_("Beatrice Lindqvist", **NO_SCRIPTS)
    reviewer = as_("Anil Mehta", **NO_SCRIPTS)
    words = "The repair café is open on Saturday from ten."

    steps.prepare(author, demonstration)
    author.visit("/accreditation/").follow("Apply again")
    steps.fill_application(
        author, network="Practice network", handle="oliver_repairs", purpose="The repair café."
    )
    author.press("Send your application").sees("Your application is with")
    steps.endorse(manager, author)
    steps.accredit(team, author)
    author.visit("/accounts/").follow("Open a practice account")
    author.press("Open and connect the account").sees("Practice network: @oliver_repairs")
    author.visit("/messages/write/").fill("What do you want to say?", words)
    steps.attach(author, steps.Shot(draw("market_stall"), "A stall with tools on it."))
    author.press("Preview").sees("Described as: A stall with tools on it.")
    author.press("Send for review").sees("Sent for review. You hear when")
    post = steps.address(author)
    steps.approve(reviewer, words)

    author.looks_until(post, "On the network, confirmed")


def test_a_post_is_approved_from_the_keyboard_alone(as_: People, demonstration: Demonstration):
    author, reviewer = as_("Hamza Malik"), as_(RESIDENT)
    steps.write(author, "The bridge at Mill Lane is open again.")

    reviewer.visit("/")
    tab_to(reviewer, "Skip to main content")
    tab_to(reviewer, "Staff sign-in")
    enter(reviewer)
    tab_to(reviewer, "E-mail address")
    reviewer.page.keyboard.type(demonstration.email("Anil Mehta"))
    tab_to(reviewer, "Password")
    reviewer.page.keyboard.type(demonstration.password)
    enter(reviewer)
    reviewer.sees("Hello, Anil")
    tab_to(reviewer, "to review")
    enter(reviewer)
    reviewer.sees("Posts to review")
    tab_to(reviewer, "Approve the post by Hamza Malik")
    reviewer.page.keyboard.press("Space")

    told = reviewer.page.get_by_role("status").filter(has_text="Approved.")
    expect(told).to_have_text(re.compile("The post by Hamza Malik goes now"))
    expect(told).to_be_focused()


def tab_to(someone: Someone, words: str) -> None:
    """Press Tab until what has these words has the focus, and can be seen to have it."""
    for _ in range(MOST_STOPS):
        someone.page.keyboard.press("Tab")
        if words in someone.page.evaluate(FOCUSED):
            expect(someone.page.locator(":focus")).to_be_in_viewport()
            return
    pytest.fail(f"“{words}” is not reached with the Tab key on {someone.page.url}")


def enter(someone: Someone) -> None:
    """Press the Enter key where it leads to another page."""
    with someone.page.expect_navigation():
        someone.page.keyboard.press("Enter")
    someone.arrive()
