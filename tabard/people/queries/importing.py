"""What the pages show of an import."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten
from typing import Any

from django.db.models import Exists, JSONField, OuterRef, Q, QuerySet, Value

from tabard.common.templatetags.moments import day
from tabard.council.models import Service
from tabard.people.models import (
    UNDER_WAY,
    HowMany,
    ImportRow,
    ImportState,
    Outcome,
    Person,
    StaffImport,
)
from tabard.people.queries.roles import administrators

NAMES = {
    "first_name": "First name",
    "last_name": "Last name",
    "email": "E-mail address",
    "job_title": "Job title",
    "service": "Service",
    "manager": "Line manager",
    "external_id": "Staff number",
    "leaves_on": "Last working day",
}
# With these columns a file of refused rows begins.
REFUSED = ("Line", "Why it was refused")
FORGOTTEN_AT_A_TIME = 20
# Signs with which a spreadsheet begins to calculate (OWASP, CSV injection).
CALCULATES = ("=", "+", "-", "@", "\t", "\r")

type Names = Mapping[str, Mapping[int, Service | Person]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is told of one thing, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row as a page shows it."""

    line: int
    name: str
    email: str
    why: str
    differences: list[Difference]


def imports() -> QuerySet[StaffImport]:
    """Give the imports, the newest first."""
    return StaffImport.objects.defer("content").select_related("by")


# What is said of rows once they are applied.
DONE: dict[Outcome, str] = {Outcome.ADD: "Added", Outcome.CHANGE: "Changed"}


def outcomes(of: StaffImport) -> list[tuple[str, str, int]]:
    """Give every outcome with its words and how many rows come to it."""
    done = DONE if of.state == ImportState.APPLIED else {}
    return [
        (one.value, done.get(one, str(one.label)), of.counts.get(one.value, 0)) for one in Outcome
    ]


def would_leave(of: StaffImport, *, by: Person, missing: bool) -> HowMany:
    """Count to whom an import gives a last working day who had none: by its rows, or as missing."""
    rows = ImportRow.objects.filter(of=of)
    none = Value(None, JSONField())
    leave = rows.filter(outcome=Outcome.CHANGE, before__leaves_on=none)
    how_many = leave.exclude(after__leaves_on=none).count()
    if missing:
        others = rows.filter(outcome=Outcome.MISSING, person__leaves_on=None)
        how_many += others.exclude(person=by).count()
    return HowMany(how_many, Person.objects.filter(is_active=True).count())


def imports_to_forget(until: datetime) -> list[StaffImport]:
    """Give some imports with which nothing was done since then, and of which rows are kept."""
    old = imports().filter(changed_at__lt=until, forgotten_at=None)
    return list(old.exclude(state__in=UNDER_WAY).order_by("pk")[:FORGOTTEN_AT_A_TIME])


def rows(of: StaffImport, outcome: str) -> QuerySet[ImportRow]:
    """Give the rows of one outcome."""
    found = ImportRow.objects.filter(of=of, outcome=outcome).select_related("person")
    return found.order_by("-line" if outcome == Outcome.MISSING else "line")


def shown(some: Iterable[ImportRow]) -> list[ShownRow]:
    """Put rows into words, with the names of all their services and managers in two queries."""
    known = list(some)
    told = [one for row in known for one in (row.before, row.after) if one]
    services = Service.objects.in_bulk([one["service"] for one in told if one["service"]])
    people = Person.objects.in_bulk([one["manager"] for one in told if one["manager"]])
    names: Names = {"service": services, "manager": people}
    return [_shown(row, names) for row in known]


def _shown(row: ImportRow, names: Names) -> ShownRow:
    after, before = row.after or {}, row.before or {}
    differences = [
        Difference(label, said_before, said_after)
        for name, label in NAMES.items()
        if (said_before := _said(name, before, names)) != (said_after := _said(name, after, names))
    ]
    person = row.person
    return ShownRow(
        line=row.line,
        name=str(person) if person else _named(row),
        email=person.email if person else after.get("email", ""),
        why=row.why,
        differences=differences if row.after else [],
    )


def _named(row: ImportRow) -> str:
    """Name whoever is not on the staff yet; of a refused row, what can be read of it."""
    if row.after:
        return f"{row.after['first_name']} {row.after['last_name']}"
    return shorten(", ".join(cell for cell in row.cells if cell.strip()), 100, placeholder="…")


def _said(name: str, known: Mapping[str, Any], names: Names) -> str:
    """Say one thing that is known, in words."""
    value = known.get(name) or ""
    if name == "service" and "new_service" in known:
        return f"{known['new_service']} (new)"
    if name == "manager" and "manager_line" in known:
        return f"Line {known['manager_line']} of the file"
    if name == "leaves_on" and value:
        return day(date.fromisoformat(value))
    return str(names[name].get(int(value or 0), "")) if name in names else str(value)


def administrators_who_stay(of: StaffImport, by: Person) -> int:
    """Count the administrators who have no leaving date after an import.

    Whoever imports is never taken for missing.
    """
    rows_of = ImportRow.objects.filter(of=of, person=OuterRef("pk"))
    missing = rows_of.filter(outcome=Outcome.MISSING)
    with_a_date = rows_of.filter(outcome=Outcome.CHANGE, after__leaves_on__isnull=False)
    leaves = with_a_date.exclude(after__leaves_on=None)
    stay = administrators().filter(leaves_on=None).exclude(Exists(leaves))
    return stay.filter(~Exists(missing) | Q(pk=by.pk)).count()


def tells_of_refused(headers: Sequence[str]) -> bool:
    """Say whether a file is one of refused rows, as it was given out here."""
    return tuple(headers[: len(REFUSED)]) == REFUSED


def refused_file(of: StaffImport) -> Iterator[str]:
    """Give the refused rows as CSV, with why: piece by piece, and safe to open in a spreadsheet."""
    # What was refused once more has an older reason in the same columns.
    skipped = len(REFUSED) if tells_of_refused(of.headers) else 0
    headers = of.headers[skipped:]
    yield "\N{BYTE ORDER MARK}"
    yield _line([*REFUSED, *headers])
    refused = rows(of, Outcome.REFUSE).values_list("line", "why", "cells")
    for line, why, cells in refused.iterator(chunk_size=1_000):
        yield _line([str(line), why, *cells[skipped:]])


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(CALCULATES) else cell
