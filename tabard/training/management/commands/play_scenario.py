"""Plays a practice scenario in the terminal: `manage.py play_scenario angry-pothole --seed 7`."""

import secrets
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tabard.training.work.scenarios.folders import OURS, SCENARIO, ScenarioError, read
from tabard.training.work.scenarios.playing import Said, Turn, opening, react
from tabard.training.work.scenarios.scripts import DEEDS, PRIVATELY, Script

HOW = (
    "Write an answer and press Enter. Begin it with a plus for what you do besides, such as "
    "“+takes-down It is gone.” You can do: {deeds}. Ctrl-D stops."
)


class Command(BaseCommand):
    """Let whoever writes a scenario play it, without a database; nothing is kept."""

    help = "Play a scenario here. The same seed and the same answers give the same conversation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the scenario, and the seed of a conversation that is to be played once more."""
        parser.add_argument("scenario", help="the id of one of ours, or the folder of another")
        parser.add_argument("--seed", type=int, help="what chooses among the residents' wordings")

    def handle(self, *args: object, **options: Any) -> None:
        """Read answers, a line each, and print what the residents say to them."""
        script = _script(options["scenario"])
        seed = secrets.randbits(32) if options["seed"] is None else options["seed"]
        self.stdout.write(f"Seed {seed}. {HOW.format(deeds=', '.join((*DEEDS, PRIVATELY)))}\n")
        self.stdout.write(f"You: {script.told['you']['post']}")
        turn, answers = opening(script, seed), list[Said]()
        self._tell(script, turn)
        for line in sys.stdin:
            said = _said(line)
            if said is None:
                self.stdout.write("Write something, or do one of these things.")
                continue
            answers.append(said)
            turn = react(script, turn, answers, seed=seed)
            self.stdout.write(f"    [{turn.reaction}]")
            self._tell(script, turn)
            end = script.states[turn.at]
            if end.ending:
                self.stdout.write(f"The end, {end.ending}: {end.told}")
                break
        self.stdout.write(
            f"The same once more: manage.py play_scenario {options['scenario']} --seed {seed}"
        )

    def _tell(self, script: Script, turn: Turn) -> None:
        for one in turn.spoken:
            self.stdout.write(f"{script.residents[one.by].name}: {one.words}")


def _script(named: str) -> Script:
    folder = OURS / named if (OURS / named / SCENARIO).is_file() else Path(named)
    try:
        return read(folder).script
    except ScenarioError as problem:
        raise CommandError(str(problem)) from problem


def _said(line: str) -> Said | None:
    """Read one line; nothing if there is no word in it, or a deed that does not exist."""
    words = line.split()
    done = []
    while words and words[0].startswith("+"):
        done.append(words.pop(0).removeprefix("+"))
    does = tuple(one for one in done if one != PRIVATELY)
    if set(does) - DEEDS.keys() or not (words or does):
        return None
    return Said(" ".join(words), is_private=PRIVATELY in done, does=does)
