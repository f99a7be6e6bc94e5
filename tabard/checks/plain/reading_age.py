"""How old a reader has to be for a text, by the length of its sentences and words."""

from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Written
from tabard.checks.plain.sentences import read, syllables
from tabard.checks.saying import Says

WHY = "Half of all adults read as well as a child of eleven, and everybody reads in a hurry."
OLD = Says("reading_age", WHY, "Use shorter words and shorter sentences.", 0.7)
# Of fewer words it says nothing; older than this it is as hard as a report.
FEWEST_WORDS = 40
OLDEST = 16


class ReadingAge:
    """Works out the grade by Flesch and Kincaid, to which five years are added."""

    name: ClassVar[str] = "Reading age"
    about: ClassVar[About] = About.PLAIN

    def __init__(self, facts: Facts) -> None:
        """Take nothing: a reader is a reader."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at the whole text."""
        text = written.words
        if text.plain.count(" ") < FEWEST_WORDS - 1:
            return
        told = [words for _, words in read(text) if words]
        count = sum(len(words) for words in told)
        if count < FEWEST_WORDS:
            return
        spoken = sum(syllables(word) for words in told for word in words)
        age = 0.39 * count / len(told) + 11.8 * spoken / count - 15.59 + 5
        if age > OLDEST:
            yield OLD.at(text, (0, len(text.plain)))
