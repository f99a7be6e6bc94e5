"""What every row comes to beside the staff as it is; one statement for each question."""

from collections.abc import Iterable, Mapping

from django.db import connection

from tabard.people.work.importing.line import Row, refusals
from tabard.people.work.importing.progress import Progress

# A row is taken over as long as nothing stands in `why`. Whoever has a staff number is known by
# it, and everybody else by the e-mail address. Nobody's address passes to another person by an
# import: they could sign in as each other.
MATCH = (
    """
UPDATE staged SET person_id = person.id FROM people_person AS person
WHERE staged.external_id <> '' AND person.external_id = staged.external_id
""",
    """
UPDATE staged SET person_id = person.id FROM people_person AS person
WHERE staged.person_id IS NULL AND lower(person.email) = lower(staged.email)
""",
    """
UPDATE staged SET why = 'The e-mail address is that of ' || person.first_name || ' '
    || person.last_name || ', who has another staff number'
FROM people_person AS person
WHERE staged.why = '' AND lower(person.email) = lower(staged.email) AND (
    person.id <> staged.person_id
    OR (staged.external_id <> '' AND person.external_id NOT IN ('', staged.external_id))
)
""",
)
TWICE = """
UPDATE staged SET why = '{what} stands in lines ' || found.lines || ': one alone can be right'
FROM (
    SELECT {key} AS key, array_to_string((array_agg(line ORDER BY line))[1:5], ', ') AS lines
    FROM staged WHERE {there} GROUP BY 1 HAVING count(*) > 1
) AS found
WHERE staged.why = '' AND {there} AND found.key = {key}
"""
TWO_ROWS = (
    TWICE.format(what="The e-mail address", key="lower(email)", there="email <> ''"),
    TWICE.format(what="The staff number", key="external_id", there="external_id <> ''"),
    TWICE.format(what="The same person", key="person_id", there="person_id IS NOT NULL"),
)
SERVICES = """
UPDATE staged SET service_id = service.id FROM council_service AS service
WHERE lower(service.name) = lower(staged.service)
"""
NO_SERVICE = """
UPDATE staged SET why = 'There is no service called ' || service
WHERE why = '' AND service_id IS NULL
"""
# A manager may stand anywhere in the file, or not in it.
MANAGERS = (
    """
UPDATE staged SET manager_line = other.line, manager_id = other.person_id FROM staged AS other
WHERE staged.manager <> '' AND other.email <> '' AND lower(other.email) = lower(staged.manager)
""",
    """
UPDATE staged SET manager_line = other.line, manager_id = other.person_id FROM staged AS other
WHERE staged.manager <> '' AND staged.manager_line IS NULL AND other.external_id <> ''
    AND other.external_id = staged.manager
""",
    """
UPDATE staged SET manager_id = person.id FROM people_person AS person
WHERE staged.manager <> '' AND staged.manager_line IS NULL
    AND lower(person.email) = lower(staged.manager)
""",
    """
UPDATE staged SET manager_id = person.id FROM people_person AS person
WHERE staged.manager <> '' AND staged.manager_line IS NULL AND staged.manager_id IS NULL
    AND person.external_id = staged.manager
""",
    """
UPDATE staged SET why = 'Nobody has the e-mail address or staff number ' || manager
    || ', which is given for the line manager'
WHERE why = '' AND manager <> '' AND manager_line IS NULL AND manager_id IS NULL
""",
    """
UPDATE staged SET why = 'They would be their own line manager'
WHERE why = '' AND (manager_line = line OR manager_id = person_id)
""",
    """
UPDATE staged SET why = 'The line manager, ' || person.first_name || ' ' || person.last_name
    || ', has left'
FROM people_person AS person
WHERE staged.why = '' AND person.id = staged.manager_id AND person.left_at IS NOT NULL
""",
)
ROWS = "SELECT line, person_id, manager_id, manager_line, why <> '' FROM staged"
NOW = "SELECT id, manager_id FROM people_person"
REFUSE = """
UPDATE staged SET why = found.why
FROM unnest(%s::integer[], %s::text[]) AS found (line, why)
WHERE staged.line = found.line AND staged.why = ''
"""
# An empty cell of what need not be told leaves things as they are.
COMPARE = (
    """
UPDATE staged SET
    before = jsonb_build_object(
        'first_name', person.first_name, 'last_name', person.last_name, 'email', person.email,
        'job_title', person.job_title, 'service', person.service_id,
        'manager', person.manager_id, 'external_id', person.external_id,
        'leaves_on', person.leaves_on
    ),
    after = jsonb_build_object(
        'first_name', staged.first_name, 'last_name', staged.last_name,
        'email', CASE WHEN lower(person.email) = lower(staged.email)
            THEN person.email ELSE staged.email END,
        'job_title', staged.job_title, 'service', staged.service_id,
        'manager', CASE WHEN staged.manager = '' THEN person.manager_id ELSE staged.manager_id END,
        'external_id', coalesce(nullif(staged.external_id, ''), person.external_id),
        'leaves_on', coalesce(staged.leaves_on, person.leaves_on)
    ) || CASE WHEN staged.service_id IS NULL
            THEN jsonb_build_object('new_service', staged.service) ELSE '{}' END
      || CASE WHEN staged.manager_line IS NOT NULL AND staged.manager_id IS NULL
            THEN jsonb_build_object('manager_line', staged.manager_line) ELSE '{}' END
FROM people_person AS person
WHERE staged.why = '' AND person.id = staged.person_id
""",
    """
UPDATE staged SET after = jsonb_build_object(
    'first_name', first_name, 'last_name', last_name, 'email', email, 'job_title', job_title,
    'service', service_id, 'manager', manager_id, 'external_id', external_id,
    'leaves_on', leaves_on
) || CASE WHEN service_id IS NULL THEN jsonb_build_object('new_service', service) ELSE '{}' END
  || CASE WHEN manager_line IS NOT NULL AND manager_id IS NULL
        THEN jsonb_build_object('manager_line', manager_line) ELSE '{}' END
WHERE why = '' AND person_id IS NULL
""",
    """
UPDATE staged SET why = person.first_name || ' ' || person.last_name
    || CASE WHEN person.death_noted_at IS NULL
        THEN ' has left. Let them sign in again first, if they are back'
        ELSE ' has died, as is noted here. Nothing was changed' END
FROM people_person AS person
WHERE staged.why = '' AND person.id = staged.person_id AND person.left_at IS NOT NULL
    AND staged.before <> staged.after
""",
    """
UPDATE staged SET why = person.first_name || ' ' || person.last_name
    || ' is an administrator, and none would stay. Make somebody else one first'
FROM people_person AS person
WHERE staged.why = '' AND person.id = staged.person_id
    AND person.is_active AND 'administrator' = ANY (person.roles)
    AND staged.after ->> 'leaves_on' IS NOT NULL
    AND staged.before ->> 'leaves_on' IS DISTINCT FROM staged.after ->> 'leaves_on'
    AND NOT EXISTS (
        SELECT FROM people_person AS other LEFT JOIN staged AS told
            ON told.person_id = other.id AND told.why = ''
        WHERE other.is_active AND 'administrator' = ANY (other.roles)
            AND coalesce(told.leaves_on, other.leaves_on) IS NULL
    )
""",
    """
UPDATE staged SET outcome = CASE
    WHEN why <> '' THEN 'refuse' WHEN person_id IS NULL THEN 'add'
    WHEN before = after THEN 'same' ELSE 'change'
END
""",
)
MISSING = """
INSERT INTO staged (line, cells, first_name, last_name, email, job_title, service, manager,
    external_id, why, outcome, person_id)
SELECT -row_number() OVER (ORDER BY last_name, first_name, id), '{}', '', '', '', '', '', '', '',
    '', 'missing', id
FROM people_person AS person
WHERE is_active AND left_at IS NULL
    AND NOT EXISTS (SELECT FROM staged WHERE staged.person_id = person.id)
    AND NOT EXISTS (SELECT FROM staged WHERE lower(staged.email) = lower(person.email))
    AND NOT EXISTS (
        SELECT FROM staged
        WHERE staged.external_id <> '' AND staged.external_id = person.external_id
    )
"""
COUNTS = "SELECT outcome, count(*) FROM staged GROUP BY outcome"


