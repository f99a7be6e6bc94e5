"""The pre-election period: candidates, parties and slogans, in its areas and between its dates."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import ClassVar

from tabard.checks.api import (
    OWN_PARTS,
    About,
    Election,
    Facts,
    Finding,
    Level,
    Part,
    Text,
    Written,
)
from tabard.checks.phrases import Phrases
from tabard.checks.saying import Says

WHY = "Until polling day a council publishes nothing that could help a candidate or a party."
NAMED = {
    "candidate": Says("candidate", WHY, "Take the candidate out.", 0.95, Level.STOP),
    "party": Says("party", WHY, "Take the party out.", 0.9, Level.STOP),
    "slogan": Says("slogan", WHY, "Take the slogan out.", 0.95, Level.STOP),
}
POLITICAL = Says(
    "political",
    WHY,
    "Keep to facts that people need, or wait until polling day.",
    0.6,
    Level.WARNING,
)
# Registering, polling stations and proof of identity are for everybody.
SAID = re.compile(
    r"\b(?:manifestos?|election (?:promise|pledge|campaign|leaflet)s?|(?:vote|voting) (?:for"
    r"|against|labour|conservative|tory|green|reform|lib dem)"
    r"|(?:re-?elect|canvass(?:ing|ed)?|hustings|party political)"
    r"|(?:cllrs?|councillors?|the mayor|our mp|your mp) (?:[^\W\d_]+ ){0,3}(?:said|says"
    r"|believes|wants|promises|opens|opened|launched|launches|welcomed|welcomes|visited|visits"
    r"|announced|announces)"
    r"|(?:tories|labour party|lib dems|liberal democrats|conservatives|greens|reform uk|plaid"
    r" cymru|snp)"
    r"|(?:launch|launches|launching|launched) (?:a |our |the )?(?:new |major |big )?(?:campaign"
    r"|consultation|initiative|strategy))\b"
)
PARTS = (*OWN_PARTS, Part.LINKED_PAGE, Part.RESHARED)


class PreElection:
    """Finds what is banned while a period runs, where it runs; otherwise nothing."""

    name: ClassVar[str] = "Pre-election period"
    about: ClassVar[About] = About.ELECTION

    def __init__(self, facts: Facts) -> None:
        self._elections = [(one, _names(one)) for one in facts.elections]

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at all that people will read, titles of linked pages and shared posts too."""
        at = written.at or datetime.fromtimestamp(time.time(), UTC)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        running = [names for one, names in self._elections if _runs(one, at, written.areas)]
        if running:
            yield from written.each(partial(_look, running), PARTS)


def _names(election: Election) -> Phrases[str]:
    return Phrases(
        [
            *((name, "candidate") for name in election.candidates),
            *((name, "party") for name in election.parties),
            *((name, "slogan") for name in election.slogans),
        ]
    )


def _runs(election: Election, at: datetime, areas: frozenset[str]) -> bool:
    """Say whether a period runs; a post or a period without areas is about everywhere."""
    here = not election.areas or not areas or not election.areas.isdisjoint(areas)
    return here and election.starts <= at <= election.ends


def _look(running: list[Phrases[str]], text: Text) -> Iterator[Finding]:
    for names in running:
        for place, kind in names.find(text):
            yield NAMED[kind].at(text, place)
    for found in SAID.finditer(text.lower):
        yield POLITICAL.at(text, found.span())
