"""Full postcodes: some fifteen homes share one, and with a number it is a single one."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.lists import words
from tabard.checks.personal.said import personal

CODE = re.compile(
    r"(?<![a-z0-9_/@=#-])(?P<area>[a-z]{1,2})(?P<district>[0-9][0-9a-z]?)(?P<gap>[ -]{0,2})"
    r"(?P<inward>[0-9][abd-hjlnp-uw-z]{2})(?![a-z0-9_@]|[-/=][a-z0-9])"
)
AREAS = words("postcode_areas")
BELONGINGS, VENUES = words("belongings"), words("venues")
# What is sold with so many gigabytes.
DEVICES = frozenset({"ram", "ssd", "storage", "memory", "galaxy", "iphone", "ipad", "laptop", "gb"})
ADDRESSED = frozenset({"postcode", "post-code", "address", "addressed"})
# “Flat 2,” or “14 Acacia Avenue, Woking ” just before it.
HOME = re.compile(r"\b(?:flat|apartment|apt|no|number|house)\b\W{0,3}[0-9]|\b[0-9]{1,4}[a-z]?,? ")
WHY = "A postcode is shared by a few homes only, and with a house number it is one of them."


class Postcode:
    """Finds full postcodes, but not the council's own, nor those of places that people visit."""

    name: ClassVar[str] = "Postcodes"
    about: ClassVar[About] = About.PERSONAL

    def __init__(self, facts: Facts) -> None:
        self._ours = frozenset(
            _bare(found[0]) for own in facts.addresses for found in CODE.finditer(own.lower())
        )

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at everything that has the form of one."""
        return self._look(written.words)

    def _look(self, text: Text) -> Iterator[Finding]:
        if not text.has_digits:
            return
        for found in CODE.finditer(text.lower):
            if found["area"] not in AREAS or _bare(found[0]) in self._ours:
                continue
            judged = _judge(text, found)
            if judged:
                level, sure = judged
                yield personal(text, found.span(), "postcode", why=WHY, sure=sure, level=level)


def _bare(code: str) -> str:
    return re.sub("[ -]", "", code)


def _judge(text: Text, found: re.Match[str]) -> tuple[Level, float] | None:
    """Say how sure it is that somebody's home is meant; None if it is a place for everybody."""
    place = found.span()
    sold = found["inward"][1:] in {"gb", "tb"} and not DEVICES.isdisjoint(text.vocabulary)
    belongs = text.near(place, BELONGINGS, before=90, after=50)
    if sold or not _is_written_so(text.plain[slice(*place)], belongs=belongs):
        return None
    if text.near(place, VENUES, before=90, after=40) and not belongs:
        return None
    before = HOME.search(text.lower, max(0, found.start() - 60), found.start())
    if belongs or before or text.near(place, ADDRESSED, before=40, after=20):
        return Level.WARNING, 0.9
    return Level.ADVICE, 0.6


def _is_written_so(code: str, *, belongs: bool) -> bool:
    """Tell a postcode from “room B12, 3rd floor”."""
    ordinal = not belongs and code.endswith(("1st", "2nd", "3rd", "th"))
    return code.isupper() or (code.islower() and not ordinal)
