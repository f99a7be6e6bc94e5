"""Notices and sources which say that something belongs to somebody else."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import OWN_PARTS, About, Facts, Finding, Part, Text, Written
from tabard.checks.saying import Says

OTHERS = Says(
    "copyright",
    "It seems to belong to somebody else, who may want to be asked, named or paid.",
    "Make sure that the council may use it, and name whom it comes from.",
    0.7,
)
TAKEN = re.compile(
    r"©|\(c\) ?(?:19|20)[0-9]{2}|\bcopyright (?:of|by|protected|reserved|19|20|[^\W\d_]+ (?:ltd"
    r"|limited|plc|media|images))"
    r"|\ball rights reserved\b|\b(?:getty ?images|shutterstock|alamy|istock(?:photo)?|adobe"
    r" stock|depositphotos|dreamstime|pa images|rex features)\b"
    r"|\b(?:picture|photo|image|pic|map|screenshot|video|clip|song|cartoon)s? (?:(?:is |was "
    r"|are )?(?:taken|borrowed|stolen|nicked|pinched|copied|grabbed|lifted|downloaded)"
    r" (?:from|off)|from (?:google|pinterest|the internet|the web|netflix|bbc|sky|itv|twitter"
    r"|facebook|youtube))\b"
    r"|\b(?:found|nicked|borrowed|pinched|grabbed|stole) (?:this|these|the) (?:picture|photo"
    r"|image|pic|map|video|clip|cartoon)s? (?:on|off|from|online)\b"
    r"|\bgoogle (?:images|maps|earth|street ?view) (?:image|screenshot|picture|photo)\b"
)
GATE = re.compile(
    r"©|\(c\)|copyright|rights|getty|stock|alamy|images|rex|picture|photo|image|pic|map"
    r"|screenshot|video|clip|song|cartoon"
)
PARTS = (*OWN_PARTS, Part.RESHARED)


class Copyright:
    """Finds notices of rights, agencies that sell pictures, and what was plainly taken."""

    name: ClassVar[str] = "Copyright"
    about: ClassVar[About] = About.PROPRIETY

    def __init__(self, facts: Facts) -> None:
        ours = "|".join(re.escape(name.lower()) for name in facts.own_names)
        self._ours = re.compile(rf"^\W*(?:(?:19|20)[0-9]{{2}}\W*)?(?:{ours})\b") if ours else None

    def look(self, written: Written) -> Iterator[Finding]:
        """Look for notices, also in a post that is shared on."""
        return written.each(self._look, PARTS)

    def _look(self, text: Text) -> Iterator[Finding]:
        if not GATE.search(text.lower):
            return
        for found in TAKEN.finditer(text.lower):
            if not (self._ours and self._ours.search(text.lower[found.end() : found.end() + 80])):
                yield OTHERS.at(text, found.span())
