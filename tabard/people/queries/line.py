"""The line of management that somebody stands in."""

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


def line_of(person: Person) -> set[int]:
    """Give the ids of everybody above and below somebody, who is not among them; one query."""
    with connection.cursor() as cursor:
        cursor.execute(LINE, [person.pk] * 3)
        return {one for (one,) in cursor.fetchall()}


def in_line_of(person: Person) -> RawSQL:
    """Give the same ids as a part of another query."""
    return RawSQL(LINE, [person.pk] * 3)  # noqa: S611 - our own words; the id is a parameter
