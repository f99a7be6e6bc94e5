"""What a scenario is made of, once it was read and found without a fault."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tabard.training.work.scenarios.phrases import understood
from tabard.training.work.scenarios.signals import Reader, Signal

ASKS_AGAIN = "asks-again"
"""The reaction to an answer that shows nothing: the resident asks once more."""
START = "start"
"""The state in which every scenario begins."""
PRIVATELY = "privately"
"""The signal that an answer is a direct message."""

# What can be done besides writing, the same in every scenario, so that it gives nothing away.
DEEDS: Mapping[str, str] = {
    "takes-down": "Take my post down",
    "tells-manager": "Tell my manager",
    "tells-safeguarding": "Ring the safeguarding duty team",
    "tells-data-protection": "Tell the data protection officer",
    "tells-press-office": "Tell the press office",
    "rings-999": "Ring 999",
}
DONE: Mapping[str, str] = {
    "takes-down": "You took your post down",
    "tells-manager": "You told your manager",
    "tells-safeguarding": "You rang the safeguarding duty team",
    "tells-data-protection": "You told the data protection officer",
    "tells-press-office": "You told the press office",
    "rings-999": "You rang 999",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """What an answer has to show, and must not show."""

    all: frozenset[str] = frozenset()
    any: frozenset[str] = frozenset()
    two_of: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()

    def holds(self, shown: AbstractSet[str]) -> bool:
        """Say whether an answer that shows these signals fits."""
        return (
            self.all <= shown
            and (not self.any or bool(self.any & shown))
            and (not self.two_of or len(self.two_of & shown) > 1)
            and not self.none & shown
        )

    @property
    def names(self) -> frozenset[str]:
        """Every signal that it asks about."""
        return self.all | self.any | self.two_of | self.none


@dataclass(frozen=True, slots=True)
class Line:
    """What a resident says, in one of several wordings."""

    by: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reaction:
    """How residents react to some answers, and the state to which this leads."""

    id: str
    means: str
    when: tuple[Condition, ...]
    leads_to: str


@dataclass(frozen=True, slots=True)
class State:
    """A point of the conversation; one with an ending has no reactions."""

    id: str
    says: tuple[Line, ...]
    reactions: tuple[Reaction, ...] = ()
    asks_again: Line | None = None
    gives_up: str = ""
    ending: str = ""
    told: str = ""

    @property
    def leads_to(self) -> set[str]:
        """Every other state to which an answer can lead."""
        return {one.leads_to for one in self.reactions} | ({self.gives_up} - {""})


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at afterwards: done well, or better left."""

    says: str
    because: str
    shown_by: tuple[str, ...]
    is_slip: bool
    instead: str


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody of the story; nobody in real life."""

    id: str
    name: str
    handle: str


@dataclass(frozen=True)
class Script:
    """A scenario: who says what, what it depends on, and what is looked at afterwards."""

    told: Mapping[str, Any]
    shared: Mapping[str, Any]
    residents: Mapping[str, Resident]
    states: Mapping[str, State]
    points: tuple[Point, ...]

    @cached_property
    def reader(self) -> Reader:
        """What reads the answers of this scenario."""
        return Reader(signals_of(self.shared, self.told))


def script_from(told: Mapping[str, Any], shared: Mapping[str, Any]) -> Script:
    """Make the script of a scenario without a fault; `shared` are the signals of all scenarios."""
    return Script(
        told,
        shared,
        {one["id"]: Resident(**one) for one in told["residents"]},
        {one["id"]: _state(one) for one in told["states"]},
        tuple(_point(one) for one in told["points"]),
    )


def signals_of(shared: Mapping[str, Any], told: Mapping[str, Any]) -> list[Signal]:
    """Give the shared signals and those of a scenario, which may take the place of shared ones."""
    lists = {**shared.get("lists", {}), **told.get("lists", {})}
    tables = {**shared["signals"], **told.get("signals", {})}
    return [
        Signal(
            name,
            tuple(understood(one, lists) for one in table["words"]),
            tuple(understood(one, lists) for one in table.get("except", [])),
            table.get("can_be_negated", True),
        )
        for name, table in tables.items()
    ]


def _state(told: Mapping[str, Any]) -> State:
    again = told.get("asks_again")
    return State(
        told["id"],
        tuple(_line(one) for one in told["says"]),
        tuple(_reaction(one) for one in told.get("reactions", [])),
        _line(again) if again else None,
        told.get("gives_up", ""),
        told.get("ending", ""),
        told.get("told", ""),
    )


def _line(told: Mapping[str, Any]) -> Line:
    return Line(told["by"], tuple(told["words"]))


def _reaction(told: Mapping[str, Any]) -> Reaction:
    when = tuple(condition(one) for one in told["when"])
    return Reaction(told["id"], told["means"], when, told["leads_to"])


def condition(told: Mapping[str, Sequence[str]]) -> Condition:
    """Read what an answer has to show."""
    return Condition(**{name: frozenset(signals) for name, signals in told.items()})


def _point(told: Mapping[str, Any]) -> Point:
    return Point(
        told["says"],
        told["because"],
        tuple(told["shown_by"]),
        told.get("is_slip", False),
        told.get("instead", ""),
    )
