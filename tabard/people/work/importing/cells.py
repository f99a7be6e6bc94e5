"""What stands in the cells of one row, or why it cannot be taken over."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tabard.people.work.importing.columns import FIELDS, NEEDED

type Order = Literal["", "day", "month"]

LONGEST: Mapping[str, int] = {
    "first_name": 100,
    "last_name": 100,
    "email": 254,
    "job_title": 150,
    "service": 100,
    "manager": 254,
    "external_id": 255,
    "leaves_on": 40,
}
FORMULA = ("=", "+", "-", "@")
# What a spreadsheet writes where a formula failed.
FAILED = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?: 00:00(?::00)?)?")
NAMED = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})")
MONTHS_IN_A_YEAR = 12
EARLIEST, LATEST = 1950, 2100


class UnfitCellError(ValueError):
    """A cell cannot be taken over; the words say which and why."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one row tells of somebody."""

    first_name: str
    last_name: str
    email: str
    job_title: str
    service: str
    manager: str
    external_id: str
    leaves_on: date | None


def told(cells: Sequence[str], columns: Mapping[str, int], *, width: int, order: Order) -> Told:
    """Give what a row tells, or raise UnfitCellError."""
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        raise UnfitCellError(
            f"The row has {len(cells)} cells for {width} columns: a quotation mark may be missing"
        )
    values = {field: _value(field, cells, columns.get(field)) for field in FIELDS}
    missing = [FIELDS[field].lower() for field in NEEDED if not values[field]]
    if missing:
        raise UnfitCellError(f"There is no {' and no '.join(missing)}")
    _check_address(values["email"])
    leaves_on = read_date(values.pop("leaves_on"), order)
    return Told(**values, leaves_on=leaves_on)


def _value(field: str, cells: Sequence[str], place: int | None) -> str:
    """Give one cell, with its spaces made plain."""
    if place is None or place >= len(cells):
        return ""
    cell, called = cells[place], FIELDS[field].partition(",")[0]
    if len(cell) > 4 * LONGEST[field]:
        raise UnfitCellError(f"{called} has {len(cell):,} characters")
    value = " ".join(unicodedata.normalize("NFC", cell).split())
    wrong = _wrong_with(value, field)
    if wrong:
        raise UnfitCellError(f"{called} {wrong}")
    return value


def _wrong_with(value: str, field: str) -> str:
    """Say what is wrong with a value, or nothing."""
    is_plain = value.isprintable() and not value.startswith((*FORMULA, "#"))
    if is_plain and len(value) <= LONGEST[field]:
        return ""
    wrong = {
        "has signs that cannot be shown": not value.isprintable(),
        f"has {len(value)} characters; there is room for {LONGEST[field]}": len(value)
        > LONGEST[field],
        f"is {value}, which a spreadsheet writes where a formula failed": FAILED.match(value),
        f"begins with {value[:1]}, as a formula does": value.startswith(FORMULA),
    }
    return next((words for words, is_so in wrong.items() if is_so), "")


def _check_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise UnfitCellError(f"{address} is not an e-mail address") from wrong


def read_date(text: str, order: Order) -> date | None:
    """Read a day in one of three forms; one that can be two days only if the order is given."""
    if not text:
        return None
    year, month, day = _parts(text, order)
    if not EARLIEST <= year <= LATEST:
        raise UnfitCellError(f"{text} is not in a year from {EARLIEST} to {LATEST}")
    try:
        return date(year, month, day)
    except ValueError as unreal:
        raise UnfitCellError(f"{text} is not a real date") from unreal


def _parts(text: str, order: Order) -> tuple[int, int, int]:
    if found := ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
        return year, month, day
    if found := NAMED.fullmatch(text):
        return int(found[3]), _month(found[2]), int(found[1])
    if found := SLASHED.fullmatch(text):
        first, second, year = map(int, found.groups())
        return _ordered(text, first, second, year, order)
    raise UnfitCellError(f"{text} is no date as 2026-11-24, 24/11/2026 or 24 Nov 2026")


def _month(name: str) -> int:
    """Give the number of a month; 0, which no month has, if there is none of this name."""
    plain = name.lower()
    for months in (MONTHS, FULL_MONTHS):
        if plain in months:
            return months.index(plain) + 1
    return MONTHS.index("sep") + 1 if plain == "sept" else 0


def _ordered(text: str, first: int, second: int, year: int, order: Order) -> tuple[int, int, int]:
    """Give year, month and day of two numbers and a year."""
    if not order and first != second and max(first, second) <= MONTHS_IN_A_YEAR:
        raise UnfitCellError(f"{text} can be two days. Say which comes first, the day or the month")
    is_month_first = order == "month" or (not order and second > MONTHS_IN_A_YEAR)
    return (year, first, second) if is_month_first else (year, second, first)
