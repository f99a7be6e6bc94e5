"""Laying the rows of a file on a table of this session's own, beside what is there."""

from collections.abc import Callable, Iterator, Mapping
from itertools import batched
from typing import Any

from django.db import connection

from tabard.people.work.importing.cells import Order, Told, UnfitCellError, told
from tabard.people.work.importing.reading import Line, Table, rows

AT_A_TIME = 1_000

STAGE = """
DROP TABLE IF EXISTS pg_temp.staged;
CREATE TEMPORARY TABLE staged (
    line integer PRIMARY KEY,
    cells text[] NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    email text NOT NULL,
    job_title text NOT NULL,
    service text NOT NULL,
    manager text NOT NULL,
    external_id text NOT NULL,
    leaves_on date,
    why text NOT NULL,
    outcome text NOT NULL DEFAULT '',
    person_id bigint,
    service_id bigint,
    manager_id bigint,
    manager_line integer,
    before jsonb,
    after jsonb
)
"""
COLUMNS = (
    *("line", "cells", "first_name", "last_name", "email", "job_title", "service"),
    *("manager", "external_id", "leaves_on", "why"),
)


def stage(
    content: bytes,
    table: Table,
    columns: Mapping[str, int],
    *,
    order: Order,
    say: Callable[[int], object],
) -> int:
    """Lay out every row; `say` hears now and then how many there are. Gives how many there were."""
    count = 0
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        for some in batched(rows(content, table), AT_A_TIME, strict=False):
            with cursor.copy(f"COPY staged ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                for line in some:
                    copy.write_row(_staged(line, table, columns, order))
            count += len(some)
            say(count)
        cursor.execute("ANALYZE staged")
    return count


def _staged(
    line: Line, table: Table, columns: Mapping[str, int], order: Order
) -> tuple[object, ...]:
    cells = [cell.replace("\0", "\N{SYMBOL FOR NULL}") for cell in line.cells]
    known, why = _at_least(cells, columns), line.problem
    if not why:
        try:
            known = told(line.cells, columns, width=len(table.headers), order=order)
        except UnfitCellError as unfit:
            why = str(unfit)
    return (line.number, cells, *(getattr(known, name) for name in COLUMNS[2:-1]), why)


def _at_least(cells: list[str], columns: Mapping[str, int]) -> Told:
    """Give of a row that is refused by whom it is known, so that nobody takes it for missing."""
    email, number = (_cell(cells, columns.get(field)) for field in ("email", "external_id"))
    return Told("", "", email, "", "", "", number, None)


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def clear() -> None:
    """Take the table away again."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.staged")


def staged(asked: str) -> Iterator[tuple[Any, ...]]:
    """Give the answer to a question, some rows at a time."""
    with connection.cursor() as cursor:
        cursor.execute(asked)
        while some := cursor.fetchmany(AT_A_TIME):
            yield from some
