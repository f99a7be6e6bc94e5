"""Passport numbers, which are nine digits like many others, and so need to be called one."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.personal.said import personal

NUMBER = re.compile(
    r"(?<![a-z0-9_#/@£+-])(?<![0-9] )"
    r"(?:[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}|[a-z][0-9]{8}|[a-z]{2}[0-9]{7})"
    r"(?![a-z0-9_]|[ -][0-9])"
)
CLUES = frozenset({"passport", "passports", "passport's"})
# What else is asked for at the passport office.
NOT_IT = frozenset({"call", "ring", "phone", "tel", "telephone", "order", "fee"})
WHY = "With a passport number somebody can be impersonated."


class Passport:
    """Finds nine signs near the word."""

    name: ClassVar[str] = "Passport numbers"
    about: ClassVar[About] = About.PERSONAL

    def __init__(self, facts: Facts) -> None:
        """Take nothing: every passport is one person's."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look only where a passport is spoken of."""
        return self._look(written.words)

    def _look(self, text: Text) -> Iterator[Finding]:
        if CLUES.isdisjoint(text.vocabulary) or not text.has_digits:
            return
        for found in NUMBER.finditer(text.lower):
            place = found.span()
            if text.near(place, NOT_IT, before=15, after=0):
                continue
            if text.near(place, CLUES, before=45, after=0):
                yield personal(text, place, "passport", why=WHY, sure=0.95, level=Level.STOP)
            elif text.near(place, CLUES, before=80, after=40):
                yield personal(text, place, "passport", why=WHY, sure=0.8, level=Level.WARNING)
