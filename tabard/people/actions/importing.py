"""Taking in a file of staff: uploaded, checked, looked at, and only then applied."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from tabard.common.rules import NotAllowedError, insist
from tabard.people import queries, tasks
from tabard.people.models import IMPORT_LIFECYCLE, Person, StaffImport
from tabard.people.queries.importing import administrators_who_stay
from tabard.people.rules.importing import has_its_number, keeps_an_administrator, may_check
from tabard.people.rules.staff import may_keep_staff
from tabard.people.settings import KEEP_IMPORTS, MOST_LEAVERS
from tabard.people.work.importing.columns import guessed, lacking
from tabard.people.work.importing.reading import look_at
from tabard.record.actions import record


@dataclass(frozen=True, slots=True)
class Upload:
    """A file, and how it is to be taken."""

    name: str
    content: bytes
    # Which comes first in dates such as 3/4/2026: "day", "month", or nothing to refuse these.
    date_order: str = ""
    adds_services: bool = False
    # Whether only some of the staff stand in it; of a file of refused rows that is so in any case.
    is_part: bool = False


@transaction.atomic
def upload(file: Upload, *, by: Person) -> StaffImport:
    """Take a file in; raise UnreadableError if it is no table. Nothing is changed by it."""
    insist(may_keep_staff(by))
    table = look_at(file.content)
    now = timezone.now()
    taken = StaffImport.objects.create(
        by=by,
        file_name=file.name[:200],
        sha256=hashlib.sha256(file.content).hexdigest(),
        content=file.content,
        uploaded_at=now,
        changed_at=now,
        headers=table.headers,
        columns=guessed(table.headers),
        date_order=file.date_order,
        adds_services=file.adds_services,
        is_part=file.is_part or queries.tells_of_refused(table.headers),
        rows_expected=file.content.count(b"\n"),
    )
    _record("staff file uploaded", taken, by=by.pk, sha256=taken.sha256)
    return taken


@transaction.atomic
def check(
    taken: StaffImport, columns: Mapping[str, int], *, by: Person, wake: bool = True
) -> StaffImport:
    """Find out what a file would change, with these columns."""
    taken = _locked(taken)
    insist(may_check(by, lacking(columns)))
    taken.columns, taken.rows_read, taken.steps = dict(columns), 0, 0
    _move(taken, "check", "columns", "rows_read", "steps")
    _record("staff file checked", taken, by=by.pk)
    if wake:
        _wake(tasks.check_import, taken)
    return taken


@dataclass(frozen=True, slots=True)
class Leavers:
    """A last working day for those who are not in the file, and how many were said to leave."""

    missing_leave_on: date | None = None
    said: int | None = None


NOBODY = Leavers()


class NumberNeededError(NotAllowedError):
    """Many would leave, and their number was not typed."""


@transaction.atomic
def apply(
    taken: StaffImport, *, by: Person, leavers: Leavers = NOBODY, wake: bool = True
) -> StaffImport:
    """Do what was shown; and let those who are not in the file leave on a day, if one is given."""
    taken = _locked(taken)
    insist(may_keep_staff(by))
    if leavers.missing_leave_on is not None:
        insist(keeps_an_administrator(administrators_who_stay(taken, by)))
    how_many = queries.would_leave(taken, by=by, missing=leavers.missing_leave_on is not None)
    refused = has_its_number(how_many, most=MOST_LEAVERS.value, said=leavers.said)
    if refused:
        raise NumberNeededError(refused.why)
    taken.missing_leave_on, taken.by = leavers.missing_leave_on, by
    taken.rows_read, taken.steps = 0, 0
    _move(taken, "apply", "missing_leave_on", "rows_read", "steps", "by")
    _record("staff import begun", taken, by=by.pk, leaving=how_many.leave)
    if wake:
        _wake(tasks.apply_import, taken)
    return taken


@transaction.atomic
def drop(taken: StaffImport, *, by: Person) -> StaffImport:
    """Let a file go without applying it, and forget what stood in it."""
    taken = _locked(taken)
    insist(may_keep_staff(by))
    taken.content = None
    _move(taken, "drop", "content")
    taken.rows.all().delete()
    _record("staff import dropped", taken, by=by.pk)
    return taken


def forget_imports() -> int:
    """Forget what stood in old files, and in their rows; say of how many. Counts and who stay."""
    days = KEEP_IMPORTS.value
    old = queries.imports_to_forget(timezone.now() - timedelta(days=days))
    return len([_forget_import(one, days) for one in old])


@transaction.atomic
def _forget_import(taken: StaffImport, days: int) -> None:
    taken = _locked(taken)
    if taken.forgotten_at is not None or taken.is_under_way:
        return
    taken.content, taken.forgotten_at = None, timezone.now()
    if IMPORT_LIFECYCLE.allows(taken.state, "lapse"):
        _move(taken, "lapse", "content", "forgotten_at")
    else:
        taken.save(update_fields=["content", "forgotten_at"])
    taken.rows.all().delete()
    _record("staff file forgotten", taken, days=days)


def _locked(taken: StaffImport) -> StaffImport:
    return StaffImport.objects.select_for_update().defer("content").get(pk=taken.pk)


def _move(taken: StaffImport, move: str, *fields: str) -> None:
    taken.state = IMPORT_LIFECYCLE.after(taken.state, move)
    taken.changed_at, taken.problem = timezone.now(), ""
    taken.save(update_fields=["state", "changed_at", "problem", *fields])


def _record(kind: str, taken: StaffImport, **facts: Any) -> None:
    record(kind, staff_import=taken.pk, file=taken.file_name, **facts)


def _wake(task: Any, taken: StaffImport) -> None:
    task.configure(lock=f"staff-import-{taken.pk}").defer(import_id=taken.pk)
