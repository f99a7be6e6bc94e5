"""Telephone numbers that somebody in particular answers."""

import re
from collections.abc import Iterator
from typing import ClassVar

from tabard.checks.api import About, Facts, Finding, Level, Text, Written
from tabard.checks.lists import words
from tabard.checks.personal.said import personal

# 01483 123456, (01483) 123456, +44 (0)1483 123 456, 0044 1483 123456, 07700-900.123 ext 12
NUMBER = re.compile(
    r"(?<![\w£$€#/=@+-])(?<![0-9][.,:])"
    r"(?P<abroad>\(?\+ ?\(?[1-9][0-9]{0,2}\)?|00 ?[1-9][0-9]{0,2}(?=[ .(-]))?"
    r"(?P<number>[ .-]{0,2}\(?[0-9o]\)?(?:[ .()-]{0,3}[0-9]){6,13})"
    r"(?P<extension>,? ?\(?(?:ext|extn|extension|x)\.? ?[0-9]{1,6}\)?)?"
    r"(?![\w@/]|[.,:-][0-9])"
)
# Nine or ten digits after the 0. 070 and 076 are not mobiles; the Isle of Man has 07624.
UK = re.compile(
    r"0(?:7(?:[1-57-9][0-9]|624)[0-9]{7}|7624[0-9]{6}|2[0-9]{9}|1[0-9]{9}|1[2-9][0-9]{7})"
)
MOBILE = re.compile(r"07")
# 03, 0500, 08, 09: numbers of services, which nobody has at home.
SERVICE = re.compile(r"0(?:3|5|8|9|70|76(?!24))")
GROUPS = re.compile("[0-9]+")
BELONGINGS, VENUES, OTHERS = words("belongings"), words("venues"), words("numbers_of_things")
CALLS = words("calls")
NOT_A_PHONE = OTHERS - CALLS - {"quote"} | {"ref:", "reference", "isbn", "uprn", "barcode"}
DIALLED = CALLS - {"number", "contact", "message"}
CERTAIN_GROUPS = 3
LONGEST_ABROAD, SHORTEST_ABROAD = 15, 8
WHY = "Anybody who sees this number can call it."


class Phone:
    """Finds numbers of people in every form, but not the council's own, nor of services."""

    name: ClassVar[str] = "Telephone numbers"
    about: ClassVar[About] = About.PERSONAL

    def __init__(self, facts: Facts) -> None:
        self._ours = frozenset(_national(re.sub("[^0-9+]", "", own)) for own in facts.numbers)

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at everything that is long enough."""
        return self._look(written.words)

    def _look(self, text: Text) -> Iterator[Finding]:
        if not text.has_digits:
            return
        for found in NUMBER.finditer(text.lower):
            judged = self._judge(text, found)
            if judged:
                level, sure = judged
                start = found.start() if found["abroad"] else _first(found)
                yield personal(text, (start, found.end()), "phone", why=WHY, sure=sure, level=level)

    def _judge(self, text: Text, found: re.Match[str]) -> tuple[Level, float] | None:
        """Say how sure it is that a person answers; None if not, or if it is something else."""
        digits = re.sub("[^0-9]", "", found["number"].replace("o", "0", 1))
        code = re.sub("[^0-9]", "", found["abroad"] or "")
        place = found.span()
        called = text.near(place, CALLS, before=50, after=15)
        if code and not code.removeprefix("00").startswith("44"):
            return _judge_abroad(code.removeprefix("00") + digits)
        number = _national(f"+{code.removeprefix('00')}{digits}" if code else digits)
        if len(number) == len("7700900123") and number.startswith("7") and called:
            number = f"0{number}"
        if number in self._ours or SERVICE.match(number) or not UK.fullmatch(number):
            return None
        if not code and not _is_written_so(found["number"], called=called):
            return None
        return _judge_uk(text, place, number, called=called or bool(code))


def _national(number: str) -> str:
    """Give a number as it is dialled from within the country."""
    bare = re.sub(r"^(?:\+44|0044|44(?=[1-9][0-9]{8}))0?", "0", number)
    return bare.lstrip("+")


def _first(found: re.Match[str]) -> int:
    """Give where a number begins behind blanks."""
    written = found["number"]
    return found.start("number") + len(written) - len(written.lstrip(" .-"))


def _judge_abroad(number: str) -> tuple[Level, float] | None:
    fits = SHORTEST_ABROAD <= len(number) <= LONGEST_ABROAD
    return (Level.WARNING, 0.8) if fits else None


def _is_written_so(number: str, *, called: bool) -> bool:
    """Say whether the digits stand in groups as people write a telephone number."""
    groups = GROUPS.findall(number.replace("o", "0", 1))
    if len(groups) == 1 or called:
        return True
    begins = len(groups[0]) >= CERTAIN_GROUPS or groups[0] == "07"
    return begins and len(groups) <= CERTAIN_GROUPS + 1


def _judge_uk(
    text: Text, place: tuple[int, int], number: str, *, called: bool
) -> tuple[Level, float] | None:
    belongs = text.near(place, BELONGINGS, before=60, after=30)
    dialled = text.near(place, DIALLED, before=50, after=15)
    if not (dialled or belongs) and text.near(place, NOT_A_PHONE, before=30, after=0):
        return None
    if MOBILE.match(number):
        return Level.WARNING, 0.95 if called or belongs else 0.9
    # A landline of a place that people visit, or of a team, is there to be called.
    if text.near(place, VENUES, before=70, after=60) and not belongs:
        return None
    return Level.WARNING, 0.85 if called or belongs else 0.7
