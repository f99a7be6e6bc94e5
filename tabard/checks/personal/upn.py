"""Unique pupil numbers: twelve digits and a letter that is worked out from them."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.personal.said import personal

NUMBER = re.compile(
    r"(?<![a-z0-9_#/@])(?<![0-9]-)[a-z][ -]?[0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{2}[ -]?[0-9]{2}[0-9a-z]"
    r"(?![a-z0-9_])"
)
LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
CLUES = frozenset(
    {"upn", "upns", "pupil", "pupils", "student", "school", "child", "son", "daughter", "learner"}
)
WHY = "A unique pupil number leads to a child's school records."


def is_upn(number: str) -> bool:
    """Say whether the letter fits; in a temporary number another one stands for the last digit."""
    letter, rest = number[0], number[1:]
    last = rest[-1]
    if letter not in LETTERS or not (last.isdigit() or last in LETTERS):
        return False
    digits = [int(one) for one in rest[:-1]]
    digits.append(int(last) if last.isdigit() else LETTERS.index(last))
    total = sum(digit * weight for weight, digit in enumerate(digits, start=2))
    return LETTERS[total % len(LETTERS)] == letter


class Upn:
    """Finds numbers whose letter fits, and others that are called a UPN."""

    name: ClassVar[str] = "Unique pupil numbers"
    about: ClassVar[About] = About.PERSONAL

    def __init__(self, facts: Facts) -> None:
        """Take nothing: every such number is one child's."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at a letter with twelve digits."""
        return self._look(written.words)

    def _look(self, text: Text) -> Iterator[Finding]:
        if not text.has_digits:
            return
        for found in NUMBER.finditer(text.lower):
            judged = _judge(text, found)
            if judged:
                level, sure = judged
                yield personal(text, found.span(), "upn", why=WHY, sure=sure, level=level)


def _judge(text: Text, found: re.Match[str]) -> tuple[Level, float] | None:
    near = text.near(found.span(), CLUES)
    if is_upn(re.sub("[ -]", "", found[0]).upper()):
        return (Level.STOP, 0.99) if near else (Level.WARNING, 0.9)
    called = "upn" in text.vocabulary and text.near(found.span(), frozenset({"upn"}), 30, 15)
    return (Level.WARNING, 0.6) if called else None
