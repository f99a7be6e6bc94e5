"""What goes wrong on the way, and how people hear of it on their pages."""

import base64
import hashlib
import hmac
import time
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.demonstration import Demonstration, wait_for
from tests.journeys import steps
from tests.journeys.conftest import People

pytestmark = pytest.mark.journey

HELD_BECAUSE = "A complaint is looked into first."
# Seconds for which a code of an authenticator app is good, and that are needed to type it.
PERIOD, TO_TYPE = 30, 8


def tomorrow() -> date:
    return date.today() + timedelta(days=1)  # noqa: DTZ011 - a day as people say it


def test_approval_after_its_time_sends_nothing_and_both_are_told(
    as_: People, demonstration: Demonstration
):
    author, reviewer = as_("Hamza Malik"), as_("Anil Mehta")
    words = "Free scales check at the market hall this morning."
    post = steps.write(author, words, due=tomorrow())
    assert demonstration.change(
        "UPDATE composing_message SET due_at = now() - interval '1 minute' WHERE id = %s",
        steps.number_of(post),
    )

    steps.review_page(reviewer, words)
    reviewer.sees("Approving now will not send it: its time has passed.").press("Approve")

    reviewer.sees("Approved, but its time has passed: Hamza Malik hears that it was not sent.")
    author.looks_until(post, "Not sent: its time had passed")
    why = "was not sent: It was approved after its time, so it was not sent."
    author.looks_until("/notices/", why)
    reviewer.looks_until("/notices/", why)
    author.visit("/").sees("post that did not go")


def test_suspension_holds_what_is_scheduled_until_it_ends(as_: People):
    author, team = as_("Eilidh MacRae"), as_("Beatrice Lindqvist")
    author.visit("/posts/")
    scheduled = author.page.locator("main li").filter(has_text="Scheduled").locator("h2")
    post = steps.address(author.follow("", within=scheduled.first))
    author.sees("Scheduled")

    team.visit("/accreditation/people/").follow("Suspend Eilidh MacRae")
    team.fill("Why is it suspended?", HELD_BECAUSE)
    steps.fill_day(team, date.today() + timedelta(days=7))  # noqa: DTZ011 - a day as people say it
    team.press("Suspend")

    author.looks_until(post, "Held")
    author.sees(f"Your accreditation is suspended: {HELD_BECAUSE}")
    author.visit("/messages/write/", status=403).sees(HELD_BECAUSE)
    author.visit("/accreditation/").sees(HELD_BECAUSE)
    author.looks_until("/notices/", HELD_BECAUSE)

    team.visit("/accreditation/people/").follow("End the suspension of Eilidh MacRae")
    team.press("End the suspension")

    author.looks_until(post, "On its way to @ranger_eilidh again")
    expect(author.page.locator(".govuk-summary-card .govuk-tag")).to_have_text("Scheduled")


def test_what_is_scheduled_when_accreditation_lapses_is_reviewed_again(
    as_: People, demonstration: Demonstration
):
    author, reviewer = as_("Sam Okafor"), as_("Anil Mehta")
    words = "The van has new talking books, from tomorrow."
    post = steps.write(author, words, due=tomorrow())
    steps.approve(reviewer, words)
    author.looks_until(post, "Due on")

    lapses(demonstration, author.name, "now()")

    author.looks_until(post, "To be reviewed again").sees("Your accreditation ran out on")
    author.looks_until("/notices/", "needs another review")
    steps.review_page(reviewer, words)
    reviewer.sees("Why again").press("Approve")
    author.looks_until(post, "On its way to @sam_mobile_library again")
    lapses(demonstration, author.name, "now() + interval '100 days'")
    author.visit("/").sees("You are accredited until")


def lapses(demonstration: Demonstration, name: str, when: str) -> None:
    """Have an accreditation run out at another time: no page can make a year pass."""
    assert demonstration.change(
        f"UPDATE accreditation_accreditation SET until = {when} FROM people_person "  # noqa: S608 - our own words
        "WHERE people_person.id = person_id AND email = %s AND state = 'active'",
        demonstration.email(name),
    )


def test_oversight_takes_down_in_danger_and_the_author_sees_why_at_once(as_: People):
    author, officer = as_("Grace Adeyemi"), as_("Margaret Holloway")
    words = "The detour past the school is open now."
    # She stands on the rung where nobody looks before it goes.
    author.visit("/messages/write/").fill("What do you want to say?", words)
    author.choose("@grace_fixes_roads on Practice network")
    author.press("Send").sees("Sent. Your post goes now.")
    post = steps.address(author)
    author.looks_until(post, "On the network, confirmed")

    officer.visit("/posts/all/").follow(words).follow("Take it down")
    officer.press("Take it down").sees("Say what the danger is.")
    officer.fill("What is the danger?", "Lorries drive past children.").press("Take it down")

    asked = "Margaret Holloway asked for it to be taken down: Lorries drive past children."
    author.visit(post).sees(asked)
    author.looks_until(post, "Taken down, and gone from the network")
    author.looks_until("/notices/", "Lorries drive past children.")


@pytest.mark.atproto
def test_what_was_typed_stays_when_connecting_fails_but_the_secret(
    as_: People, demonstration: Demonstration
):
    holder = as_("Grace Adeyemi")

    steps.type_app_password(holder, "http://10.0.0.1", "grace.test", "wrong-wrong-wrong")

    holder.sees("We cannot connect to this address.")
    expect(holder.page.get_by_label("Server", exact=True)).to_have_value("http://10.0.0.1")

    holder.fill("Server", demonstration.pds)
    holder.fill("App password", "wrong-wrong-wrong").press("Connect")

    holder.sees("Check what you entered, and enter the app password again.")
    holder.does_not_see("wrong-wrong-wrong")
    expect(holder.page.get_by_label("Server", exact=True)).to_have_value(demonstration.pds)
    expect(holder.page.get_by_label("Handle", exact=True)).to_have_value("grace.test")
    expect(holder.page.get_by_label("App password", exact=True)).to_have_value("")


def test_second_step_is_set_up_and_asked_for_at_the_next_sign_in(
    as_: People, demonstration: Demonstration
):
    owner = as_("Helen Castellanos")
    owner.visit("/security/").follow("Set up an authenticator app")
    owner.sees("Confirm that it is you").fill("Password", demonstration.password).press("Confirm")
    secret = owner.page.locator("code.tabard-code").inner_text()

    owner.fill("Security code", code_of(secret)).press("Set up").sees("Recovery codes")
    owner.press("Sign out").visit("/sign-in/")
    owner.fill("E-mail address", demonstration.email(owner.name))
    owner.fill("Password", demonstration.password).press("Sign in")
    owner.sees("Take the second step").fill("Security code", "000000").press("Sign in")
    expect(owner.page.locator(".govuk-error-summary")).to_be_visible()
    owner.fill("Security code", code_of(secret)).press("Sign in")

    owner.sees("Hello, Helen").visit("/security/").follow("Remove your authenticator app")
    owner.sees("Confirm that it is you").visit("/sign-in/confirm/code/")
    owner.visit("/security/app/remove/").fill("Password", demonstration.password).press("Confirm")
    owner.visit("/security/recovery-codes/new/").visit("/security/recovery-codes/")
    owner.visit("/security/app/remove/").press("Remove the app").sees("Not set up")


def code_of(secret: str) -> str:
    """Say what an authenticator app shows now, once there is time enough to type it."""
    assert wait_for(lambda: time.time() % PERIOD < PERIOD - TO_TYPE)
    counter = int(time.time()) // PERIOD
    key = base64.b32decode(secret)
    digest = hmac.new(key, counter.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
