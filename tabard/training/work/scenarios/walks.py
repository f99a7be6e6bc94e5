"""Whether a scenario can be walked: everything can be reached, and everything comes to an end."""

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

from tabard.training.work.scenarios.playing import most_answers
from tabard.training.work.scenarios.scripts import ASKS_AGAIN, START, Script

MOST_ANSWERS = 30


def wrong_with_walks(script: Script) -> Iterator[str]:
    """Say where the states do not make a conversation that begins and ends."""
    arrows = {name: state.leads_to for name, state in script.states.items()}
    if START not in arrows:
        yield f"scenario.toml: there is no state “{START}”. The conversation begins there."
        return
    lost = sorted({to for ends in arrows.values() for to in ends} - arrows.keys())
    yield from (
        f"scenario.toml: there is no state “{one}”, and something leads to it." for one in lost
    )
    if lost:
        return
    yield from _unreachable(arrows)
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as circle:
        way = " to ".join(reversed(circle.args[1]))
        yield f"scenario.toml: the states go round in a circle: {way}. Lead one of them to an end."
        return
    if most_answers(script) > MOST_ANSWERS:
        yield (
            f"scenario.toml: a conversation can take {most_answers(script)} answers. "
            f"Make it {MOST_ANSWERS} at most."
        )


def _unreachable(arrows: Mapping[str, set[str]]) -> Iterator[str]:
    reached, ahead = {START}, [START]
    while ahead:
        for to in arrows[ahead.pop()] - reached:
            reached.add(to)
            ahead.append(to)
    for one in arrows.keys() - reached:
        yield f"scenario.toml: nothing leads to the state “{one}”. Lead to it, or take it out."


def wrong_with_labels(
    file: str, script: Script, answers: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """Say where labelled answers ask for what there is not."""
    for place, told in enumerate(answers, start=1):
        state = script.states.get(told.get("at", START))
        if state is None or state.ending:
            yield f"{file}, answer {place}: nobody answers at “{told.get('at', START)}”."
            continue
        known = {one.id for one in state.reactions} | {ASKS_AGAIN}
        if told["deserves"] not in known:
            yield (
                f"{file}, answer {place}: at “{state.id}” there is no reaction "
                f"“{told['deserves']}”. Write one of {', '.join(sorted(known))}."
            )
