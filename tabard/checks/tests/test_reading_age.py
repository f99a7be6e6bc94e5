"""Hard texts are found; easy and short ones are not."""

from tabard.checks.plain.reading_age import ReadingAge
from tabard.checks.plain.sentences import syllables
from tabard.checks.tests.contract import CheckContract

HARD = (
    "The authority's multidisciplinary organisational transformation programme necessitates"
    " comprehensive consultation regarding infrastructural implementation methodologies."
)


class TestReadingAge(CheckContract):
    check = ReadingAge
    noticed = {f"⟦{' '.join([HARD] * 4)}⟧": "reading_age"}
    left_alone = (
        "The cat sat on the mat and was glad. " * 6,
        HARD,
        "https://example.org " * 45,
    )


def test_most_words_have_as_many_syllables_as_one_says():
    words = {"the": 1, "council": 2, "library": 3, "closed": 1, "waste": 1, "table": 2, "nhs": 1}

    assert {word: syllables(word) for word in words} == words
