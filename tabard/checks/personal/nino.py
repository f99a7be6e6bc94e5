"""National Insurance numbers: two letters, six digits, and a letter from A to D."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.personal.said import personal

NUMBER = re.compile(
    r"(?<![a-z0-9_#/@-])([a-z])[ .-]?([a-z])[ .-]{0,2}"
    r"[0-9]{2}[ .-]?[0-9]{2}[ .-]?[0-9]{2}(?:[ .-]{0,2}([a-z]))?(?![a-z0-9_])"
)
NEVER_FIRST, NEVER_SECOND = frozenset("dfiquv"), frozenset("dfiquvo")
NEVER = frozenset({"bg", "gb", "kn", "nk", "nt", "tn", "zz"})
# HMRC shows QQ 12 34 56 C to everybody; it is nobody's.
SPECIMEN = "qq"
CALLED = re.compile(r"\b(?:ni|nino|national insurance|nat ins|nics?)\b")
SHOWN = frozenset({"example", "looks", "like", "format", "such", "sample", "e", "specimen"})
WHY = "With a National Insurance number somebody can be impersonated."


class Nino:
    """Finds numbers with letters that are given out, and others that are called so."""

    name: ClassVar[str] = "National Insurance numbers"
    about: ClassVar[About] = About.PERSONAL

    def __init__(self, facts: Facts) -> None:
        """Take nothing: every such number is one person's."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at two letters with six digits."""
        return self._look(written.words)

    def _look(self, text: Text) -> Iterator[Finding]:
        if not text.has_digits:
            return
        for found in NUMBER.finditer(text.lower):
            judged = _judge(text, found)
            if judged:
                level, sure = judged
                yield personal(text, found.span(), "nino", why=WHY, sure=sure, level=level)


def _judge(text: Text, found: re.Match[str]) -> tuple[Level, float] | None:
    """Say how sure it is; None if it is something else."""
    first, second, last = found.groups("")
    pair = first + second
    called = CALLED.search(text.lower, max(0, found.start() - 45), found.end() + 30)
    if pair == SPECIMEN:
        shown = text.near(found.span(), SHOWN)
        return (Level.WARNING, 0.6) if called and not shown else None
    given_out = not (first in NEVER_FIRST or second in NEVER_SECOND or pair in NEVER)
    if given_out and last and last in "abcd":
        return _of_right_form(text, found, called=called is not None)
    if called or (pair == "zz" and last == "t"):
        return Level.WARNING, 0.7
    return None


def _of_right_form(text: Text, found: re.Match[str], *, called: bool) -> tuple[Level, float] | None:
    """Two letters of running text may stand before six digits by chance, in small letters."""
    as_written = text.plain[found.start() : found.end()]
    if called or as_written.isupper():
        return Level.STOP, 0.99
    return Level.WARNING, 0.9
