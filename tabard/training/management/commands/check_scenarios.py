"""Checks scenarios, and how far residents react as labelled answers deserve: a table for each."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tabard.training.work.scenarios.agreement import (
    TUNED,
    Judged,
    confusion,
    folders_in,
    in_per_cent,
    judged,
)
from tabard.training.work.scenarios.folders import OURS, ScenarioError, ScenarioFolder, read
from tabard.training.work.scenarios.playing import most_answers

ENOUGH = 90
"""Per cent of all labelled answers."""


class Command(BaseCommand):
    """Say of each scenario what is wrong with it, and where residents react otherwise."""

    help = "Check the scenarios in a folder, and how far their residents agree with the labels."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder of one scenario, or of several."""
        parser.add_argument("folder", type=Path, nargs="?", default=OURS)

    def handle(self, *args: object, **options: Any) -> None:
        """Print a table for each scenario, and the sums."""
        everything: list[Judged] = []
        tuned: list[Judged] = []
        later: list[Judged] = []
        for folder in folders_in(options["folder"]):
            found = _read(folder)
            answers = judged(found.script, found.answers)
            everything += answers
            tuned += answers[:TUNED]
            later += judged(found.script, found.later)
            self._tell(found, answers)
        held_out = [one for one in everything if one.number > TUNED]
        self.stdout.write(f"First {TUNED} of each: {in_per_cent(tuned)}")
        self.stdout.write(f"Held out, the others: {in_per_cent(held_out)}")
        self.stdout.write(f"All together: {in_per_cent(everything)}")
        if later:
            self.stdout.write(f"Written after fitting: {in_per_cent(later)}")
        agreeing = sum(one.agrees for one in everything)
        if agreeing * 100 < ENOUGH * len(everything):
            raise CommandError(
                f"Less than {ENOUGH} % of the labelled answers get what they deserve."
            )

    def _tell(self, found: ScenarioFolder, answers: Sequence[Judged]) -> None:
        self.stdout.write(
            f"{found.told['title']}: {len(found.script.states)} states, "
            f"{most_answers(found.script)} answers at most"
        )
        for (deserved, got), how_many in sorted(confusion(answers).items()):
            sign = " " if deserved == got else "!"
            self.stdout.write(f"  {sign} {how_many:3}  deserved {deserved:20} got {got}")
        self.stdout.write(f"    {in_per_cent(answers)}\n")


def _read(folder: Path) -> ScenarioFolder:
    try:
        return read(folder)
    except ScenarioError as problem:
        faults = "\n".join(f"- {fault}" for fault in problem.faults)
        raise CommandError(f"{folder.name} cannot be played. To mend:\n{faults}") from problem
