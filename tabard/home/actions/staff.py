"""The council and its staff are entered."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.timezone import localdate

from tabard.council import actions as council
from tabard.council.models import Council, Occasion, Service
from tabard.council.settings import ALL
from tabard.home.actions.story import Told, first
from tabard.people import actions as people
from tabard.people.models import Person, Role
from tabard.people.work.importing import jobs


@transaction.atomic
def enter(story: Told, sign_ins: Path) -> dict[str, Person]:
    """Enter council, services and staff, and write down how they sign in."""
    Council.objects.create(pk=1, **story["council"])
    services = {
        name: Service.objects.create(name=name, does=does)
        for name, does in story["services"].items()
    }
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    hashed = make_password(password)
    staff: dict[str, Person] = {}
    for told in story["people"]:
        staff[told["name"]] = _person(told, staff, services, password=hashed)
    _write_sign_ins(sign_ins, story["people"], staff, password)
    _choose_settings(story, staff)
    _enter_days(story, staff)
    return staff


@transaction.atomic
def say_who_is_away(story: Told, staff: Mapping[str, Person]) -> None:
    """Let some be away, a colleague stand in, somebody be about to leave, and others come."""
    today = localdate()
    for told in story["away"]:
        person = staff[told["name"]]
        since = today + timedelta(days=told["in_days"])
        until = since + timedelta(days=told["for_days"])
        people.say_away(
            person, since=since, until=until, by=person, is_told=told.get("is_told", False)
        )
        if "stands_in" in told:
            colleague = staff[told["stands_in"]]
            people.name_stand_in(person, colleague, since=since, until=until, by=person)
    administrator = first(staff.values(), Role.ADMINISTRATOR)
    _upload(story["staff_file"], by=administrator)
    for told in story["leaving"]:
        day = today + timedelta(days=told["in_days"])
        people.set_leaving_date(staff[told["name"]], day, by=administrator)


def _choose_settings(story: Told, staff: Mapping[str, Person]) -> None:
    """Let the council set some things otherwise than we do."""
    team = first(staff.values(), Role.PROGRAMME_TEAM)
    for key, value in story["settings"].items():
        council.change(ALL[key], value, seen=ALL[key].value, by=team)


def _enter_days(story: Told, staff: Mapping[str, Person]) -> None:
    """Enter events and silences that lie ahead."""
    team = first(staff.values(), Role.PROGRAMME_TEAM)
    for told in story["days"]:
        first_day = localdate() + timedelta(days=told["in_days"])
        last_day = first_day + timedelta(days=told["lasts"] - 1)
        rest = {name: said for name, said in told.items() if name not in {"in_days", "lasts"}}
        entered = Occasion(first_day=first_day, last_day=last_day, **rest)
        council.add_occasion(entered, by=team)


def _upload(told: Told, *, by: Person) -> None:
    """Leave a file of staff to be looked at."""
    content = told["rows"].lstrip().encode()
    taken = people.upload(people.Upload(told["name"], content), by=by)
    jobs.check(people.check(taken, taken.columns, by=by, wake=False))


def _person(
    told: Told, staff: Mapping[str, Person], services: Mapping[str, Service], *, password: str
) -> Person:
    first, last = told["name"].split(" ", 1)
    return Person.objects.create(
        email=f"{first}.{last}@exampleton.example".lower(),
        first_name=first,
        last_name=last,
        job_title=told["job_title"],
        service=services[told["service"]],
        manager=staff[told["manager"]] if "manager" in told else None,
        roles=[Role(role) for role in told.get("roles", [])],
        external_id=told.get("staff_number", ""),
        password=password,
    )


def _write_sign_ins(
    file: Path, told: Sequence[Told], staff: Mapping[str, Person], password: str
) -> None:
    """Write the sign-ins where only the owner of this installation can read them."""
    rows = [("Who", "E-mail address", "What they can do")]
    rows += [(one["name"], staff[one["name"]].email, one["can"]) for one in told]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"Sign in at {settings.PUBLIC_URL}/sign-in/ with the password {password}", ""]
    lines += [f"{who:{widths[0]}}  {mail:{widths[1]}}  {can}" for who, mail, can in rows]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
