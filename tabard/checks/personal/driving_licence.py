"""Driving licence numbers, which hold the beginning of a surname and a date of birth."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.personal.said import personal

# Five signs of the surname, filled up with nines; the decade, month (a woman's plus 50), day and
# year of birth; two initials, filled up with 9; three signs more, and at times an issue number.
NUMBER = re.compile(
    r"(?<![a-z0-9_#/@-])(?=[a-z9]{5})[a-z]{1,5}9{0,4}[ .-]?(?P<born>[0-9]{6})[ .-]?"
    r"[a-z][a-z9][ .-]?[0-9a-z][ .-]?[a-z]{2}(?:[ .-]?[0-9]{2})?(?![a-z0-9_])"
)
BORN = re.compile(r"[0-9](?:[05][1-9]|[16][0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]")
# In Northern Ireland it is eight digits and says nothing of itself.
PLAIN = re.compile(
    r"\b(?:driving|driver'?s?) licen[cs]e(?: (?:no|num|number))?\W{0,3}(?:is |was )?"
    r"([0-9]{8}|[a-z0-9]{16})(?![a-z0-9_])"
)
CLUES = frozenset({"licence", "license", "dvla", "driver", "driving", "driver's", "dva"})
WHY = "A driving licence number holds a date of birth, and is used to prove who somebody is."


class DrivingLicence:
    """Finds numbers that are made as the DVLA makes them, and others that are called so."""

    name: ClassVar[str] = "Driving licence numbers"
    about: ClassVar[About] = About.PERSONAL

    def __init__(self, facts: Facts) -> None:
        """Take nothing: every licence is one person's."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at sixteen signs, and at what is called a driving licence."""
        return self._look(written.words)

    def _look(self, text: Text) -> Iterator[Finding]:
        if not text.has_digits:
            return
        for found in NUMBER.finditer(text.lower):
            judged = _judge(text, found)
            if judged:
                level, sure = judged
                yield _finding(text, found.span(), sure, level)
        if not CLUES.isdisjoint(text.vocabulary):
            for found in PLAIN.finditer(text.lower):
                yield _finding(text, found.span(1), 0.7, Level.WARNING)


def _finding(text: Text, place: tuple[int, int], sure: float, level: Level) -> Finding:
    return personal(text, place, "driving_licence", why=WHY, sure=sure, level=level)


def _judge(text: Text, found: re.Match[str]) -> tuple[Level, float] | None:
    if BORN.fullmatch(found["born"]):
        return Level.STOP, 0.99
    return (Level.WARNING, 0.7) if text.near(found.span(), CLUES) else None
