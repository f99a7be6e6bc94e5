"""Checks a course without loading it: `manage.py check_course FOLDER`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tabard.training.work.courses import CourseError, read


class Command(BaseCommand):
    """Say everything that is wrong with a course in a folder; nothing is loaded."""

    help = "Check a course in a folder, and change nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: object, **options: Any) -> None:
        """Say what is wrong, each with its place and its cure, or that all is well."""
        try:
            found = read(options["folder"])
        except CourseError as problem:
            faults = "\n".join(f"- {fault}" for fault in problem.faults)
            raise CommandError(f"To mend before it can be loaded:\n{faults}") from problem
        questions = sum(len(module.told["questions"]) for module in found.modules)
        self.stdout.write(
            f"“{found.told['title']}”, version {found.told['version']}, has no fault: "
            f"{len(found.modules)} modules, {questions} questions. "
            "Load it with manage.py load_course."
        )
