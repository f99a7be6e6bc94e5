"""Doing what was planned: all of it in one transaction, and every change in the record."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from tabard.council.models import Service
from tabard.people.models import AddressChange, ImportRow, Person, StaffImport
from tabard.people.work.importing.progress import Progress
from tabard.people.work.importing.staging import staged
from tabard.record.actions import record, record_each

type Known = Mapping[str, Any]

# Others may read the staff meanwhile, and not change it: what was planned then holds.
HOLD = "LOCK TABLE people_person IN SHARE ROW EXCLUSIVE MODE"
KEEP = """
INSERT INTO people_importrow (of_id, line, cells, outcome, why, person_id, before, after)
SELECT %s, line, CASE outcome WHEN 'refuse' THEN to_jsonb(cells) ELSE '[]' END,
    outcome, why, person_id, before, after
FROM staged
"""
# What was shown and what would be done now; any difference, and nothing is done.
DIFFERENCES = """
SELECT count(*) FROM staged
FULL JOIN (SELECT * FROM people_importrow WHERE of_id = %s) AS shown USING (line)
WHERE (staged.outcome, staged.why, staged.person_id, staged.before, staged.after)
    IS DISTINCT FROM (shown.outcome, shown.why, shown.person_id, shown.before, shown.after)
"""
ADD_SERVICES = """
INSERT INTO council_service (name, does)
SELECT min(service), '' FROM staged
WHERE service_id IS NULL AND outcome IN ('add', 'change') GROUP BY lower(service)
RETURNING name
"""
FIND_SERVICES = """
UPDATE staged SET service_id = service.id FROM council_service AS service
WHERE staged.service_id IS NULL AND lower(service.name) = lower(staged.service)
"""
ADD = """
INSERT INTO people_person (email, first_name, last_name, job_title, service_id, external_id,
    leaves_on, password, roles, is_active, user_name, sessions_ended, created_at, changed_at)
SELECT email, first_name, last_name, job_title, service_id, external_id, leaves_on, %s, '{}', true,
    '', 0, statement_timestamp(), statement_timestamp()
FROM staged WHERE outcome = 'add' ORDER BY line
"""
FIND_ADDED = """
UPDATE staged SET person_id = person.id FROM people_person AS person
WHERE staged.outcome = 'add' AND lower(person.email) = lower(staged.email)
"""
FIND_MANAGERS = """
UPDATE staged SET manager_id = other.person_id FROM staged AS other
WHERE staged.manager_line = other.line AND staged.manager_id IS NULL
"""
CHANGE = """
UPDATE people_person AS person SET
    first_name = staged.first_name, last_name = staged.last_name,
    email = CASE WHEN lower(person.email) = lower(staged.email)
        THEN person.email ELSE staged.email END,
    sessions_ended = person.sessions_ended + (lower(person.email) <> lower(staged.email))::int,
    job_title = staged.job_title, service_id = staged.service_id,
    manager_id = CASE WHEN staged.manager = '' THEN person.manager_id ELSE staged.manager_id END,
    external_id = coalesce(nullif(staged.external_id, ''), person.external_id),
    leaves_on = coalesce(staged.leaves_on, person.leaves_on)
FROM staged
WHERE staged.person_id = person.id AND (
    staged.outcome = 'change' OR (staged.outcome = 'add' AND staged.manager <> '')
)
"""
SEE_OFF = """
UPDATE people_person AS person SET leaves_on = %s FROM staged
WHERE staged.outcome = 'missing' AND staged.person_id = person.id
    AND person.leaves_on IS NULL AND person.id <> %s
RETURNING person.id
"""
CHANGES = (ADD, FIND_ADDED, FIND_MANAGERS, CHANGE)
# How many entries of the record are one step.
ENTRIES_A_STEP = 1_000
NAME_ADDED = """
UPDATE people_importrow AS row SET person_id = staged.person_id FROM staged
WHERE row.of_id = %s AND row.line = staged.line AND staged.outcome = 'add'
"""
DONE = """
SELECT staged.person_id, staged.before, staged.after
    || jsonb_build_object('service', staged.service_id, 'manager', person.manager_id)
FROM staged JOIN people_person AS person ON person.id = staged.person_id
WHERE staged.outcome = '{outcome}' ORDER BY staged.line
"""
# What is told of a change, in this order; a leaving date has an entry of its own.
TOLD = ("first_name", "last_name", "email", "job_title", "service", "manager", "external_id")


def hold_still() -> None:
    """Let nobody change the staff until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD)


def keep_plan(of: StaffImport) -> None:
    """Keep what every row comes to, so that it can be shown."""
    ImportRow.objects.filter(of=of).delete()
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [of.pk])


