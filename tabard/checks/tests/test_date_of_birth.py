"""Dates of birth are full dates that are called so, of people who live."""

from datetime import UTC, datetime

from tabard.checks.api import Facts, Text, Written
from tabard.checks.personal.date_of_birth import DateOfBirth
from tabard.checks.tests.contract import CheckContract


class TestDateOfBirth(CheckContract):
    check = DateOfBirth
    noticed = {
        "DOB ⟦01/02/1980⟧": "date_of_birth",
        "d.o.b. ⟦1.2.80⟧": "date_of_birth",
        "Her date of birth is ⟦3rd of March 1975⟧.": "date_of_birth",
        "he was born on ⟦12 March 1980⟧ and": "date_of_birth",
        "born ⟦March 12, 1980⟧": "date_of_birth",
        "Date of birth: ⟦1980-03-12⟧": "date_of_birth",
        "⟦12-03-1980⟧ is her date of birth": "date_of_birth",
        "his birthday, ⟦12 Mar 1990⟧": "date_of_birth",
        "dob ⟦12031980⟧": "date_of_birth",
        "DOB-⟦12/11/55⟧": "date_of_birth",
        "DOB ⟦12 03 1980⟧": "date_of_birth",
        "(b. ⟦12/03/1980⟧)": "date_of_birth",
        "born in Guildford on ⟦12/03/1980⟧": "date_of_birth",
    }
    left_alone = (
        "Open on 01/02/2027",
        "Give your date of birth in this format: 31/03/1980",
        "Florence was born on 12 May 1820, and Rose on 12 May 1910",
        "Our lambs were born on 3 March 2024",
        "The library's 50th birthday party is on 12 March 2030",
        "She was born in 1980",
        "Dob 31/13/1980",
        "The birthday of our museum is 3 March 1990",
        "birthday 3 March 2999",
    )


def test_the_year_of_the_post_says_what_is_to_come():
    words = "her birthday 3 March 2024"
    check = DateOfBirth(Facts())

    def found(year: int) -> int:
        at = datetime(year, 1, 1, tzinfo=UTC)
        return len(list(check.look(Written(Text(words), at=at))))

    assert (found(2024), found(2025)) == (0, 1)
