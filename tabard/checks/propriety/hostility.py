"""Hostility towards people, with or without a swearword.

It knows turns of phrase, and so finds what is plainly said; irony, and most of what hurts
without such words, it does not see.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.lists import lines, words
from tabard.checks.phrases import Phrases
from tabard.checks.saying import Says

HOSTILE = Says(
    "hostility",
    "Residents who feel attacked by the council stop listening to it, and may complain.",
    "Say what you disagree with, and leave the person out of it.",
    0.8,
    Level.WARNING,
)
THREAT = Says(
    "threat",
    "It can be read as a threat or as wishing somebody harm.",
    "Take it out; if you are being threatened yourself, ask for help.",
    0.85,
    Level.WARNING,
)
INSULTS = words("insults")
WORD = "|".join(sorted(INSULTS))
MUCH = (
    r"(?: (?:are|is|was|were|being|such|just|all|so|really|bloody|absolute(?:ly)?|complete(?:ly)?"
    r"|total(?:ly)?|utter(?:ly)?|a|an|the|bunch|load|lot|pack|of|pair|bit|very|fucking)){0,5}"
)
# You are an idiot; these people are such liars; you idiots
AT_PEOPLE = re.compile(
    rf"\b(?:you(?:'re)?|u|they(?:'re)?|he(?:'s)?|she(?:'s)?|these people|those people"
    rf"|(?:people|residents?|drivers|cyclists|parents|customers|councillors?|mps?|anyone"
    rf"|anybody|everyone"
    rf"|whoever)(?: like (?:you|that|this))?){MUCH} (?:{WORD})\b"
)


class Hostility:
    """Finds insults at people, being told to shut up or go away, and wishes of harm."""

    name: ClassVar[str] = "Hostility"
    about: ClassVar[About] = About.PROPRIETY

    def __init__(self, facts: Facts) -> None:
        self._phrases = Phrases(
            [
                *((line, HOSTILE) for line in lines("hostile_phrases")),
                *((line, THREAT) for line in lines("threats")),
                *((word, None) for word in facts.allowed),
            ]
        )

    def look(self, written: Written) -> Iterator[Finding]:
        """Look for insults beside people, and for phrases."""
        return written.each(self._look)

    def _look(self, text: Text) -> Iterator[Finding]:
        for place, says in self._phrases.find(text):
            if says:
                yield says.at(text, place)
        if INSULTS.isdisjoint(text.vocabulary):
            return
        for found in AT_PEOPLE.finditer(text.lower):
            yield HOSTILE.at(text, found.span())
