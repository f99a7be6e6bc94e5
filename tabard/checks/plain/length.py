"""Texts that are longer than any network takes, which no check reads to the end."""

from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import LONGEST, About, Facts, Finding, Level, Written
from tabard.checks.saying import Says

CUT = Says(
    "not_read",
    f"What stands after the first {LONGEST:,} characters has not been checked.",
    "Shorten it: no network takes as much.",
    1.0,
    Level.WARNING,
)


class Length:
    """Says from where on a text has not been read."""

    name: ClassVar[str] = "Length"
    about: ClassVar[About] = About.PLAIN

    def __init__(self, facts: Facts) -> None:
        """Take nothing: the limit is the product's."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at the length alone."""
        if written.words.cut:
            yield CUT.of(LONGEST, len(written.words.written))
