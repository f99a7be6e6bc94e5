"""Changes the key that wraps every stored secret: `manage.py rotate_secrets`."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from tabard.common.sealed import Walked, go_through, kinds
from tabard.record.actions import record

NOTHING_OLD = (
    "There is no old key. Make a new one, give it as TABARD_WRAPPING_KEY and the one of today as "
    "TABARD_OLD_WRAPPING_KEYS, start every process anew with both, and run this again."
)
DONE = (
    "Every secret is wrapped with the new key. Take TABARD_OLD_WRAPPING_KEYS out and start every "
    "process anew. Keep the old key, apart from the backups, for as long as you keep backups of "
    "before."
)


class Command(BaseCommand):
    """Wrap every stored secret with the key of today; can be stopped and run again at any time."""

    help = (
        "Wrap every stored secret with TABARD_WRAPPING_KEY that one of TABARD_OLD_WRAPPING_KEYS "
        "has wrapped. Pages and worker go on meanwhile. If it is stopped, run it again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many rows are locked at a time."""
        parser.add_argument("--at-a-time", type=int, default=100, help="rows (100)")

    def handle(self, *args: object, at_a_time: int, **options: object) -> None:
        """Go through all of them until there is nothing left to do."""
        if not settings.OLD_WRAPPING_KEYS:
            raise CommandError(NOTHING_OLD)
        anew, first = 0, True
        closed: list[str] = []
        # A second time, since a process with the settings of before may have written meanwhile.
        while first or anew:
            anew, closed = self._everything(max(at_a_time, 1))
            first = False
        if closed:
            what = "\n".join(f"  {one}" for one in closed)
            raise CommandError(f"None of the keys opens these, so that they stay:\n{what}")
        self.stdout.write(DONE)

    def _everything(self, at_a_time: int) -> tuple[int, list[str]]:
        """Go through every table once; give how many were wrapped anew, and which do not open."""
        anew = 0
        closed: list[str] = []
        for kind in kinds():
            walked, all_ = Walked(), kind.rows.count()
            for walked in go_through(kind, at_a_time=at_a_time):
                self.stdout.write(f"{kind}: {walked.seen:,} of {max(all_, walked.seen):,}")
            anew, closed = anew + walked.anew, [*closed, *walked.closed]
        if anew:
            with transaction.atomic():
                record("secrets wrapped anew", how_many=anew)
        return anew, closed
