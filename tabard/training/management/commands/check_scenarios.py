"""Checks scenarios, and how far residents react as labelled answers deserve: a table for each."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tabard.training.work.scenarios.agreement import (
    ENOUGH,
    Judged,
    are_enough,
    confusion,
    folders_in,
    in_per_cent,
    judged,
)
from tabard.training.work.scenarios.folders import OURS, ScenarioError, ScenarioFolder, read
from tabard.training.work.scenarios.playing import most_answers

FITTED, UNSEEN = "Fitted to", "Never fitted to"


class Command(BaseCommand):
    """Say of each scenario what is wrong with it, and where residents react otherwise."""

    help = "Check the scenarios in a folder, and how far their residents agree with the labels."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder of one scenario, or of several."""
        parser.add_argument("folder", type=Path, nargs="?", default=OURS)
        parser.add_argument(
            "--misread", action="store_true", help="Print every answer that is read otherwise."
        )

    def handle(self, *args: object, **options: Any) -> None:
        """Print a table for each scenario, and the sums."""
        everything: dict[str, list[Judged]] = {FITTED: [], UNSEEN: []}
        short: list[str] = []
        for folder in folders_in(options["folder"]):
            found = _read(folder)
            self._head(found)
            for kind, labelled in ((FITTED, found.answers), (UNSEEN, found.unseen)):
                answers = judged(found.script, labelled)
                everything[kind] += answers
                self._tell(kind, answers, misread=options["misread"])
                if not are_enough(answers):
                    short.append(f"{found.told['title']}, {kind.lower()}")
        for kind, answers in everything.items():
            self.stdout.write(f"All together, {kind.lower()}: {in_per_cent(answers)}")
        if short:
            where = "; ".join(short)
            raise CommandError(
                f"Less than {ENOUGH} % of the labelled answers get what they deserve: {where}."
            )

    def _head(self, found: ScenarioFolder) -> None:
        self.stdout.write(
            f"{found.told['title']}: {len(found.script.states)} states, "
            f"{most_answers(found.script)} answers at most"
        )

    def _tell(self, kind: str, answers: Sequence[Judged], *, misread: bool) -> None:
        if not answers:
            return
        self.stdout.write(f"  {kind}: {in_per_cent(answers)}")
        for (deserved, got), how_many in sorted(confusion(answers).items()):
            sign = " " if deserved == got else "!"
            self.stdout.write(f"    {sign} {how_many:3}  deserved {deserved:20} got {got}")
        for one in answers if misread else ():
            if not one.agrees:
                self.stdout.write(f"    {one.number}: {one.says}")


def _read(folder: Path) -> ScenarioFolder:
    try:
        return read(folder)
    except ScenarioError as problem:
        faults = "\n".join(f"- {fault}" for fault in problem.faults)
        raise CommandError(f"{folder.name} cannot be played. To mend:\n{faults}") from problem
