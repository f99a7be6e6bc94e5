"""Loads a course: `manage.py load_course tabard/training/courses/pilot`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tabard.training import actions
from tabard.training.work.courses import CourseError


class Command(BaseCommand):
    """Take a course from a folder of Markdown, or say everything that is wrong with it."""

    help = "Load a course from a folder; ours is tabard/training/courses/pilot."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: object, **options: Any) -> None:
        """Load it whole or not at all."""
        try:
            edition = actions.load_course(options["folder"])
        except CourseError as problem:
            faults = "\n".join(f"- {fault}" for fault in problem.faults)
            raise CommandError(f"Nothing was loaded. To mend:\n{faults}") from problem
        if edition is None:
            self.stdout.write("This course is loaded already; there was nothing to do.")
            return
        self.stdout.write(
            f"Loaded “{edition.title}”, version {edition.version}: "
            f"{edition.modules.count()} modules, {edition.minutes} minutes."
        )
