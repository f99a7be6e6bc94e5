"""Addresses of homes: a number and a road, a flat, or the name of a house with its postcode."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.lists import words
from tabard.checks.personal.postcode import AREAS, CODE
from tabard.checks.personal.said import personal

TYPE = "|".join(sorted(words("road_types"), key=lambda one: (-len(one), one)))
RARE = "|".join(sorted(words("rare_road_types"), key=lambda one: (-len(one), one)))
NAME = r"[^\W\d_][\w'.-]{1,24}"
CAPITAL = r"[A-Z][\w'.-]{0,24}"
# Some roads are one word: Queensway, Parkside, Broadmead.
ONE_WORD = r"[^\W\d_]{3,14}(?:way|side|mead|croft|gate|crest|hurst|dene|ridge|leigh|wood|field)s?"
NAMED = (
    rf"(?:(?:{NAME},? ){{1,3}}?(?:{TYPE})|the (?:{TYPE})|(?P<rare>(?:{NAME} ){{1,2}}?(?:{RARE})"
    rf"|{ONE_WORD}))\b(?!['-])"
)
FLAT = (
    r"(?:flat|apartment|apt|maisonette|bedsit|studio)\.? ?(?:no\.? ?)?"
    r"(?:[0-9]{1,4}[a-z]?|[a-z])\b"
)
NUMBER = r"(?:(?:no\.?|number) ?)?[0-9]{1,4}(?: ?[a-h]\b)?(?:[-/][0-9]{1,4}[a-z]?)?"
EDGE = r"(?<![\w£$€#/.:@+-])"
# 12 High Street; Flat 3, 14a Acacia Avenue; Flat 2 Kings Court; 7 The Green
ROAD = re.compile(rf"{EDGE}(?P<flat>{FLAT}[,\n]? ?)?(?P<number>{NUMBER}),? (?P<road>{NAMED})")
IN_FLAT = re.compile(rf"{EDGE}(?P<flat>{FLAT})[,\n]? ?(?P<road>{NAMED})")
# Rose Cottage, Church Lane, with a postcode behind it.
HOUSE = re.compile(
    rf"\b(?:The )?(?:{CAPITAL} ){{1,2}}(?:Cottages?|Farm(?:house)?|Lodge|Rectory|Vicarage|Barns?"
    rf"|Villa|House|Bungalow|Manor|Mill|Oast|Croft|Grange)\b"
    rf"(?:, ?(?:{CAPITAL} ?){{1,3}}){{0,3}},? ?$"
)
FLATS = frozenset({"flat", "apartment", "apt", "maisonette", "bedsit", "studio"})
BEFORE_POSTCODE = 90
BELONGINGS, VENUES, NO_NAMES = words("belongings"), words("venues"), words("no_road_names")
HOMES = frozenset(
    {
        "address",
        "live",
        "lives",
        "lived",
        "living",
        "home",
        "moved",
        "visited",
        "evicted",
        "resides",
    }
)
# What a number before a road may be of: junction 10 Park Road, bus 34 London Road, …
NOT_A_HOUSE = re.compile(
    r"\b(?:bus|buses|routes?|junction|jct|j|phase|ward|zone|plot|room|unit|platform|line|stage|days?"
    r"|weeks?|years?|minutes?|mins?|under|over|about|around|all|another|these|those|than|and|until"
    r"|till|since|the|[abm][0-9]+(?:\(m\))?)\W{1,2}$"
)
PUBLIC = words("public_works")
WHY = "An address says where somebody lives."
type Judged = tuple[Level, float]


class Address:
    """Finds addresses, but not the council's own, nor of places that people visit."""

    name: ClassVar[str] = "Addresses"
    about: ClassVar[About] = About.PERSONAL

    def __init__(self, facts: Facts) -> None:
        found = (one for own in facts.addresses for one in ROAD.finditer(own.lower()))
        self._ours = frozenset(_bare(one) for one in found)

    def look(self, written: Written) -> Iterator[Finding]:
        """Look for numbers before roads, for flats, and for what stands before a postcode."""
        return self._look(written.words)

    def _look(self, text: Text) -> Iterator[Finding]:
        for place, (level, sure) in self._places(text):
            yield personal(text, place, "address", why=WHY, sure=sure, level=level)

    def _places(self, text: Text) -> Iterator[tuple[tuple[int, int], Judged]]:
        if text.has_digits:
            for found in ROAD.finditer(text.lower):
                judged = None if _bare(found) in self._ours else _judge(text, found)
                if judged:
                    yield found.span(), judged
            yield from _houses(text)
        if not FLATS.isdisjoint(text.vocabulary):
            for found in IN_FLAT.finditer(text.lower):
                if _is_named(text, found):
                    yield found.span(), (Level.WARNING, 0.9)


def _bare(found: re.Match[str]) -> str:
    return re.sub(r"\W+", " ", f"{found['number']} {found['road']}")


def _judge(text: Text, found: re.Match[str]) -> Judged | None:
    """Say how sure it is that somebody lives there; None if it is a place for everybody."""
    place = found.span()
    home = bool(found["flat"]) or text.near(place, HOMES, before=50, after=15)
    if home:
        return (Level.WARNING, 0.95) if _could_be_named(found) else None
    belongs = text.near(place, BELONGINGS, before=60, after=40)
    if not _is_named(text, found) or _is_for_everybody(text, place, belongs=belongs):
        return None
    if belongs or CODE.search(text.lower, place[1], place[1] + 60):
        return Level.WARNING, 0.9
    return None if found["rare"] else (Level.ADVICE, 0.6)


def _is_for_everybody(text: Text, place: tuple[int, int], *, belongs: bool) -> bool:
    if NOT_A_HOUSE.search(text.lower, max(0, place[0] - 25), place[0]):
        return True
    return not belongs and text.near(place, VENUES | PUBLIC, before=70, after=45)


def _is_named(text: Text, found: re.Match[str]) -> bool:
    """Say whether a road is written as a name is; a rare one may end in a small letter."""
    as_written = text.plain[slice(*found.span("road"))].replace(",", "").split()
    names = as_written[:-1] if found["rare"] and len(as_written) > 1 else as_written
    return _could_be_named(found) and all(
        not one[0].islower() or one in {"of", "the", "and", "le", "la", "de"} for one in names
    )


def _could_be_named(found: re.Match[str]) -> bool:
    names = re.sub(r"^the ", "", found["road"]).replace(",", "").split()
    return NO_NAMES.isdisjoint(names[:-1] if len(names) > 1 else names)


def _houses(text: Text) -> Iterator[tuple[tuple[int, int], Judged]]:
    """Find houses that have a name and no number, by the postcode behind them."""
    for code in CODE.finditer(text.lower):
        if code["area"] not in AREAS:
            continue
        start = max(0, code.start() - BEFORE_POSTCODE)
        found = HOUSE.search(text.plain, start, code.start())
        if not found:
            continue
        place = found.start(), found.start() + len(found[0].rstrip(" ,"))
        home = text.near(place, HOMES | BELONGINGS, before=60, after=60)
        if home or not text.near(place, VENUES | PUBLIC, before=60, after=60):
            yield place, (Level.WARNING, 0.85) if home else (Level.ADVICE, 0.6)
