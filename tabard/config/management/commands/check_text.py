"""Checks posts that come as JSON Lines, so that anybody can measure the checks on their own."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import cast

from django.core.management.base import BaseCommand, CommandError

from tabard.checks import lines
from tabard.checks.api import Facts


class Command(BaseCommand):
    """Answers each line as soon as it has come, and needs no database."""

    help = (
        'Read lines such as {"id": 1, "text": "…", "network": "bluesky", "at": "2027-05-01T09:30Z"}'
        " and write for each what the checks find, with places in code points."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what the council tells of itself, and on how many cores to work."""
        parser.add_argument("--facts", type=Path, help="a file of JSON, as tabard.checks.api.Facts")
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)

    def handle(self, *args: object, facts: Path | None, processes: int, **options: object) -> None:
        """Go on after a line that cannot be checked, and say so at the end."""
        known = _read(facts) if facts else Facts()
        faults = 0
        source = cast("lines.Source", sys.stdin.buffer)
        for answered in lines.answers(source, known, max(1, processes)):
            for one in answered:
                if one.fault:
                    faults += 1
                    self.stderr.write(one.fault)
            said = "".join(f"{one.said}\n" for one in answered if one.said)
            sys.stdout.buffer.write(said.encode())
            sys.stdout.buffer.flush()
        if faults:
            of_them = "1 line" if faults == 1 else f"{faults:,} lines"
            raise CommandError(f"{of_them} could not be checked in full.")


def _read(file: Path) -> Facts:
    try:
        return lines.facts_of(file.read_bytes())
    except (OSError, lines.UnfitFactsError) as why:
        raise CommandError(str(why)) from None
