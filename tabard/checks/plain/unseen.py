"""Signs that nobody sees, which come along when words are copied and change what is read."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.saying import Says

TURNING = Says(
    "turned_text",
    "A sign that nobody sees turns the words after it around, so people read something else than "
    "networks and search do.",
    "Delete these words and type them again.",
    0.95,
    Level.WARNING,
)
UNSEEN = Says(
    "unseen_sign",
    "A sign that nobody sees parts a word or a link, so search and screen readers do not find it.",
    "Delete this and type it again.",
    0.9,
)
# Unicode's embeddings, overrides and isolates (UAX #9), to where they end or the line does.
TURNED = re.compile("[\u202a-\u202e\u2066-\u2068][^\n]{0,300}?(?:[\u202c\u2069]+|(?=\n|$))")
# Hebrew, Arabic and their neighbours need such signs beside words of other languages.
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Between letters and digits without joined forms no joiner, space or mark of width nought belongs.
INSIDE = re.compile(
    r"(?<![^\W_])[0-9A-Za-z\u00c0-\u024f./:@#-]{0,60}(?<=[0-9A-Za-z\u00c0-\u024f./:@#-])"
    "[\u200b-\u200d\u2060\ufeff]{1,20}(?=[0-9A-Za-z\u00c0-\u024f])"
    r"[0-9A-Za-z\u00c0-\u024f]{1,60}"
)


class Unseen:
    """Finds what turns text around, and what parts words without a space."""

    name: ClassVar[str] = "Signs that nobody sees"
    about: ClassVar[About] = About.PLAIN

    def __init__(self, facts: Facts) -> None:
        """Take nothing: what is unseen is so everywhere."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at what was written, not at its plain form."""
        yield from written.each(_unseen)


def _unseen(text: Text) -> Iterator[Finding]:
    if text.read.isascii():
        return
    if not RIGHT_TO_LEFT.search(text.read):
        yield from (TURNING.of(*found.span()) for found in TURNED.finditer(text.read))
    yield from (UNSEEN.of(*found.span()) for found in INSIDE.finditer(text.read))
