"""Whole words in capitals, which are harder to read and sound like shouting."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Written
from tabard.checks.saying import Says

CAPITALS = Says(
    "capitals",
    "Words in capitals are harder to read, and sound as if the council shouted.",
    "Use small letters, and put what matters first instead.",
    0.85,
)
RUN = re.compile(r"(?<![\w'#@/.])[A-Z][A-Z']+(?:[ ,!-]{1,3}(?:[A-Z][A-Z']+|A|I)\b){1,200}(?![\w@])")
WORD = re.compile(r"[A-Z']+")
# “NHS and RSPCA” are names; so are up to two abbreviations in a row.
FEWEST, LONG_WORD = 3, 5


class Capitals:
    """Finds several words in capitals in a row, of which some are longer than abbreviations."""

    name: ClassVar[str] = "Words in capitals"
    about: ClassVar[About] = About.PLAIN

    def __init__(self, facts: Facts) -> None:
        """Take nothing: an abbreviation stands alone."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at rows of capitals."""
        text = written.words
        for found in RUN.finditer(text.plain):
            words = WORD.findall(found[0])
            long = sum(len(word) >= LONG_WORD for word in words)
            if long > 1 or (long and len(words) >= FEWEST):
                yield CAPITALS.at(text, found.span())
