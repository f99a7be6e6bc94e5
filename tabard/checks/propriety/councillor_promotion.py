"""Praise of councillors, whom a council's officers serve alike."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import OWN_PARTS, About, Facts, Finding, Level, Part, Text, Written
from tabard.checks.lists import words
from tabard.checks.phrases import Phrases
from tabard.checks.saying import Says

PROMOTED = Says(
    "councillor_promotion",
    "The publicity code forbids a council to promote a councillor's image or their proposals.",
    "Say what the council has done, and name a councillor only where their office needs it.",
    0.75,
    Level.WARNING,
)
WHO = re.compile(
    r"\b(?:cllrs?|clr|councillors?|the (?:leader|deputy leader) of the council|(?:our|your|the)"
    r" (?:local )?(?:mp|mayor|leader))\b\.?"
    r"(?: [A-Z][\w'-]+){0,3}"
)
PRAISE = words("praise_of_people")
SAID = re.compile(
    r"\b(?:thank(?:s| you) (?:so much |again )?to|thanks for|credit to|well done(?: to)?|great"
    r" (?:work|job) by|fighting for|stands? up for|delivers? for|delivering for|battl(?:e|ing)"
    r" for"
    r"|hard work of|vote for|(?:his|her|their) (?:great|brilliant|excellent|bold) (?:plan"
    r"|proposal|idea|campaign)s?)\b"
)
PARTS = (*OWN_PARTS, Part.RESHARED)
NEAR, AHEAD = 45, 60


class CouncillorPromotion:
    """Finds praise, thanks and campaigning beside a councillor."""

    name: ClassVar[str] = "Promotion of a councillor"
    about: ClassVar[About] = About.PROPRIETY

    def __init__(self, facts: Facts) -> None:
        self._names = Phrases((name, PROMOTED) for name in facts.councillors)

    def look(self, written: Written) -> Iterator[Finding]:
        """Look near councillors for what praises them, also in a post that is shared on."""
        return written.each(self._look, PARTS)

    def _look(self, text: Text) -> Iterator[Finding]:
        for place in self._places(text):
            around = text.lower[max(0, place[0] - NEAR) : place[1] + AHEAD]
            if SAID.search(around) or text.near(place, PRAISE, before=NEAR, after=AHEAD):
                yield PROMOTED.at(text, place)

    def _places(self, text: Text) -> Iterator[tuple[int, int]]:
        yield from (found.span() for found in WHO.finditer(text.lower))
        yield from (place for place, _ in self._names.find(text))
