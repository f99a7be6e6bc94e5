"""References of cases and complaints, by which a person's business with the council is found."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.lists import words
from tabard.checks.patterns import Patterns
from tabard.checks.personal.said import personal

EDGE, END = r"(?<![a-z0-9_/@#.=-])", r"(?![a-z0-9_@]|[-/][a-z0-9])"
# CAS-123456, C/2024/00123, 24-00123, FS-Case-123456789, ABC 123456, 12345678
REFERENCE = (
    r"(?P<reference>#?(?:[a-z]{1,8}[-/]?|[a-z]{1,4} ){0,2}[0-9]{2,12}(?:[-/][0-9a-z]{1,10}){0,3}"
    r"|#?[0-9]{2,6}(?:[-/][0-9a-z]{1,10}){1,3}|(?=[a-z]{0,8}[0-9])[a-z0-9]{7,20})"
)
THINGS = (
    r"(?:anti-?social behaviour|asb|appeal|benefits?|blue badge|care|cases?|casework|claims?"
    r"|client|complaints?|council tax|customer|enquir(?:y|ies)|feedback|fine|foi|foster(?:ing)?"
    r"|homeless(?:ness)?|housing(?: benefit| register| application)?|incident|library card|mosaic"
    r"|(?:parking |penalty )?(?:charge|fine)(?: notice)?|pcn|queries|query|referrals?|rent"
    r"|reports?|requests?|safeguarding|sar|send|ehcp|service (?:request|user)|social care"
    r"|subject access request|support|tenancy|tenant|ticket|tribunal)"
)
NAMED = r"(?:ref(?:erence|s)?|no|num(?:ber)?|nr|id|code)\b\.?"
# “complaint ref C-123”, “case 123456”, “your reference is 123/45”
CALLED = re.compile(
    rf"\b(?:{THINGS}(?: (?:account|application|case|claim|file|form|notice))?"
    rf"(?:(?: (?:with|under|and|has|had))? (?:the |a )?(?:{NAMED} ?){{1,2}})?"
    rf"|(?:my|your|our|his|her|their|the|under|with|quoting)? ?ref(?:erence)?\b\.?"
    rf"(?: (?:no|num(?:ber)?|id|code)\b\.?)?)"
    rf"(?: (?:is|was|as))?[ :#=(\[-]{{1,3}}{EDGE}{REFERENCE}{END}"
)
# What is made by the systems in which cases are kept.
MADE = re.compile(
    rf"{EDGE}(?:fs-case|case|cas|cmp|cmplt|comp|compl|complaint|crm|enq|inc|sar|asb|pcn|hbc?|ctr"
    rf"|mash|lado|foi|eir|casework|sr|cs|cc|ehc|ehcp|lgo|lgsco|icr|req)[-/ #:]{{0,2}}"
    rf"(?:20[0-9]{{2}}[-/ ]?|[0-9]{{2}}[-/])?[0-9]{{4,12}}(?:[-/][0-9]{{1,6}})?{END}"
)
# What the public is to know: planning, orders about roads, tenders, jobs, events, bookings.
PUBLIC = words("public_references")
PERSONAL = words("personal_business")
PLANNING = re.compile(r"(?:[a-z]{1,4}/)?(?:20)?[0-9]{2}[/.][a-z]?[0-9]{3,6}(?:/[a-z0-9]{1,4}){0,2}")
YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:[-/][0-9]{2,4})?")
WHY = "With a reference somebody's business with the council can be found, or asked after."
PUBLIC_BY_NAME = frozenset({"planning", "tender", "job", "vacancy", "grid", "crime"})
FEWEST_DIGITS, FEWEST_ALONE = 4, 6
CASE = re.compile("case|complaint|claim|tenan|pcn|safeguard")
WORD_AND_NUMBER = re.compile("[a-z]+ ")
NAMED_BEFORE = re.compile(rf"\b{NAMED}|#")
LONG_NUMBER = re.compile("[0-9]{3}")
TRIGGERS = words("cases")


class CaseReference:
    """Finds references of cases, but not of planning, tenders and what else is public."""

    name: ClassVar[str] = "Case and complaint references"
    about: ClassVar[About] = About.PERSONAL

    def __init__(self, facts: Facts) -> None:
        self._own = Patterns(facts.case_references)
        self._public = Patterns(facts.public_references)

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at what is called a reference, and at what is made like one."""
        return self._look(written.words)

    def _look(self, text: Text) -> Iterator[Finding]:
        if not text.has_digits:
            return
        for place, sure in self._places(text):
            if not self._public.fits(text.plain[slice(*place)]):
                level = Level.WARNING if sure > 0.6 else Level.ADVICE  # noqa: PLR2004 - hundredths
                yield personal(text, place, "case_reference", why=WHY, sure=sure, level=level)

    def _places(self, text: Text) -> Iterator[tuple[tuple[int, int], float]]:
        for place in self._own.places(text.plain):
            yield place, 0.95
        if not LONG_NUMBER.search(text.lower):
            return
        spoken_of = not TRIGGERS.isdisjoint(text.vocabulary)
        for found in CALLED.finditer(text.lower) if spoken_of else ():
            place = found.span("reference")
            if _is_reference(text, found) and not _is_public(text, place, found):
                yield place, 0.85
        for found in MADE.finditer(text.lower):
            if not text.near(found.span(), PUBLIC_BY_NAME, before=30, after=0):
                yield found.span(), 0.8


def _is_reference(text: Text, found: re.Match[str]) -> bool:
    """Tell a reference from a year, a count, or the day of a report."""
    written = text.plain[slice(*found.span("reference"))]
    digits = sum(one.isdigit() for one in written)
    if YEAR.fullmatch(written) or WORD_AND_NUMBER.match(written):
        return False
    # Fewer digits count if they are called a reference, or have letters before them.
    named = not written.isdigit() or NAMED_BEFORE.search(found[0]) is not None
    return digits >= (FEWEST_DIGITS if named else FEWEST_ALONE)


def _is_public(text: Text, place: tuple[int, int], found: re.Match[str]) -> bool:
    """Say whether a reference is one that the public is to know."""
    if CASE.search(found[0]):
        return False
    if PLANNING.fullmatch(text.lower[slice(*place)]) and "plan" in text.lower:
        return True
    return text.near(place, PUBLIC, before=60, after=30) and not text.near(
        place, PERSONAL, before=60, after=30
    )
