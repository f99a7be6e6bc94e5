"""Which rows of a file would break the line of management."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# As the database has it: a longer line is no council's.
LONGEST_LINE = 50
MOST_ROUNDS = 20

LOST = "The line manager, in line {line}, is refused"
CIRCLE = "They would report to themselves"
# Of a longer circle, so many steps are named.
STEPS_NAMED = 5
TOO_LONG = f"The line of managers above them would have more than {LONGEST_LINE} steps"


class TangledError(ValueError):
    """The managers of a file cannot be brought into an order."""


@dataclass(slots=True)
class Row:
    """A row that may be taken over: who it is, if known, and who their manager is to be."""

    line: int
    person: int | None
    manager: int | None
    manager_line: int | None
    is_refused: bool

    @property
    def node(self) -> int:
        """A number for whoever it is: their id, or for somebody new the line below nought."""
        return -self.line if self.person is None else self.person


def refusals(rows: Sequence[Row], managers: Mapping[int, int | None]) -> dict[int, str]:
    """Give the lines that cannot be taken over, with why; `managers` is how things are now."""
    by_line = {row.line: row for row in rows}
    why: dict[int, str] = {}
    for _ in range(MOST_ROUNDS):
        why |= _refuse_the_lost(rows)
        parents = _parents(rows, by_line, managers)
        wrong = _wrong(parents)
        lines = {row.node: row.line for row in rows if not row.is_refused}
        found = {
            row.line: _in_words(row, wrong[row.node], parents, lines)
            for row in rows
            if not row.is_refused and row.node in wrong and _can_help(row, wrong, parents, managers)
        }
        if not found:
            return why
        why |= found
        for line in found:
            by_line[line].is_refused = True
    raise TangledError("The line managers in this file go in circles that cannot be told apart.")


def _in_words(
    row: Row, why: str, parents: Mapping[int, int | None], lines: Mapping[int, int]
) -> str:
    """Say what is wrong with a row, and of a circle which way it goes."""
    if why != CIRCLE:
        return why
    steps, at = [row.node], parents[row.node]
    # A circle can have as many steps as the file has lines.
    while at is not None and at != row.node and len(steps) <= STEPS_NAMED:
        steps.append(at)
        at = parents[at]
    names = [f"line {lines[one]}" if one in lines else "somebody known" for one in steps]
    pairs = list(zip(names, [*names[1:], names[0]], strict=True))
    told = [f"{who} to {manager}" for who, manager in pairs[1:STEPS_NAMED]]
    more = ["and so on"] if len(pairs) > STEPS_NAMED else []
    who, manager = pairs[0]
    return ", ".join([f"{CIRCLE}: {who} reports to {manager}", *told, *more])


def _can_help(
    row: Row,
    wrong: Mapping[int, str],
    parents: Mapping[int, int | None],
    managers: Mapping[int, int | None],
) -> bool:
    """Say whether to refuse a row helps: a circle is only opened by one that closes it."""
    moves = row.person is None or parents[row.node] != managers.get(row.person)
    return moves or wrong[row.node] == TOO_LONG


def _refuse_the_lost(rows: Sequence[Row]) -> dict[int, str]:
    """Refuse everybody whose manager is new and refused, and so on down the line."""
    led: dict[int, list[Row]] = {}
    for row in rows:
        if row.manager_line is not None:
            led.setdefault(row.manager_line, []).append(row)
    waiting = [row for row in rows if row.is_refused and row.person is None]
    why: dict[int, str] = {}
    while waiting:
        lost = waiting.pop()
        for row in led.get(lost.line, ()):
            if not row.is_refused:
                row.is_refused = True
                why[row.line] = LOST.format(line=lost.line)
                if row.person is None:
                    waiting.append(row)
    return why


def _parents(
    rows: Iterable[Row], by_line: Mapping[int, Row], managers: Mapping[int, int | None]
) -> dict[int, int | None]:
    """Give who everybody's manager would be."""
    parents = dict(managers)
    for row in rows:
        if row.is_refused:
            continue
        if row.manager_line is not None:
            parents[row.node] = by_line[row.manager_line].node
        elif row.manager is not None:
            parents[row.node] = row.manager
        else:
            parents.setdefault(row.node, None)
    return parents


def _wrong(parents: Mapping[int, int | None]) -> dict[int, str]:
    """Give everybody in a circle, or too far down a line, with what is wrong."""
    depths: dict[int, int] = {}
    wrong: dict[int, str] = {}
    for start in parents:
        way: list[int] = []
        on_it: dict[int, int] = {}
        at: int | None = start
        while at is not None and at not in depths and at not in on_it:
            on_it[at] = len(way)
            way.append(at)
            at = parents.get(at)
        if at is not None and at in on_it:
            for node in way[on_it[at] :]:
                wrong[node], depths[node] = CIRCLE, 0
            way = way[: on_it[at]]
        for node in reversed(way):
            above = parents.get(node)
            depths[node] = 0 if above is None else depths[above] + 1
            if depths[node] > LONGEST_LINE:
                wrong[node] = TOO_LONG
    return wrong
