"""NHS numbers: ten digits, the last of which is worked out from the others."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.lists import words
from tabard.checks.personal.said import personal

# Written 943 476 5919, 943-476-5919, 943.476.5919, in one go, or one by one.
NUMBER = re.compile(
    r"(?<![0-9A-Za-z_+#£$/.,-])(?<![0-9] )"
    r"(?:[0-9]{3}[ .-]{0,2}[0-9]{3}[ .-]{0,2}[0-9]{4}|[0-9](?:[ .-][0-9]){9})"
    r"(?![0-9A-Za-z_]|[-/.,][0-9]| [0-9](?![0-9]?[/.-]))"
)
CALLED = re.compile(r"\bnhs (?:no|num|number)\b\W*(?:is|was|:)?\W*$")
WHY = "An NHS number opens somebody's health records."
CLUES = frozenset({"nhs", "patient", "patients", "hospital", "gp", "medical", "surgery", "chi"})
# Elsewhere a number that fits by chance, as one in eleven does, may be an order or a telephone.
OTHERS = words("numbers_of_things")


def is_nhs_number(digits: str) -> bool:
    """Say whether the last of ten digits is the check digit of the others, modulo 11."""
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    return len(set(digits)) > 1 and (11 - total % 11) % 11 == int(digits[9])


class NhsNumber:
    """Finds ten digits whose check digit is right, or that are called an NHS number."""

    name: ClassVar[str] = "NHS numbers"
    about: ClassVar[About] = About.PERSONAL

    def __init__(self, facts: Facts) -> None:
        """Take nothing: an NHS number is nobody's but a patient's."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at everything that has ten digits."""
        return self._look(written.words)

    def _look(self, text: Text) -> Iterator[Finding]:
        if not text.has_digits:
            return
        for found in NUMBER.finditer(text.plain):
            judged = _judge(text, found)
            if judged:
                level, sure = judged
                yield personal(text, found.span(), "nhs_number", why=WHY, sure=sure, level=level)


def _judge(text: Text, found: re.Match[str]) -> tuple[Level, float] | None:
    """Say how sure it is; None if it is something else."""
    fits = is_nhs_number(re.sub("[^0-9]", "", found[0]))
    place = found.span()
    if not fits:
        called = CALLED.search(text.lower, max(0, place[0] - 30), place[0])
        return (Level.WARNING, 0.6) if called else None
    if text.near(place, CLUES):
        return Level.STOP, 0.99
    if text.near(place, OTHERS, before=30, after=0):
        return None
    return Level.WARNING, 0.8 if found[0].isdigit() else 0.9
