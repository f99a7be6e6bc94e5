"""Imports staff from a file, as the page does, without a worker."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tabard.common.rules import NotAllowedError
from tabard.people import actions, queries
from tabard.people.models import ImportState, Person, StaffImport
from tabard.people.work.importing import jobs
from tabard.people.work.importing.columns import FIELDS
from tabard.people.work.importing.reading import UnreadableError


class Command(BaseCommand):
    """Checks a file, says what it would change, and applies it."""

    help = "Import staff from a CSV file; with --dry-run only say what it would change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, who imports it, and how it is to be taken."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="the administrator's e-mail address")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--dates", choices=["day", "month"], default="")
        parser.add_argument("--add-services", action="store_true")
        parser.add_argument("--missing-leave-on", type=date.fromisoformat, metavar="2026-11-24")
        parser.add_argument("--leavers", type=int, help="how many may leave, if they are many")
        parser.add_argument("--part", action="store_true", help="nobody counts as missing")
        parser.add_argument("--refused", type=Path, help="where to write the refused rows")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="FIELD=HEADER",
            help=f"which column holds what: {', '.join(FIELDS)}",
        )

    def handle(self, *args: object, **options: Any) -> None:
        """Do it all, or say in words why not."""
        by = queries.active_with_email(options["by"])
        if by is None:
            raise CommandError(f"Nobody on the staff has the e-mail address {options['by']}.")
        try:
            taken = self._check(by, options)
            if taken.state == ImportState.UNREADABLE:
                raise CommandError(taken.problem)
            self._say(taken, options["refused"])
            self._finish(taken, by, options)
        except (NotAllowedError, UnreadableError, OSError) as why:
            raise CommandError(str(why)) from why

    def _check(self, by: Person, options: dict[str, Any]) -> StaffImport:
        file = actions.Upload(
            options["file"].name,
            options["file"].read_bytes(),
            options["dates"],
            options["add_services"],
            options["part"],
        )
        taken = actions.upload(file, by=by)
        columns = taken.columns | _named(options["column"], taken.headers)
        return jobs.check(actions.check(taken, columns, by=by, wake=False))

    def _say(self, taken: StaffImport, refused: Path | None) -> None:
        for _, label, count in queries.outcomes(taken):
            self.stdout.write(f"{count:>8,}  {label.lower()}")
        if refused:
            refused.write_text("".join(queries.refused_file(taken)), encoding="utf-8", newline="")

    def _finish(self, taken: StaffImport, by: Person, options: dict[str, Any]) -> None:
        if options["dry_run"]:
            actions.drop(taken, by=by)
            self.stdout.write("Nothing was changed.")
            return
        leavers = actions.Leavers(options["missing_leave_on"], options["leavers"])
        begun = actions.apply(taken, by=by, leavers=leavers, wake=False)
        applied = jobs.apply(begun)
        if applied.state != ImportState.APPLIED:
            raise CommandError(applied.problem)
        self.stdout.write("Applied.")


def _named(told: list[str], headers: list[str]) -> dict[str, int]:
    """Read “field=header” pairs."""
    columns = {}
    for pair in told:
        field, _, header = pair.partition("=")
        if field not in FIELDS or header not in headers:
            raise CommandError(f"“{pair}” names no field and column that are there.")
        columns[field] = headers.index(header)
    return columns
