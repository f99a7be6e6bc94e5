"""Markings of what is not for the public, and projects that are not spoken of yet."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.phrases import Phrases
from tabard.checks.saying import Says

MARKED = Says(
    "confidential",
    "It is marked as not for the public, so it may have been pasted by mistake.",
    "Take it out, or ask whoever owns it whether it may be published.",
    0.85,
    Level.WARNING,
)
EXEMPT = Says(
    "exempt_project",
    "The council has said that this project is not spoken of in public yet.",
    "Take the name out until the council has announced it.",
    0.9,
    Level.WARNING,
)
# As it is stamped, in capitals …
STAMPED = re.compile(
    r"\b(?:OFFICIAL[ :-]{1,3}SENSITIVE|SENSITIVE|TOP SECRET|SECRET|RESTRICTED|CONFIDENTIAL|IN"
    r" CONFIDENCE"
    r"|NOT FOR PUBLICATION|INTERNAL(?: USE)? ONLY|EXEMPT)\b(?! (?:SALE|NUMBERS))"
)
# … and as it is said.
SAID = re.compile(
    r"\b(?:(?:strictly|private and|highly|commercial(?:ly)? in) confiden(?:tial|ce)"
    r"|commercially sensitive"
    r"|(?:not|isn't|aren't) for (?:publication|circulation|release|public release|onward"
    r" sharing|sharing)"
    r"|(?:for )?internal (?:use )?only|do not (?:share|forward|circulate|distribute|publish)(?:"
    r" this| further| externally| outside)"
    r"|(?:under )?embargo(?:ed)? (?:until|till|to)|exempt (?:report|appendix|information|item"
    r"|minutes|session|from publication)"
    r"|part (?:2|ii|two) (?:report|item|agenda|minutes|session|papers?)|schedule 12a"
    r"|legal(?:ly)? privilege[d]?|without prejudice|between (?:you and me|ourselves|us)(?= ?[,:.-])"
    r"|(?:don't|do not) tell anyone|keep (?:this|it) (?:quiet|to yourselves?|under wraps|under"
    r" your hat)"
    r"|off the record|leaked (?:report|email|memo|document|papers?))\b"
)
# A service that is confidential says so, and may.
SERVICE = frozenset(
    {"service", "helpline", "advice", "support", "call", "calls", "free", "counselling"}
)


class Confidentiality:
    """Finds markings and names that should not have left the council."""

    name: ClassVar[str] = "Confidentiality"
    about: ClassVar[About] = About.PROPRIETY

    def __init__(self, facts: Facts) -> None:
        self._projects = Phrases((name, EXEMPT) for name in facts.exempt_projects)

    def look(self, written: Written) -> Iterator[Finding]:
        """Look for markings, and for names of projects."""
        return written.each(self._look)

    def _look(self, text: Text) -> Iterator[Finding]:
        for place, says in self._projects.find(text):
            yield says.at(text, place)
        shouted = text.plain.isupper()
        for found in () if shouted else STAMPED.finditer(text.plain):
            if not text.near(found.span(), SERVICE, before=20, after=20):
                yield MARKED.at(text, found.span())
        for found in SAID.finditer(text.lower):
            if not text.near(found.span(), SERVICE, before=20, after=20):
                yield MARKED.at(text, found.span())
