"""Contracts spoken of before they are awarded: who will win, who has bid, and how much."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.lists import words
from tabard.checks.saying import Says

FAVOURED = Says(
    "procurement",
    "Bidders must be treated alike; a word about one of them can undo a whole procurement.",
    "Say nothing of bids and bidders until the award has been published.",
    0.8,
    Level.WARNING,
)
GATE = words("contracts")
SAID = re.compile(
    r"\b(?:(?:preferred|favourite|favoured|likely|winning|front-?running|chosen|lowest|best"
    r"|cheapest|strongest|weakest)"
    r" (?:bidder|bid|bids|tender|tenderer|supplier|contractor|quote)"
    r"|(?:bids?|tenders?|quotes?) (?:came in|come in|received|were|was|is|are|of|at|from) (?:at"
    r" |of |between |around |about )?£"
    r"|(?:will|going to|should|'ll|set to|bound to|certain to|hope(?:s|d)? to|want(?:s)?"
    r" .{1,30} to) (?:win|get|be awarded|be given|land) (?:the|this|our|that) (?:\w+"
    r" ){0,2}(?:contract|tender|bid|work)"
    r"|(?:we'll|we will|we're going to|we are going to|i'd|we'd) (?:award|give|hand) (?:the"
    r"|this|our) (?:\w+ ){0,2}(?:contract|work|tender)"
    r"|(?:we're|we are|we'll be|i'm) (?:going|sticking|minded to go) with .{1,40} (?:for|as)"
    r" (?:the|our|this) (?:\w+ ){0,2}(?:contract|supplier|contractor|tender)"
    r"|(?:who|which \w+) (?:has |have )?(?:bid|tendered|submitted)"
    r"|(?:quoted|bid|tendered) (?:us )?£)"
)


class Procurement:
    """Finds what favours a bidder, or tells of bids, where a contract is spoken of."""

    name: ClassVar[str] = "Contracts told beforehand"
    about: ClassVar[About] = About.PROPRIETY

    def __init__(self, facts: Facts) -> None:
        """Take nothing: no bidder may be favoured."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look for bids in what was written."""
        return written.each(self._look)

    def _look(self, text: Text) -> Iterator[Finding]:
        if not GATE.isdisjoint(text.vocabulary):
            for found in SAID.finditer(text.lower):
                yield FAVOURED.at(text, found.span())
