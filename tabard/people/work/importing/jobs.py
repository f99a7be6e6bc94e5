"""The two long steps of an import: the dry run, and applying it."""

from django.db import transaction
from django.utils import timezone

from tabard.people.models import IMPORT_LIFECYCLE, ImportState, StaffImport
from tabard.people.work.importing import planning
from tabard.people.work.importing.applying import (
    apply_plan,
    hold_still,
    is_as_shown,
    keep_plan,
    steps_of,
)
from tabard.people.work.importing.line import TangledError
from tabard.people.work.importing.progress import Progress
from tabard.people.work.importing.reading import UnreadableError, look_at
from tabard.people.work.importing.staging import clear, stage
from tabard.record.actions import record

MEANWHILE = "The staff changed since this was checked, so nothing was applied. Look again."


def check(of: StaffImport) -> StaffImport:
    """Find out what a file would change, and keep it to be shown; nothing else is changed."""
    try:
        _stage(of)
        with Progress.of(of, planning.STEPS) as progress, transaction.atomic():
            of.counts = _planned(of, progress)
            keep_plan(of)
            _move(of, "finish_check", problem="")
    except (UnreadableError, TangledError) as problem:
        _move(of, "give_up", problem=str(problem))
    finally:
        clear()
    return of


def apply(of: StaffImport) -> StaffImport:
    """Do what was shown, all at once; if it is not so any more, show it again instead."""
    try:
        _stage(of)
        steps = planning.STEPS + steps_of(of.counts)
        with Progress.of(of, steps) as progress, transaction.atomic():
            hold_still()
            counts = _planned(of, progress)
            if not is_as_shown(of):
                keep_plan(of)
                of.counts = counts
                _move(of, "show_again", problem=MEANWHILE)
                return of
            apply_plan(of, progress)
            _finish(of)
    finally:
        clear()
    return of


def _stage(of: StaffImport) -> None:
    content = bytes(StaffImport.objects.values_list("content", flat=True).get(pk=of.pk) or b"")
    table = look_at(content)
    stage(content, table, of.columns, order=of.date_order, say=lambda count: _say(of, count))  # type: ignore[arg-type]  # one of the three


def _say(of: StaffImport, count: int) -> None:
    """Let the page show how far it is."""
    StaffImport.objects.filter(pk=of.pk).update(rows_read=count)
    of.rows_read = count


def _planned(of: StaffImport, progress: Progress) -> dict[str, int]:
    return dict(
        planning.plan(adds_services=of.adds_services, is_part=of.is_part, progress=progress)
    )


def _finish(of: StaffImport) -> None:
    StaffImport.objects.filter(pk=of.pk).update(content=None)
    record(
        "staff imported",
        by=of.by_id,
        staff_import=of.pk,
        file=of.file_name,
        sha256=of.sha256,
        added=of.counts.get("add", 0),
        changed=of.counts.get("change", 0),
        refused=of.counts.get("refuse", 0),
    )
    _move(of, "finish", problem="")


def _move(of: StaffImport, move: str, *, problem: str) -> None:
    of.state = IMPORT_LIFECYCLE.after(of.state, move)
    of.problem, of.changed_at = problem, timezone.now()
    of.save(update_fields=["state", "problem", "changed_at", "counts"])
    if of.state == ImportState.UNREADABLE:
        # Nothing more can be done with it.
        StaffImport.objects.filter(pk=of.pk).update(content=None)


def trip(of: StaffImport) -> None:
    """Let an import that an error of ours stopped be seen as what it is: nothing was changed."""
    move = "give_up" if IMPORT_LIFECYCLE.allows(of.state, "give_up") else "show_again"
    _move(of, move, problem="An error in Tabard itself stopped this. Nothing was changed.")
