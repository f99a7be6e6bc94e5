"""Wakes the worker for links that are wanted, and for files of staff."""

from collections.abc import Callable

from procrastinate.contrib.django import app as queue

from tabard.people import work
from tabard.people.models import ImportState, StaffImport
from tabard.people.work.importing import jobs


@queue.task(queue="emails")
def want_link(email: str) -> None:
    """Find out whose address this is, and note that they want a link."""
    work.want_link(email)


@queue.task(queue="staff")
def check_import(import_id: int) -> None:
    """Find out what a file would change."""
    _do(jobs.check, import_id, ImportState.CHECKING)


@queue.task(queue="staff")
def apply_import(import_id: int) -> None:
    """Do what was shown."""
    _do(jobs.apply, import_id, ImportState.APPLYING)


def _do(step: Callable[[StaffImport], object], import_id: int, state: ImportState) -> None:
    """Do a step if it is still to be done; a worker before this one may have come to its end."""
    of = StaffImport.objects.defer("content").filter(pk=import_id, state=state).first()
    if of is None:
        return
    try:
        step(of)
    except Exception:
        jobs.trip(StaffImport.objects.defer("content").get(pk=import_id))
        raise
