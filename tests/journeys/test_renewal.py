"""A year is over: the night asks, the person looks back, and the line manager endorses again."""

import pytest

from tabard.common.templatetags.moments import day
from tests.demonstration import Demonstration
from tests.journeys.conftest import People
from tests.journeys.someone import Someone

pytestmark = pytest.mark.journey
WHO, MANAGER, TEAM = "Grace Adeyemi", "Daniel Kowalczyk", "Beatrice Lindqvist"
# A year passes.
AGE = (
    "UPDATE accreditation_accreditation SET since = now() - interval '345 days', "
    "until = date_trunc('day', now()) + interval '20 days 12 hours' WHERE person_id = "
    "(SELECT id FROM people_person WHERE email = %s) RETURNING until::date"
)
UNTIL = (
    "SELECT until::date FROM accreditation_accreditation WHERE state = 'active' AND person_id = "
    "(SELECT id FROM people_person WHERE email = %s)"
)
ANSWERS = {
    "What went well?": "People understood why Mill Lane was closed.",
    "What was hard?": "Two weeks of rain, and nothing good to say.",
    "What would you do differently?": "Show the drain before the road.",
    "Who answers while you are away, and does that still work?": "Omar, and yes.",
}


def test_an_accreditation_is_renewed_after_a_night_a_look_back_and_a_word(
    as_: People, demonstration: Demonstration
):
    author, manager, team = as_(WHO), as_(MANAGER), as_(TEAM)
    ends = demonstration.find(AGE, demonstration.email(WHO))

    first = demonstration.manage("renew_accreditations")
    again = demonstration.manage("renew_accreditations")

    assert first.returncode == 0, first.stderr
    # The runs of one day are counted together.
    assert first.stdout == again.stdout
    author.looks_until("/notices/", f"which runs until {day(ends)}, can be renewed now.")
    look_back(author)
    team.visit("/accreditation/renewals/").follow(WHO)
    team.follow("Look at it before it is agreed to")
    team.fill("Why would you like to look at it first?", "You answered a journalist in May.")
    team.press("Look at it first").sees("before it is agreed to")
    endorse_again(manager, author)
    author.visit("/accreditation/").sees("The programme team agrees, or sends it back")
    team.visit("/accreditation/renewals/").follow(WHO).sees("wants to look at it first")
    team.follow("Renew until a date").press("Renew").sees("is accredited until")

    until = demonstration.find(UNTIL, demonstration.email(WHO))
    assert (until.year, until.month, until.day) == (ends.year + 1, ends.month, ends.day)
    author.visit("/accreditation/").sees(f"You are accredited until {day(until)}.")
    author.looks_until("/notices/", f"renewed your accreditation until {day(until)}.")


def test_whoever_has_lapsed_is_led_to_the_renewal_and_is_accredited_again(
    as_: People, demonstration: Demonstration
):
    author, manager = as_("Joanna Zielinska"), as_("Priya Raman")
    author.visit("/").sees("ran out on")
    author.visit("/accreditation/").follow("Renew your accreditation")
    answer(author)
    author.press("Send it to your line manager").sees("Your review is with Priya Raman now.")

    endorse_again(manager, author)

    manager.sees("Joanna Zielinska is accredited until")
    until = demonstration.find(UNTIL, demonstration.email("Joanna Zielinska"))
    author.visit("/accreditation/").sees(f"You are accredited until {day(until)}.")


def look_back(author: Someone) -> None:
    """Begin on the first page, save, be told what is missing, and send."""
    author.visit("/").follow("accreditation to renew")
    author.fill("What went well?", ANSWERS["What went well?"])
    author.press("Save and come back later").sees("What you wrote is saved, and not sent yet.")
    author.follow("Go on with your renewal").press("Send it to your line manager")
    author.sees("There is a problem").sees("Answer: What was hard?")
    answer(author)
    author.press("Send it to your line manager").sees(f"Your review is with {MANAGER} now.")


def answer(author: Someone) -> None:
    for question, words in ANSWERS.items():
        author.fill(question, words)
    author.choose("Yes, it is still right")


def endorse_again(manager: Someone, author: Someone) -> None:
    manager.visit("/accreditation/renewals/").follow(author.name)
    manager.sees(ANSWERS["What was hard?"])
    manager.choose("I have talked about this with them, and agree to what it asks of me")
    manager.press("Endorse again").sees("Renewals")
