"""Walks a life cycle at random: what the record tells has to be where the row is, at every step.

A walk is made of events by name, each of which tries something; what a rule or the life cycle
refuses is a step as well. `Told` holds the life cycle and, for each kind of entry, the move of
which it tells, so that a change without its entry, an entry without its change, and a move that
the table does not have all show.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from tabard.common.lifecycle import Lifecycle, NotNowError
from tabard.common.rules import NotAllowedError
from tabard.record.queries import entries_about


@dataclass(frozen=True, eq=False)
class Told:
    """A life cycle, the fact by which entries name its thing, and the move each kind tells of."""

    name: str
    cycle: Lifecycle
    moves: Mapping[str, str]

    def state(self, number: int) -> str:
        """Follow the entries about one thing through the table; a move that it lacks raises."""
        state: str = self.cycle.initial
        for entry in entries_about(self.name, number):
            if entry.kind in self.moves:
                state = self.cycle.after(state, self.moves[entry.kind])
        return state

    def misses(self) -> set[str]:
        """Give the moves of the table of which no kind of entry tells."""
        return set(self.cycle.moves) - set(self.moves.values())


def walk(
    world: object,
    events: Iterable[str],
    *,
    holds: Callable[[], None],
    about: Mapping[Told, Callable[[], Mapping[int, str]]],
) -> None:
    """Let these events befall a world; after each compare every row with what the record tells.

    `about` gives, for each life cycle, the states of its things by number.
    """
    for event in events:
        with suppress(NotAllowedError, NotNowError):
            getattr(world, event)()
        for told, states in about.items():
            now = dict(states())
            assert {number: told.state(number) for number in now} == now, event
        holds()


def events_of(world: type) -> list[str]:
    """Give the names of everything that can befall a world: its public methods."""
    return sorted(
        name for name, what in vars(world).items() if callable(what) and not name.startswith("_")
    )
