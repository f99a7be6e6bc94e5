"""Number plates of vehicles, whose keepers can be looked up."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.lists import words
from tabard.checks.personal.said import personal

EDGE, END = r"(?<![a-z0-9_/@#-])", r"(?![a-z0-9_@]|[-/][a-z0-9])"
# Since 2001: AB12 CDE. Of its digits 02 to 29 are a spring, 51 to 79 an autumn.
CURRENT = re.compile(
    rf"{EDGE}[a-hj-pr-y][a-hj-pr-y](?:0[2-9]|[12][0-9]|5[1-9]|6[0-9]|7[0-9])([ -]?)"
    rf"[a-hj-pr-z]{{3}}{END}"
)
# A123 BCD from 1983, ABC 123D from 1963.
OLDER = re.compile(
    rf"{EDGE}(?:[a-hj-npr-y][0-9]{{1,3}} ?[a-hj-pr-z]{{3}}"
    rf"|[a-hj-pr-z]{{3}} ?[0-9]{{1,3}}[a-hj-npr-y]){END}"
)
# Before that, in Northern Ireland, and as somebody likes it: ABC 123, 1234 AB, ABZ 1234.
OTHER = re.compile(rf"{EDGE}(?:[a-z]{{1,3}} ?[0-9]{{1,4}}|[0-9]{{1,4}} ?[a-z]{{1,3}}){END}")
CALLED = re.compile(
    r"\b(?:reg|regs|registration|registered|plate|plates|numberplate|vrm|vrn)\b"
    r"(?: (?:no|num|number|mark|plate))?\W{0,4}(?:is |was |of |as |reads |ends )?\W?$"
)
VEHICLES = words("vehicles")
# Roads have such names as well; ordinary words in capitals have such letters.
ROAD = re.compile(r"[abm][0-9]{1,4} ")
WORDS = words("words_of_three")
WHY = "The keeper of a vehicle can be found by its number plate."


class Plate:
    """Finds plates of today by their form, and older ones near a vehicle."""

    name: ClassVar[str] = "Number plates"
    about: ClassVar[About] = About.PERSONAL

    def __init__(self, facts: Facts) -> None:
        """Take nothing: whose a vehicle is does not stand on its plate."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at letters beside digits."""
        return self._look(written.words)

    def _look(self, text: Text) -> Iterator[Finding]:
        if not text.has_digits:
            return
        for place, sure in _places(text):
            level = Level.ADVICE if sure < 0.8 else Level.WARNING  # noqa: PLR2004 - hundredths
            yield personal(text, place, "plate", why=WHY, sure=sure, level=level)


def _places(text: Text) -> Iterator[tuple[tuple[int, int], float]]:
    yield from _current(text)
    if not VEHICLES.isdisjoint(text.vocabulary):
        yield from _older(text)
        for found in OTHER.finditer(text.lower):
            if _is_called_so(text, found.start()):
                yield found.span(), 0.8


def _current(text: Text) -> Iterator[tuple[tuple[int, int], float]]:
    for found in CURRENT.finditer(text.lower):
        place = found.span()
        if text.near(place, VEHICLES, before=120, after=80):
            yield place, 0.95
        elif _looks_like_one(text.plain[slice(*place)]):
            yield place, 0.7


def _older(text: Text) -> Iterator[tuple[tuple[int, int], float]]:
    for found in OLDER.finditer(text.lower):
        place = found.span()
        if _is_called_so(text, found.start()):
            yield place, 0.9
        elif _is_older(text.plain[slice(*place)]) and text.near(place, VEHICLES):
            yield place, 0.8


def _is_called_so(text: Text, start: int) -> bool:
    return CALLED.search(text.lower, max(0, start - 40), start) is not None


def _looks_like_one(plate: str) -> bool:
    """Without a vehicle near it, it is in capitals, and does not end in a word."""
    return plate.isupper() and plate[-3:].lower() not in WORDS


def _is_older(plate: str) -> bool:
    """Tell a plate from a road and the word after it, as in “A25 NOW”."""
    return plate.isupper() and not (ROAD.match(plate.lower()) and plate[-3:].lower() in WORDS)
