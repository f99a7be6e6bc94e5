"""Walks a life cycle at random: what the record tells has to be where the row is, at every step.

A walk is made of events by name, each of which tries something; what a rule or the life cycle
refuses is a step as well. `Told` holds the life cycle and, for each kind of entry, the move of
which it tells, so that a change without its entry, an entry without its change, and a move that
the table does not have all show. The steps of all walks are counted, and told at the end of a run.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tabard.common.lifecycle import Lifecycle, NotNowError
from tabard.common.rules import NotAllowedError
from tabard.record.queries import entries_about


@dataclass
class Walked:
    """How far was walked in this process, and in those of whom it was told."""

    cycles: set[str] = field(default_factory=set)
    steps: int = 0
    illegal: int = 0

    def told(self) -> tuple[list[str], int, int]:
        """Give it as another process can be told of it."""
        return sorted(self.cycles), self.steps, self.illegal

    def add(self, cycles: Iterable[str], steps: int, illegal: int) -> None:
        """Add what another process has walked."""
        self.cycles |= set(cycles)
        self.steps += steps
        self.illegal += illegal

    def __str__(self) -> str:
        return (
            f"walks: {len(self.cycles)} life cycles, {self.steps:,} steps, {self.illegal:,} illegal"
        )


WALKED = Walked()


@contextmanager
def a_step(*cycles: str) -> Iterator[None]:
    """Count one step of a walk through these life cycles, and whether it held."""
    WALKED.add(cycles, 1, 0)
    try:
        yield
    except BaseException:
        WALKED.illegal += 1
        raise


@dataclass(frozen=True, eq=False)
class Told:
    """A life cycle, the fact by which entries name its thing, and the move each kind tells of.

    `follows` holds the kinds that move nothing right after another one, which told of the move.
    """

    name: str
    cycle: Lifecycle
    moves: Mapping[str, str]
    follows: Mapping[str, str] = field(default_factory=dict)

    def state(self, number: int) -> str:
        """Follow the entries about one thing through the table; a move that it lacks raises."""
        state, before = str(self.cycle.initial), ""
        for entry in entries_about(self.name, number):
            if entry.kind in self.moves and self.follows.get(entry.kind) != before:
                state = self.cycle.after(state, self.moves[entry.kind])
            before = entry.kind
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
        with a_step(*(told.name for told in about)):
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
