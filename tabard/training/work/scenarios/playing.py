"""Playing a scenario: what residents answer. The same seed and answers give the same thread."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from random import Random

from tabard.training.work.scenarios.scripts import (
    ASKS_AGAIN,
    PRIVATELY,
    START,
    Line,
    Script,
    State,
)

# How often in a row a resident asks again before the conversation is over.
PATIENCE = 2
OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of the learner: words, how they were sent, and what was done besides."""

    words: str
    is_private: bool = False
    does: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a resident said."""

    by: str
    words: str
    is_private: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one answer, and where the conversation stands now."""

    reaction: str
    at: str
    asked_again: int
    spoken: tuple[Spoken, ...]


def opening(script: Script, seed: int) -> Turn:
    """Give what residents say before the learner has said anything."""
    return Turn(OPENED, START, 0, tuple(_spoken(script, script.states[START].says, seed, 0)))


def shown_by(script: Script, said: Said, done: Iterable[str] = ()) -> set[str]:
    """Give the signals of one answer; what was done, now or before, stays done."""
    shown = set(script.reader.read(said.words)) | set(said.does) | set(done)
    return shown | {PRIVATELY} if said.is_private else shown


def reaction_to(state: State, shown: AbstractSet[str]) -> tuple[str, str]:
    """Give the first reaction that fits and where it leads; none fits what shows nothing."""
    for reaction in state.reactions:
        if any(one.holds(shown) for one in reaction.when):
            return reaction.id, reaction.leads_to
    return ASKS_AGAIN, state.id


def react(script: Script, now: Turn, answers: Sequence[Said], *, seed: int) -> Turn:
    """Give what residents do about the last of all answers; `now` came of the one before it."""
    said, state = answers[-1], script.states[now.at]
    done = {deed for earlier in answers for deed in earlier.does}
    reaction, leads_to = reaction_to(state, shown_by(script, said, done))
    lines, asked_again = script.states[leads_to].says, 0
    if reaction == ASKS_AGAIN and state.asks_again is not None:
        asked_again = now.asked_again + 1
        lines = (state.asks_again,)
        if asked_again > PATIENCE:
            leads_to, asked_again = state.gives_up, 0
            lines = script.states[leads_to].says
    spoken = _spoken(script, lines, seed, len(answers), is_private=said.is_private)
    return Turn(reaction, leads_to, asked_again, tuple(spoken))


def _spoken(
    script: Script, lines: Iterable[Line], seed: int, number: int, *, is_private: bool = False
) -> Iterable[Spoken]:
    """Draw a wording of each line; whoever was written to privately answers privately."""
    by_lot = Random(f"{seed}/{number}")  # noqa: S311 - no secret: it has to come out the same again
    first = next(iter(script.residents))
    for line in lines:
        yield Spoken(line.by, by_lot.choice(line.words), is_private and line.by == first)


def most_answers(script: Script) -> int:
    """Give how many answers a conversation takes at most; it has no way back, so it has an end."""

    @cache
    def longest(at: str) -> int:
        state = script.states[at]
        return 0 if state.ending else PATIENCE + 1 + max(map(longest, state.leads_to))

    return longest(START)
