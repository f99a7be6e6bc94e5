"""Loads practice scenarios: `manage.py load_scenarios` loads those that come with Tabard."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tabard.training import actions
from tabard.training.work.scenarios.agreement import folders_in
from tabard.training.work.scenarios.folders import OURS, ScenarioError


class Command(BaseCommand):
    """Take scenarios from their folders, or say everything that is wrong with them."""

    help = "Load the scenario in a folder, or all scenarios in the folders inside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path, nargs="?", default=OURS)

    def handle(self, *args: object, **options: Any) -> None:
        """Load each whole or not at all."""
        wrong = []
        for folder in folders_in(options["folder"]):
            try:
                version = actions.load_scenario(folder)
            except ScenarioError as problem:
                wrong += [f"- {folder.name}: {fault}" for fault in problem.faults]
                continue
            if version is None:
                self.stdout.write(f"{folder.name}: it is loaded already.")
            else:
                self.stdout.write(f"Loaded “{version.title}”, version {version.version}.")
        if wrong:
            raise CommandError("Not everything was loaded. To mend:\n" + "\n".join(wrong))
