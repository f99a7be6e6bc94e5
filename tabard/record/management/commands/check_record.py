"""Walks the chain of the record and fails loudly at the first break."""

import re
from argparse import ArgumentParser, ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError

from tabard.record import queries

# No more digits than the number of a link can have.
HEAD = re.compile(r"(?P<number>[0-9]{1,18}):(?P<hash>[0-9a-f]{64})", re.IGNORECASE)


def _head(said: str) -> tuple[int, str]:
    found = HEAD.fullmatch(said.strip())
    if found is None:
        raise ArgumentTypeError("Give the head as this command printed it: NUMBER:HASH.")
    return int(found["number"]), found["hash"].lower()


class Command(BaseCommand):
    """Check that every entry of the record is what it was when it was chained."""

    help = (
        "Walk the chain of the record; fail at the first break. The head that it prints is to be "
        "kept elsewhere and given to a later run, which fails if that link is gone or another."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take heads that were kept."""
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="NUMBER:HASH",
            type=_head,
            help="a head that an earlier run printed; may be given more than once",
        )

    def handle(self, *args: object, head: list[tuple[int, str]], **options: object) -> None:
        """Say that the record holds and where it ends, or where it does not hold."""
        last = queries.head()
        for broken in queries.breaks():
            raise CommandError(f"THE RECORD DOES NOT HOLD. {broken}")
        for number, kept in head:
            if lacking := queries.lacks(number, kept):
                raise CommandError(f"THE RECORD DOES NOT HOLD. {lacking}")
        self.stdout.write(
            f"The record holds: {last.number if last else 0} entries, each in its place."
        )
        if last:
            self.stdout.write(f"Its head: {last.number}:{bytes(last.hash).hex()}")
        if not head:
            self.stdout.write(
                "Entries cut off its end cannot be seen from here: give a head that was kept."
            )
