"""Signs that look like letters and are not: they are read out as nonsense, or not at all."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Written
from tabard.checks.saying import Says

SYMBOLS = Says(
    "symbols_as_letters",
    "A screen reader spells these signs out or leaves them out, and search does not find them.",
    "Write it in ordinary letters.",
    0.95,
)
# Mathematical and enclosed letters, full-width ones, and letters turned upside down.
SIGN = (
    "[\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f110-\U0001f149\U0001f150-\U0001f169"
    "\U0001f170-\U0001f189\uff21-\uff3a\uff41-\uff5a\u1d00-\u1d2b\u0250-\u0252\u029e\u0287]"
)
WORD = re.compile(rf"{SIGN}(?:[ '-]?{SIGN}){{1,200}}")


class Symbols:
    """Finds two or more such signs in a row."""

    name: ClassVar[str] = "Symbols as letters"
    about: ClassVar[About] = About.PLAIN

    def __init__(self, facts: Facts) -> None:
        """Take nothing: a letter is a letter."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at what was written, not at its plain form."""
        if not written.words.read.isascii():
            for found in WORD.finditer(written.words.read):
                yield SYMBOLS.of(*found.span())
