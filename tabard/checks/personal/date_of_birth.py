"""Dates of birth: a full date that is said to be one."""

import re
import time
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.lists import words
from tabard.checks.personal.said import personal

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY, YEAR = r"(?:0?[1-9]|[12][0-9]|3[01])", r"(?:(?:19|20)[0-9]{2}|'?[0-9]{2})"
DATE = re.compile(
    rf"(?<![\w/.])(?<![0-9]-)(?:{DAY}(?P<gap> ?[/.-] ?|  ?)(?:0?[1-9]|1[0-2])(?P=gap)(?P<a>{YEAR})"
    rf"|(?P<b>(?:19|20)[0-9]{{2}})[-/.](?:0?[1-9]|1[0-2])[-/.]{DAY}"
    rf"|(?:the )?{DAY}(?: ?(?:st|nd|rd|th))?(?: of|-|,)? ?{MONTH},?[ -]?(?P<c>{YEAR})"
    rf"|{MONTH} ?{DAY}(?:st|nd|rd|th)?,? (?P<d>{YEAR})"
    rf"|(?P<e>0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])(?P<f>(?:19|20)[0-9]{{2}}))"
    rf"(?![\w/]|[.-][0-9])"
)
CALLED = re.compile(
    r"\b(?:d\.? ?o\.? ?b\b\.?|(?:date|day) of birth|birth ?dates?|birth date|birthdate)"
)
BORN = re.compile(r"\b(?:(?:born|b\.)(?: (?:on|in|the))*\W{0,4}|born\b[^.!?]{0,30}\bon\W{1,2})$")
BIRTHDAY = re.compile(r"\b(?:birthday|bday|b-day)\b[^.!?]{0,25}$")
AFTER = re.compile(
    r"^\W{0,3}(?:is |was |as )?(?:my |her |his |their |the )?"
    r"(?:dob\b|d\.o\.b|date of birth|birthday)"
)
CLUES = frozenset(
    {"born", "birth", "dob", "d", "birthday", "bday", "birthdate", "birthdates", "b", "o"}
)
# What else is born, and what has birthdays with guests.
NOT_PEOPLE = words("not_people")
SHOWN = frozenset({"example", "format"})
# Whoever was born before is in the history books.
LIVING = 110
REACH = 40
WHY = "With a date of birth somebody can be impersonated, or told apart from all others."


class DateOfBirth:
    """Finds full dates that are called a date of birth."""

    name: ClassVar[str] = "Dates of birth"
    about: ClassVar[About] = About.PERSONAL

    def __init__(self, facts: Facts) -> None:
        """Take nothing: what is said of a date stands beside it."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at full dates, where birth is spoken of."""
        this_year = written.at.year if written.at else time.gmtime().tm_year
        return self._look(written.words, this_year)

    def _look(self, text: Text, this_year: int) -> Iterator[Finding]:
        if not text.has_digits or CLUES.isdisjoint(text.vocabulary):
            return
        for found in DATE.finditer(text.lower):
            judged = _judge(text, found, this_year)
            if judged:
                yield personal(
                    text, found.span(), "date_of_birth", why=WHY, sure=judged, level=Level.WARNING
                )


def _judge(text: Text, found: re.Match[str], this_year: int) -> float | None:
    """Say how sure it is; None if the date is of something else."""
    year = next((one for one in found.group("a", "b", "c", "d", "f") if one), "")
    # '85 is a year of somebody living.
    known = int(year) if year.isdigit() and len(year) == len("1985") else this_year - 1
    if known < this_year - LIVING:
        return None
    lower, (start, end) = text.lower, found.span()
    before = lower[max(0, start - REACH) : start]
    if CALLED.search(before) or AFTER.match(lower[end : end + REACH]):
        return None if text.near((start, end), SHOWN) else 0.97
    return _judge_birth(text, (start, end), before, in_the_past=known < this_year)


def _judge_birth(
    text: Text, place: tuple[int, int], before: str, *, in_the_past: bool
) -> float | None:
    if text.near(place, NOT_PEOPLE):
        return None
    if BORN.search(before):
        return 0.9
    return 0.8 if in_the_past and BIRTHDAY.search(before) else None
