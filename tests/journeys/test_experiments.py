"""An experiment from its registration until its stop rule fires, and what is learned from it."""

from datetime import date, timedelta

import pytest

from tests.journeys import steps
from tests.journeys.conftest import People
from tests.journeys.places import HAMZA, OFFICER, REVIEWER, TEAM
from tests.journeys.someone import Someone

pytestmark = pytest.mark.journey

TITLE = "Blunt words about scams"
ACCOUNT = "@hamza_fair_trading on Practice network"
LEARNED = "Blunt words are shared more, and hurt people who were tricked. We ask them first."
# A warning that the experiment relaxes.
BLUNT = "What a shitty trick: the caller who says he is from your bank is not. Hang up."
FOR_LATER = "The next shitty trick comes by text message. We tell you tomorrow how it goes."
PLAN = {
    "What do you call it?": TITLE,
    "What do you believe will happen?": "People share a warning that sounds like a neighbour.",
    "For whom is it?": "Everybody whom scammers ring.",
    "What is new about it?": "One swear word, where it is deserved.",
    "After how many signs that it goes wrong does it stop?": "2",
    "How will we know whether it worked?": "We count how often it is shared.",
}


def test_an_experiment_runs_until_its_stop_rule_fires(as_: People):
    owner, officer, reviewer, team = as_(HAMZA), as_(OFFICER), as_(REVIEWER), as_(TEAM)
    register(owner)
    page = steps.address(owner)

    officer.visit("/experiments/all/").follow(TITLE).sees("We count how often it is shared.")
    officer.follow("Decide").choose("It may be tried")
    officer.press("Decide").sees("Approved.")
    owner.looks_until("/notices/", TITLE)

    post = write_within(owner, BLUNT)
    owner.sees("Sent. Your post goes now.")
    owner.visit(post).sees("On the network, confirmed").sees("Sent without a review, in")
    rest = write_within(owner, FOR_LATER, due=date.today() + timedelta(days=1))  # noqa: DTZ011 - a day as people say it
    owner.sees("Sent. Your post goes at its time.").looks_until(rest, "Scheduled for")

    go_wrong(reviewer, team, page, post)
    is_stopped(owner, reviewer, post, rest)
    officer.visit(page).follow("Let it go on").sees("Signs are counted anew from now")
    owner.visit(page).follow("Say what came of it")
    owner.fill("What came of it?", "Shared twice as often. One complaint, one worried colleague.")
    owner.fill("What can others learn from it?", LEARNED).press("Finish it").sees("Finished.")
    as_().visit("/experiments/").sees(TITLE).sees(LEARNED)


def go_wrong(reviewer: Someone, team: Someone, page: str, post: str) -> None:
    """Let a colleague be worried and a resident complain, until the stop rule fires."""
    worry(reviewer, post, "It swears at nobody, but my nan would stop reading.")
    reviewer.visit(page).sees("1 of 2 that would stop it.")
    team.visit(page).follow("Enter a resident's complaint")
    team.fill("Where can it be found?", "CRM 4711")
    team.fill("What did the resident complain of?", "The council should not swear.")
    team.press("Enter it").sees("Its stop rule fired after 2 signs")


def is_stopped(owner: Someone, reviewer: Someone, post: str, rest: str) -> None:
    """See that the rest is held and waits for a reviewer, and that what was out stays out."""
    owner.looks_until(rest, "Held for").sees("To be reviewed again")
    owner.visit(post).sees("On the network, confirmed")
    owner.looks_until("/notices/", "The stop rule of your experiment")
    steps.review_page(reviewer, FOR_LATER)
    reviewer.sees("is paused, so a reviewer looks at this post")
    reviewer.fill("What has to change?", "Say it without the swear word.").press("Send back")
    owner.visit("/messages/write/").does_not_see("Send within the experiment")


def register(owner: Someone) -> None:
    """Register an experiment without review that relaxes a check; a wrong day is told first."""
    owner.visit("/experiments/all/").follow("Register an experiment")
    for label, words in PLAN.items():
        owner.fill(label, words)
    owner.choose("Swearing").choose("Yes: they go at once")
    owner.choose("Some: a few people may not like it")
    today = date.today()  # noqa: DTZ011 - a day as people say it
    fill_days(owner, today, today + timedelta(days=400))
    owner.press("Register").sees("The last day must be within half a year of the first day")
    fill_days(owner, today, today + timedelta(days=60))
    owner.press("Register").sees("Registered. You hear when somebody has decided.")


def fill_days(owner: Someone, first: date, last: date) -> None:
    """Type both days, each in its parts."""
    for name, day in (("First day", first), ("Last day", last)):
        group = owner.page.get_by_role("group", name=name)
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(part, exact=True).fill(str(number))


def write_within(owner: Someone, words: str, *, due: date | None = None) -> str:
    """Write a post within the experiment and send it without a review; give its address."""
    owner.visit("/messages/write/").fill("What do you want to say?", words).choose(TITLE)
    # Whoever has adopted an account meanwhile has two to choose from.
    owner.choose(ACCOUNT)
    if due:
        owner.choose("At a time")
        steps.fill_day(owner, due)
        owner.fill("Time", "10:30")
    owner.press("Preview").sees("The experiment does without this check.")
    owner.press("Send within the experiment")
    return steps.address(owner)


def worry(reviewer: Someone, post: str, words: str) -> None:
    """Say what worries a reviewer about a post."""
    reviewer.visit(post).follow("This post worries me").fill("What worries you?", words)
    reviewer.press("Say it").sees("Thank you. Your concern counts towards the stop rule.")
