"""It is noted by mistake that somebody has died, and taken back."""

import pytest

from tests.demonstration import Demonstration
from tests.journeys.conftest import People

pytestmark = pytest.mark.journey
ADMINISTRATOR, SOMEBODY = "Stephen Achebe", "Jamal Carter"
WHO = "SELECT id FROM people_person WHERE email = %s"


def test_an_administrator_notes_a_death_and_takes_it_back(
    as_: People, demonstration: Demonstration
):
    number = demonstration.find(WHO, demonstration.email(SOMEBODY))
    keeper = as_(ADMINISTRATOR).visit(f"/people/{number}/")

    keeper.follow(f"{SOMEBODY} has died").sees("We are sorry.").press("Note it")
    keeper.sees(f"Noted. What was {SOMEBODY}'s rests now, and nothing was deleted.")
    keeper.follow("It was a mistake").sees("an application is where it was.")
    keeper.assert_fits_everywhere()
    keeper.press("Take it back").sees("There is a problem")
    keeper.fill("What should those who were told read?", "It was somebody else of that name.")
    keeper.press("Take it back").sees(f"Taken back. {SOMEBODY} can sign in again.")

    as_(SOMEBODY).looks_until("/notices/", "It was somebody else of that name.")
