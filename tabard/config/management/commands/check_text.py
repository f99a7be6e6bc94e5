"""Checks posts that come as JSON Lines, so that anybody can measure the checks on their own."""

import sys
from typing import BinaryIO

from django.core.management.base import BaseCommand, CommandError

from tabard.checks import lines
from tabard.checks.api import Checks, Facts


class Command(BaseCommand):
    """Answers each line as soon as it has come, and needs no database."""

    help = (
        'Read lines such as {"id": 1, "text": "…", "network": "bluesky", "at": "2027-05-01T09:30Z"}'
        " and write for each what the checks find, with places in code points."
    )
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Go on after a line that cannot be checked, and say so at the end."""
        faults = self._answer_all(sys.stdin.buffer, sys.stdout.buffer, Checks.of(Facts()))
        if faults:
            lines_of_them = "1 line" if faults == 1 else f"{faults:,} lines"
            raise CommandError(f"{lines_of_them} could not be checked in full.")

    def _answer_all(self, source: BinaryIO, sink: BinaryIO, checks: Checks) -> int:
        faults = 0
        for number, line in lines.lines(source):
            try:
                found, could_not = lines.answer(checks, line)
            except lines.UnfitLineError as fault:
                faults += 1
                self.stderr.write(f"Line {number} was not checked. {fault}")
                continue
            if could_not:
                faults += 1
                self.stderr.write(f"Line {number}: {', '.join(could_not)} could not look.")
            sink.write(found.encode() + b"\n")
            sink.flush()
        return faults
