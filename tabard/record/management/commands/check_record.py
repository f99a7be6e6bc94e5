"""Walks the chain of the record and fails loudly at the first break."""

from django.core.management.base import BaseCommand, CommandError

from tabard.record import queries
from tabard.record.models import Link


class Command(BaseCommand):
    """Check that every entry of the record is what it was when it was chained."""

    help = "Walk the chain of the record; fail at the first break."

    def handle(self, *args: object, **options: object) -> None:
        """Say that the record holds, or where it does not."""
        for broken in queries.breaks():
            raise CommandError(f"THE RECORD DOES NOT HOLD. {broken}")
        self.stdout.write(f"The record holds: {Link.objects.count()} entries, each in its place.")
