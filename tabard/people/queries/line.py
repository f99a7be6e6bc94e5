"""The line of management that somebody stands in."""

from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL

from tabard.people.models import Person

# UNION, and not UNION ALL, ends where the line comes back to somebody whom it has met.
LINE = """
WITH RECURSIVE above (id) AS (
    SELECT manager_id FROM people_person WHERE id = %s
    UNION
    SELECT manager.manager_id FROM above JOIN people_person AS manager ON manager.id = above.id
), below (id) AS (
    SELECT id FROM people_person WHERE manager_id = %s
    UNION
    SELECT member.id FROM below JOIN people_person AS member ON member.manager_id = below.id
)
SELECT id FROM above WHERE id IS NOT NULL
UNION
SELECT id FROM below
EXCEPT
SELECT %s
"""

LINES = """
WITH RECURSIVE above (whose, id) AS (
    SELECT id, manager_id FROM people_person WHERE id = ANY(%s)
    UNION
    SELECT above.whose, manager.manager_id
    FROM above JOIN people_person AS manager ON manager.id = above.id
), below (whose, id) AS (
    SELECT manager_id, id FROM people_person WHERE manager_id = ANY(%s)
    UNION
    SELECT below.whose, member.id
    FROM below JOIN people_person AS member ON member.manager_id = below.id
)
SELECT whose, id FROM above WHERE id IS NOT NULL AND id <> whose
UNION
SELECT whose, id FROM below WHERE id <> whose
"""


def line_of(person: Person) -> set[int]:
    """Give the ids of everybody above and below somebody, who is not among them; one query."""
    with connection.cursor() as cursor:
        cursor.execute(LINE, [person.pk] * 3)
        return {one for (one,) in cursor.fetchall()}


def lines_of(people: Iterable[int]) -> dict[int, set[int]]:
    """Give the same for many people, by the id of each; one query."""
    found: dict[int, set[int]] = {person: set() for person in people}
    with connection.cursor() as cursor:
        cursor.execute(LINES, [list(found)] * 2)
        for person, other in cursor.fetchall():
            found[person].add(other)
    return found


def in_line_of(person: Person) -> RawSQL:
    """Give the same ids as a part of another query."""
    return RawSQL(LINE, [person.pk] * 3)  # noqa: S611 - our own words; the id is a parameter
