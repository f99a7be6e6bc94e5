"""What the council itself wants to be noticed: its own phrases and expressions."""

from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Text, Written
from tabard.checks.patterns import Patterns
from tabard.checks.phrases import Phrases
from tabard.checks.saying import Says

SURE = 0.9


class PhrasesOfTheCouncil:
    """Finds what a council has written down, with its reason and its level."""

    name: ClassVar[str] = "The council's own phrases"
    about: ClassVar[About] = About.PROPRIETY

    def __init__(self, facts: Facts) -> None:
        said = [
            (one, Says("phrase", one.why, one.what_to_do, SURE, one.level)) for one in facts.phrases
        ]
        self._phrases = Phrases((one.words, says) for one, says in said if not one.pattern)
        self._patterns = [(Patterns([one.words]), says) for one, says in said if one.pattern]

    def look(self, written: Written) -> Iterator[Finding]:
        """Look for phrases whatever their capitals, and for expressions in linear time."""
        return written.each(self._look)

    def _look(self, text: Text) -> Iterator[Finding]:
        for place, says in self._phrases.find(text):
            yield says.at(text, place)
        for patterns, says in self._patterns:
            yield from (says.at(text, place) for place in patterns.places(text.plain))
