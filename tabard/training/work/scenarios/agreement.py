"""How often residents react as an answer deserves, by the judgement of whoever labelled it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tabard.training.work.scenarios.folders import SCENARIO
from tabard.training.work.scenarios.playing import Said, reaction_to, shown_by
from tabard.training.work.scenarios.scripts import START, Script

ENOUGH = 90
"""Per cent of the labelled answers, in each scenario and together, that get what they deserve."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled answer: what it deserves, and what it got."""

    number: int
    says: str
    deserves: str
    got: str

    @property
    def agrees(self) -> bool:
        """Whether it got what it deserves."""
        return self.deserves == self.got


def judged(script: Script, answers: Sequence[Mapping[str, Any]]) -> list[Judged]:
    """Let residents react to labelled answers, each for itself."""
    return [_judged(script, number, told) for number, told in enumerate(answers, start=1)]


def _judged(script: Script, number: int, told: Mapping[str, Any]) -> Judged:
    said = Said(told["says"], told.get("privately", False), tuple(told.get("does", [])))
    state = script.states[told.get("at", START)]
    got, _ = reaction_to(state, shown_by(script, said))
    return Judged(number, said.words, told["deserves"], got)


def confusion(answers: Sequence[Judged]) -> Counter[tuple[str, str]]:
    """Count each pair of what was deserved and what was got."""
    return Counter((one.deserves, one.got) for one in answers)


def are_enough(answers: Sequence[Judged]) -> bool:
    """Say whether enough of them get what they deserve."""
    return sum(one.agrees for one in answers) * 100 >= ENOUGH * len(answers)


def in_per_cent(answers: Sequence[Judged]) -> str:
    """Say how many of them get what they deserve."""
    agreeing = sum(one.agrees for one in answers)
    share = agreeing * 100 / len(answers) if answers else 0
    return f"{agreeing} of {len(answers)} agree ({share:.1f} %)"


def folders_in(folder: Path) -> list[Path]:
    """Give the folders of scenarios in a folder, or that folder if it is one itself."""
    inside = sorted(file.parent for file in folder.glob(f"*/{SCENARIO}"))
    return inside or [folder]