# At the most: comparing takes as many steps as there are statements, and one for the line.
STEPS = len((*MATCH, *TWO_ROWS, SERVICES, NO_SERVICE, *MANAGERS, *COMPARE, MISSING)) + 1

# What was laid out a moment ago and looked up since is not in the statistics by which PostgreSQL
# chooses; row by row, which it may take for quick then, 50,000 rows take hours.
ALL_AT_ONCE = "SET LOCAL enable_nestloop = off"


def plan(*, adds_services: bool, is_part: bool, progress: Progress) -> Mapping[str, int]:
    """Say of every row that is laid out what it comes to; give how many come to what."""
    with connection.cursor() as cursor:
        cursor.execute(ALL_AT_ONCE)
        for statement in _statements(adds_services=adds_services):
            cursor.execute(statement)
            progress.step()
        _refuse_broken_lines()
        progress.step()
        for statement in COMPARE if is_part else (*COMPARE, MISSING):
            cursor.execute(statement)
            progress.step()
        cursor.execute(COUNTS)
        return dict(cursor.fetchall())


def _statements(*, adds_services: bool) -> Iterable[str]:
    no_service = () if adds_services else (NO_SERVICE,)
    return (*MATCH, *TWO_ROWS, SERVICES, *no_service, *MANAGERS)


def _refuse_broken_lines() -> None:
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        rows = [Row(*row) for row in cursor.fetchall()]
        cursor.execute(NOW)
        wrong = refusals(rows, dict(cursor.fetchall()))
        cursor.execute(REFUSE, [list(wrong), list(wrong.values())])
