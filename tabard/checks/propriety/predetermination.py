"""Planning decisions spoken of before they are taken."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.saying import Says

DECIDED = Says(
    "predetermination",
    "A planning decision can be overturned if the council seems to have made up its mind before.",
    "Say how and until when people can comment, and leave the outcome open.",
    0.8,
    Level.WARNING,
)
GATE = frozenset(
    {
        "planning",
        "application",
        "applications",
        "development",
        "developer",
        "developers",
        "homes",
        "permission",
        "scheme",
        "proposal",
        "proposals",
        "committee",
        "inspector",
        "appeal",
    }
)
WHAT = (
    r"(?:(?:this|the|that|these|any|their|his|her) )?(?:\w+ ){0,3}(?:application|applications"
    r"|development|scheme|proposals?|plans?|homes|permission|appeal)"
)
OUTCOME = re.compile(
    rf"\b(?:(?:we|i|councillors|the (?:council|committee|planners))(?: will|'ll| are going to|"
    rf" is going to|'re going to"
    rf"| should| must| have to|'ve already decided to| have already decided to| intend to| plan"
    rf" to)(?: definitely| certainly| surely| never)?"
    rf" (?:approve|refuse|reject|block|grant|throw out|turn down|wave through|stop|allow) {WHAT}"
    rf"|{WHAT} (?:will|is going to|is certain to|is sure to|is bound to|should|must|won't)(?:"
    rf" never)? (?:be |get )?(?:approved|refused|rejected|granted|blocked"
    r"|thrown out|turned down|waved through|go ahead|get the go-ahead|stopped)"
    rf"|(?:we|i)(?: fully| strongly| firmly| totally)? (?:support|back|oppose|object to|are"
    rf" against|am against) {WHAT}"
    r"|a (?:done deal|foregone conclusion)|as good as (?:approved|decided)"
    r"|(?:made|made up) (?:my|our) minds?(?: up)?)\b"
)
NOT_DECIDED = re.compile(r"\b(?:if|whether|before|until|unless|when|could|may|might|not)\b")
NOT_PLANNING = frozenset(
    {"job", "jobs", "grant", "grants", "school", "licence", "badge", "passport"}
)


class Predetermination:
    """Finds an outcome that is told beforehand, where planning is spoken of."""

    name: ClassVar[str] = "Planning decisions told beforehand"
    about: ClassVar[About] = About.PROPRIETY

    def __init__(self, facts: Facts) -> None:
        """Take nothing: no application may be decided beforehand."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look for an outcome in what was written."""
        return written.each(self._look)

    def _look(self, text: Text) -> Iterator[Finding]:
        if GATE.isdisjoint(text.vocabulary) or "plan" not in text.lower:
            return
        for found in OUTCOME.finditer(text.lower):
            place = found.span()
            open_still = NOT_DECIDED.search(text.lower, max(0, place[0] - 30), place[1])
            if not open_still and NOT_PLANNING.isdisjoint(found[0].split()):
                yield DECIDED.at(text, place)
