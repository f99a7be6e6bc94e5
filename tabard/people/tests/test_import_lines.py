"""Which rows of a file would break the line of management."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.people.work.importing.line import (
    CIRCLE,
    LONGEST_LINE,
    MOST_ROUNDS,
    TOO_LONG,
    Row,
    TangledError,
    refusals,
)


def row(line: int, person: int | None = None, *, manager: int | None = None, of: int | None = None):
    return Row(line, person, manager, of, is_refused=False)


def after(rows: list[Row], managers: dict[int, int | None]) -> dict[int, int | None]:
    """Give everybody's manager once the rows that are left are taken over."""
    nodes = {one.line: one.node for one in rows}
    found = dict(managers)
    for one in rows:
        if not one.is_refused:
            found.setdefault(one.node, None)
            if one.manager_line is not None:
                found[one.node] = nodes[one.manager_line]
            elif one.manager is not None:
                found[one.node] = one.manager
    return found


def steps_above(managers: dict[int, int | None], person: int) -> int:
    """Count the managers above somebody; more than there are people means a circle."""
    count, at = 0, managers[person]
    while at is not None and count <= len(managers):
        count, at = count + 1, managers[at]
    return count


def test_a_circle_is_opened_by_refusing_those_who_close_it():
    # 1 leads 2 leads 3 now; the file puts 1 below 3, and moves 4 to where it does no harm.
    managers = {1: None, 2: 1, 3: 2, 4: 1}

    assert refusals([row(5, 1, manager=3), row(6, 4, manager=3)], managers) == {
        5: "They would report to themselves: line 5 reports to somebody known, "
        "somebody known to somebody known, somebody known to line 5"
    }


def test_whoever_stands_unchanged_in_a_circle_is_not_refused():
    managers = {1: None, 2: 1}

    assert refusals([row(5, 1, manager=2), row(6, 2, manager=1)], managers) == {
        5: "They would report to themselves: line 5 reports to line 6, line 6 to line 5"
    }


def test_of_a_long_circle_the_first_steps_are_named():
    rows = [row(number, number, manager=number % 7 + 1) for number in range(1, 8)]

    assert refusals(rows, dict.fromkeys(range(1, 8)))[1] == (
        "They would report to themselves: line 1 reports to line 2, line 2 to line 3, "
        "line 3 to line 4, line 4 to line 5, line 5 to line 6, and so on"
    )


def test_two_may_change_places():
    assert refusals([row(5, 1, manager=2), row(6, 2, manager=3)], {1: None, 2: 1, 3: None}) == {}


def test_a_line_that_grows_too_long_from_above_refuses_those_at_its_end():
    managers: dict[int, int | None] = {1: None} | {n: n - 1 for n in range(2, 51)}
    rows = [row(100), row(101), row(2, 1, of=100), row(99, 50), row(103, of=101)]
    rows[0].manager_line = 101

    assert refusals(rows, managers) == {99: TOO_LONG}


@pytest.mark.parametrize("how_many", [10, 30])
def test_what_cannot_be_untangled_in_some_rounds_is_given_up(how_many: int):
    # Everybody is put below whoever reports to them, so that each row that is refused lets an
    # earlier manager close the next circle.
    managers = {n: n + 1 for n in range(1, how_many)} | {how_many: None, 99: 1}
    rows = [row(101, 1, manager=99), *(row(100 + n, n, manager=n - 1) for n in range(2, how_many))]

    if how_many > MOST_ROUNDS:
        with pytest.raises(TangledError, match="go in circles"):
            refusals(rows, managers)
    else:
        found = refusals(rows, managers)
        assert found.keys() == {one.line for one in rows}
        assert all(why.startswith(CIRCLE) for why in found.values())


@given(st.data())
def test_what_is_left_has_neither_circle_nor_lost_manager(data):
    size = data.draw(st.integers(1, 6))
    managers: dict[int, int | None] = {
        n: data.draw(st.sampled_from([None, *range(1, n)])) for n in range(1, size + 1)
    }
    count = data.draw(st.integers(1, 6))
    left, people = list(managers), []
    for _ in range(count):
        person = data.draw(st.sampled_from([None, *left]))
        people.append(person)
        left = [one for one in left if one != person]
    rows = []
    for line, person in enumerate(people, start=101):
        kind = data.draw(st.sampled_from(["none", "person", "row"]))
        others = [n for n in range(101, 101 + count) if n != line]
        manager = data.draw(st.sampled_from(list(managers))) if kind == "person" else None
        of = data.draw(st.sampled_from(others)) if kind == "row" and others else None
        if manager is not None and manager == person:
            manager = None
        rows.append(Row(line, person, manager, of, is_refused=data.draw(st.booleans())))
    refused_before = {one.line for one in rows if one.is_refused}

    try:
        why = refusals(rows, managers)
    except TangledError:
        return

    assert {one.line for one in rows if one.is_refused} == refused_before | set(why)
    found = after(rows, managers)
    assert all(steps_above(found, person) <= len(found) for person in found)
    assert all(steps_above(found, person) <= LONGEST_LINE for person in found)
    new = {one.line for one in rows if one.person is None and one.is_refused}
    assert not any(one.manager_line in new for one in rows if not one.is_refused)


def test_a_file_of_one_long_line_is_judged():
    how_many = 60_000
    rows = [row(n + 1, of=n if n > 1 else None) for n in range(1, how_many)]

    found = refusals(rows, {})

    assert len(found) == how_many - 1 - (LONGEST_LINE + 1)
