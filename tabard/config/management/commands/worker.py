"""Runs a worker: jobs from the queue, and the tick that looks for what is due."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from procrastinate.contrib.django import DjangoApp
from procrastinate.contrib.django import app as queue

from tabard.accounts import actions as accounts
from tabard.accreditation import actions as accreditation
from tabard.accreditation.work.training import remind_of_certificates, remind_of_code
from tabard.composing import actions as composing
from tabard.composing.work import forget_pages
from tabard.keeping import actions as keeping
from tabard.notices import actions as notices
from tabard.people import actions as people
from tabard.people.work.addresses import tell_old_addresses
from tabard.publishing import actions as publishing
from tabard.record import actions as record
from tabard.training import actions as training
from tabard.training.work.forgetting import forget_answers, forget_arrangements

if TYPE_CHECKING:
    from procrastinate.contrib.django.django_connector import DjangoConnector

log = logging.getLogger(__name__)

JOBS_AT_ONCE = 4
# Seconds: between ticks when nothing wakes us, between sweeps, and between two signs of life.
TICK = 1.0
SWEEP = 5.0
HEARTBEAT = 2.0

ON_EVERY_TICK: tuple[Callable[[], object], ...] = (
    record.chain,
    notices.follow,
    notices.write_emails,
    publishing.tick,
    keeping.note_adopted,
)
ON_EVERY_SWEEP: tuple[Callable[[], object], ...] = (
    people.see_off,
    people.apply_groups,
    people.note_lost_makers,
    tell_old_addresses,
    people.forget_imports,
    people.give_invitations,
    accreditation.close_for_leavers,
    accreditation.take_up_after_a_mistake,
    keeping.sweep,
    keeping.remind,
    keeping.start_recalls,
    composing.remind_of_results,
    composing.chase,
    forget_pages,
    publishing.sweep,
    publishing.draw,
    accounts.forget_ended,
    accounts.start_revoking,
    accounts.start_giving_back,
    accounts.start_looking,
    remind_of_code,
    remind_of_certificates,
    forget_arrangements,
    forget_answers,
    notices.sweep,
    accreditation.remind,
    accreditation.chase,
    accreditation.propose,
    accreditation.run_at_night,
    training.forget_rehearsals,
)


class Command(BaseCommand):
    """The process that does what takes time."""

    help = "Run a worker. Any number may run, on any number of machines."

    def handle(self, *args: object, **options: object) -> None:
        """Work until told to stop."""
        ended = threading.Event()
        ticker = threading.Thread(target=_tick_until, args=[ended], name="ticker")
        ticker.start()
        try:
            self._run_jobs()
        finally:
            ended.set()
            ticker.join()

    def _run_jobs(self) -> None:
        # An app of its own: the connector that waits for jobs is not the one that takes part in
        # Django's transactions, and the ticker thread needs the latter.
        connector = cast("DjangoConnector", queue.connector)
        worker = DjangoApp(connector=connector.get_worker_connector())
        worker.tasks = queue.tasks
        worker.run_worker(
            concurrency=JOBS_AT_ONCE,
            delete_jobs="successful",
            fetch_job_polling_interval=0.5,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=publishing.DEAD_AFTER,
            shutdown_graceful_timeout=20,
        )


def _tick_until(ended: threading.Event) -> None:
    """Tick every second, and at once when something is recorded; take over from the dead."""
    swept = 0.0
    while not ended.is_set():
        for work in ON_EVERY_TICK:
            _try(work)
        if time.monotonic() - swept > SWEEP:
            swept = time.monotonic()
            for work in ON_EVERY_SWEEP:
                _try(work)
        close_old_connections()
        _wait_for_record()
    connection.close()


def _try(work: Callable[[], object]) -> None:
    """Do one part of a tick; what goes wrong in it must not stop the others."""
    try:
        work()
    except Exception:
        log.exception("A part of the tick failed and is tried again")
        connection.close()


def _wait_for_record() -> None:
    """Wait a second, or less if somebody records something."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {record.CHANNEL}")
        for _ in connection.connection.notifies(timeout=TICK, stop_after=1):
            return
    except Exception:
        log.exception("The database does not answer and is asked again in a second")
        connection.close()
        time.sleep(TICK)
