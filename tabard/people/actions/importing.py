"""Taking in a file of staff: uploaded, checked, looked at, and only then applied."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from tabard.common.rules import insist
from tabard.people import tasks
from tabard.people.models import IMPORT_LIFECYCLE, Person, StaffImport
from tabard.people.queries.importing import administrators_who_stay
from tabard.people.rules.importing import keeps_an_administrator, may_check
from tabard.people.rules.staff import may_keep_staff
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
    taken.columns, taken.rows_read = dict(columns), 0
    _move(taken, "check", "columns", "rows_read")
    _record("staff file checked", taken, by=by.pk)
    if wake:
        _wake(tasks.check_import, taken)
    return taken


@transaction.atomic
def apply(
    taken: StaffImport, *, by: Person, missing_leave_on: date | None = None, wake: bool = True
) -> StaffImport:
    """Do what was shown; and let those who are not in the file leave on a day, if one is given."""
    taken = _locked(taken)
    insist(may_keep_staff(by))
    if missing_leave_on is not None:
        insist(keeps_an_administrator(administrators_who_stay(taken, by)))
    taken.missing_leave_on, taken.rows_read, taken.by = missing_leave_on, 0, by
    _move(taken, "apply", "missing_leave_on", "rows_read", "by")
    _record("staff import begun", taken, by=by.pk)
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
