"""Wakes the worker for links that are to be sent, and for files of staff."""

from collections.abc import Callable

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as queue

from tabard.people import work
from tabard.people.models import ImportState, StaffImport
from tabard.people.work.importing import jobs

# Tried again after 8, 16, 32, 64 and 128 seconds; whoever still waits asks for another.
AGAIN = RetryStrategy(max_attempts=6, exponential_wait=2, wait=6)


@queue.task(queue="emails", retry=AGAIN)
def send_link(email: str) -> None:
    """Send a link to set a password to this address, if it is somebody's who can sign in."""
    work.send_link(email)


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
