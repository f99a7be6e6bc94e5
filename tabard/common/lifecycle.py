"""Life cycles as tables: which move leads from which states to which."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.db.models import TextChoices

type State = TextChoices


class NotNowError(Exception):
    """The move is not possible from the state that the thing is in."""


@dataclass(frozen=True, slots=True)
class Move:
    """One arrow of a life cycle: its name, where it may start and where it leads."""

    name: str
    starts: frozenset[State]
    leads_to: State


class Lifecycle:
    """The states a thing can be in and the moves between them."""

    def __init__(self, initial: State, **moves: tuple[AbstractSet[State], State]) -> None:
        self.initial = initial
        self.moves = {
            name: Move(name, frozenset(starts), leads_to)
            for name, (starts, leads_to) in moves.items()
        }

    def after(self, state: str, move: str) -> State:
        """Give the state that a move leads to, or raise NotNowError."""
        arrow = self.moves[move]
        if state not in arrow.starts:
            label = str(type(self.initial)(state).label).lower()
            raise NotNowError(
                f"This was not possible any more: it is {label} now. "
                "Somebody may have been quicker, or you pressed twice."
            )
        return arrow.leads_to

    def allows(self, state: str, move: str) -> bool:
        """Say whether a move can be made from this state."""
        return state in self.moves[move].starts

    def arrows(self) -> Iterator[tuple[State, str, State]]:
        """Give every (from, move, to), in the order in which the states are written."""
        order = list(type(self.initial))
        for move in self.moves.values():
            for start in sorted(move.starts, key=order.index):
                yield start, move.name, move.leads_to
