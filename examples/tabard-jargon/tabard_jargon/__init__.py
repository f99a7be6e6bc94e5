"""Jargon that residents do not use, each with what they say instead."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Written

PLAINER = {
    "signpost": "tell people where to go",
    "stakeholders": "people",
    "going forward": "from now on",
}
JARGON = re.compile(rf"\b(?:{'|'.join(PLAINER)})\b")


class Jargon:
    """Finds words that are understood in the office alone."""

    name: ClassVar[str] = "Jargon"
    about: ClassVar[About] = About.PLAIN

    def __init__(self, facts: Facts) -> None:
        self._allowed = frozenset(word.lower() for word in facts.allowed)

    def look(self, written: Written) -> Iterator[Finding]:
        """Look for each of the words."""
        text = written.words
        for found in JARGON.finditer(text.lower):
            if found[0] not in self._allowed:
                yield Finding(
                    "jargon",
                    *text.span(*found.span()),
                    why="Residents do not use this word.",
                    what_to_do=f"Say “{PLAINER[found[0]]}”.",
                    sure=0.9,
                    level=Level.ADVICE,
                )
