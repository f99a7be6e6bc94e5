"""An account that exists becomes the council's, with what it said before, in a real browser."""

import pytest

from tests.journeys.conftest import People
from tests.journeys.places import HAMZA, TEAM

pytestmark = pytest.mark.journey

HANDLE = "the_scam_spotter"
PROFILE = "I spot scams for Exampleton County Council, so that you need not."
ADOPTIONS = "/council-accounts/adoptions/"


def test_account_is_sent_back_agreed_connected_and_keeps_what_it_said(as_: People):
    owner, team, resident = as_(HAMZA), as_(TEAM), as_()
    team.visit(ADOPTIONS).follow("The Scam Spotter").follow("Send it back with words")
    team.press("Send it back").sees("Enter what has to change")
    team.fill("Say it in your own words", "Say whose account it is.")
    team.fill("Which profile would you agree to?", PROFILE)
    team.press("Send it back").sees("Sent back.")

    owner.visit(f"{ADOPTIONS}mine/").follow("The Scam Spotter").sees("Say whose account it is.")
    owner.follow("Change it and propose it again").press("Propose it again")
    owner.sees("Proposed again.")

    team.visit(ADOPTIONS).follow("The Scam Spotter").sees(PROFILE)
    team.press("Agree").sees("Agreed.")
    owner.visit(f"{ADOPTIONS}mine/").follow("The Scam Spotter").follow("Connect it")
    owner.press("Connect").sees(f"@{HANDLE}")

    owner.looks_until(f"{ADOPTIONS}mine/", "Connected: the council's")
    owner.follow("The Scam Spotter")
    owner.looks_until(owner.page.url, "2 read back.")
    owner.follow("See them").sees("Nobody from your bank will ever ask you")
    resident.visit(f"/directory/check/?q=@{HANDLE}@practice").sees("Yes, this is ours")
    resident.sees("Before that, it was somebody's own.")