def is_as_shown(of: StaffImport) -> bool:
    """Say whether what was planned now is what was shown."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCES, [of.pk])
        return not cursor.fetchone()[0]


def steps_of(counts: Mapping[str, int]) -> int:
    """Give how many steps it takes to apply a plan."""
    return len(CHANGES) + sum(counts.values()) // ENTRIES_A_STEP


def apply_plan(of: StaffImport, progress: Progress) -> None:
    """Add, change and see off, as planned, and write all of it down."""
    password = Person()
    password.set_unusable_password()
    with connection.cursor() as cursor:
        cursor.execute(ADD_SERVICES)
        for (name,) in cursor.fetchall():
            record("service added", by=of.by_id, service=name, does="")
        cursor.execute(FIND_SERVICES)
        for statement in CHANGES:
            cursor.execute(statement, [password.password] if statement == ADD else None)
            progress.step()
        cursor.execute(NAME_ADDED, [of.pk])
        seen_off = _see_off(of)
    _record_all(of, seen_off, progress)


def _see_off(of: StaffImport) -> list[int]:
    """Give whoever is not in the file their leaving date; never the one who imports it."""
    if of.missing_leave_on is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(SEE_OFF, [of.missing_leave_on, of.by_id])
        return [person for (person,) in cursor.fetchall()]


def _record_all(of: StaffImport, seen_off: list[int], progress: Progress) -> None:
    about = {"by": of.by_id, "staff_import": of.pk}
    say = Names()
    record_each(
        "person entered",
        (
            ([person], {**about, "person": person, "after": say.lines(after, _there(after))})
            for person, _, after in progress.each(_done("add"), ENTRIES_A_STEP)
        ),
    )
    changes = progress.each(_changes(about, say), ENTRIES_A_STEP)
    record_each("person changed", changes)
    _note_addresses(about)
    record_each("leaving date set", _leavers(about, of, seen_off))


def _note_addresses(about: Known) -> None:
    """Have whoever signs in with another address told of it under both; they do so anew."""
    changed = {
        person: before["email"]
        for person, before, after in _done("change")
        if before and before["email"].lower() != after["email"].lower()
    }
    now = timezone.now()
    AddressChange.objects.bulk_create(
        AddressChange(person_id=person, before=before, at=now) for person, before in changed.items()
    )
    ended = UserSession.objects.filter(user__in=changed)
    Session.objects.filter(
        session_key__in=list(ended.values_list("session_key", flat=True))
    ).delete()
    ended.delete()
    record_each(
        "sign-in address changed",
        (([person], {**about, "person": person}) for person in changed),
    )
    why = "they sign in with another address"
    record_each("sessions ended", (([one], {"person": one, "why": why}) for one in changed))


def _there(known: Known) -> set[str]:
    return {name for name in TOLD if known[name]}


def _done(outcome: str) -> Iterator[tuple[int, Known | None, Known]]:
    """Give everybody to whom this happened: their id, and what was known before and is after."""
    for person, before, after in staged(DONE.format(outcome=outcome)):
        # Django has the driver hand over JSON as it is written.
        yield person, json.loads(before) if before else None, json.loads(after)


def _changes(about: Known, say: "Names") -> Iterator[tuple[list[int], Known]]:
    for person, before, after in _done("change"):
        changed = differing(before or {}, after)
        if changed:
            told = {"before": say.lines(before or {}, changed), "after": say.lines(after, changed)}
            yield [person], {**about, "person": person, **told}


def _leavers(
    about: Known, of: StaffImport, seen_off: list[int]
) -> Iterator[tuple[list[int], Known]]:
    for outcome in ("add", "change"):
        for person, before, after in _done(outcome):
            was = (before or {}).get("leaves_on")
            if after["leaves_on"] and after["leaves_on"] != was:
                told = {"before": was, "leaves_on": after["leaves_on"]}
                yield [person], {**about, "person": person, **told}
    for person in seen_off:
        yield [person], {**about, "person": person, "leaves_on": str(of.missing_leave_on)}


def differing(before: Known, after: Known) -> set[str]:
    """Give what differs of somebody's particulars."""
    return {name for name in TOLD if after[name] != before.get(name)}


class Names:
    """What services and managers are called."""

    def __init__(self) -> None:
        self._services = dict(Service.objects.values_list("pk", "name"))
        self._people: dict[int, str] = {}

    def lines(self, known: Known, names: set[str]) -> list[str]:
        """Give some particulars of somebody as the record shows them."""
        return [
            f"{name.replace('_', ' ').capitalize()}: {self._called(name, known[name])}"
            for name in TOLD
            if name in names
        ]

    def _called(self, name: str, value: Any) -> str:
        if value is None:
            return ""
        if name == "service":
            return self._services[value]
        return self._person(value) if name == "manager" else str(value)

    def _person(self, person: int) -> str:
        if not self._people:
            names = Person.objects.values_list("pk", "first_name", "last_name")
            self._people = {pk: f"{first} {last}" for pk, first, last in names.iterator()}
        return self._people[person]
