"""Plays a whole conversation anew, by which two that should be the same are compared."""

from collections.abc import Sequence

from tabard.training.work.scenarios.playing import Said, Turn, opening, react
from tabard.training.work.scenarios.scripts import Script


def replay(script: Script, seed: int, answers: Sequence[Said]) -> list[Turn]:
    """Play a whole conversation anew."""
    turns = [opening(script, seed)]
    for number in range(1, len(answers) + 1):
        if script.states[turns[-1].at].ending:
            break
        turns.append(react(script, turns[-1], answers[:number], seed=seed))
    return turns
