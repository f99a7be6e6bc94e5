"""Promises on the council's behalf, which an officer cannot keep alone."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.lists import words
from tabard.checks.saying import Says

PROMISE = Says(
    "promise",
    "The council can be held to it, even if it was not yours to promise.",
    "Say what is planned or hoped for, and where people can follow it.",
    0.75,
)
LIABILITY = Says(
    "liability",
    "Admitting fault or offering money can bind the council and its insurers.",
    "Ask legal services first; you can say sorry without saying whose fault it was.",
    0.8,
    Level.WARNING,
)
WHO = r"(?:we|i|the council|council|our (?:team|crews?|officers?|contractors?)|they)"
PROMISED = re.compile(
    rf"\b(?:(?:i|we) (?:can |do |hereby |absolutely |personally |solemnly )?(?:promise"
    rf"|guarantee|pledge|swear"
    r"|vow)(?! to (?:read|listen|keep you|let you know))"
    r"|you have (?:my|our) (?:word|guarantee)|(?:i|we) (?:can )?assure you"
    rf"|{WHO}(?: will|'ll| shall)(?: definitely| certainly| absolutely| always| never|"
    rf" personally){{1,2}}"
    r" (?:be )?(?:build|close|clos|cut|deliver|ensure|finish|fix|fund|give|get|increas|keep"
    r"|make|mend"
    r"|open|pay|protect|provid|raise|reduc|refus|remov|replac|repair|resolv|sav|sort|stop)\w*"
    rf"|{WHO}(?: will|'ll| shall) (?:get (?:it|this|that|your \w+) )?(?:fix(?:ed)?"
    rf"|repair(?:ed)?|mend(?:ed)?"
    r"|sort(?:ed)?|resolve[d]?|replace[d]?) (?:\w+ ){0,4}(?:by|within|before|in time|today"
    r"|tomorrow|tonight"
    r"|this (?:week|month|year)|next (?:week|month))"
    r"|will be (?:fixed|repaired|sorted|resolved|mended) (?:by|within|before|no later than)"
    r"|without fail|no matter what it (?:takes|costs)|guaranteed (?:place|places|refund"
    r"|results?))\b"
)
ADMITTED = re.compile(
    rf"\b(?:{WHO}(?: will|'ll| shall)(?: of course| gladly| fully| always)? (?:refund"
    rf"|compensate|reimburse"
    r"|pay (?:for (?:the|your|any|all)|you|compensation|out))"
    r"|(?:we|i) (?:accept|admit|take) (?:full |all |complete )?(?:liability|responsibility"
    r"|blame|negligence)"
    r"|(?:it|this|that) (?:was|is) (?:all |entirely |completely )?(?:our|the council's) (?:own"
    r" )?fault"
    r"|(?:we|the council) (?:was|were) (?:negligent|to blame|at fault)"
    r"|you(?:'ll| will) (?:get|be (?:paid|given|refunded|compensated))"
    r"(?: a| your)?(?: full)? ?(?:money back|refund|compensation|in full))\b"
)
NOT = re.compile(
    r"\b(?:can't|cannot|can not|couldn't|no|not|never|don't|won't|if|unless)\W+(?:\w+\W+)?$"
)
TRIGGERS = words("promises")


class Promise:
    """Finds promises, dates that are set for others, and admissions."""

    name: ClassVar[str] = "Promises on the council's behalf"
    about: ClassVar[About] = About.PROPRIETY

    def __init__(self, facts: Facts) -> None:
        """Take nothing: nobody's promise is the council's."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look for what binds the council."""
        return written.each(self._look)

    def _look(self, text: Text) -> Iterator[Finding]:
        if TRIGGERS.isdisjoint(text.vocabulary):
            return
        for says, pattern in ((LIABILITY, ADMITTED), (PROMISE, PROMISED)):
            for found in pattern.finditer(text.lower):
                if not NOT.search(text.lower, max(0, found.start() - 25), found.start()):
                    yield says.at(text, found.span())
