"""The nightly run over 850 people with 2,500 accounts: the first night, a usual and a quiet one."""

import time
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tabard.accounts.models import Account, Holding
from tabard.accreditation import actions
from tabard.accreditation.models import (
    Accreditation,
    Application,
    ApplicationState,
    Night,
    Renewal,
    end_of,
)
from tabard.people.models import Absence, Person
from tests import make

PEOPLE, ACCOUNTS = 850, 2_500
# A tenth of them, among whom is one of each kind, too.
FEW = 85
# One of so many is away; the last days of all lie evenly over a year.
AWAY_EACH, YEAR = 5, 365
NAMES = ("put off", "opened", "reminded", "lapsed", "chased")


def main() -> None:
    """Print what each night did, how long it took and how many queries it asked."""
    make.council()
    few = _measure(people=FEW)
    many = _measure(people=PEOPLE)
    for night, (queries, seconds, done) in many.items():
        did = ", ".join(f"{count} {name}" for name, count in zip(NAMES, done, strict=True))
        print(f"nightly run, {night}: {seconds:.2f} s, {queries} queries: {did}")
    print(
        f"nightly run, first night: {many['first night'][0]} queries with {PEOPLE} people and "
        f"{ACCOUNTS:,} accounts, {few['first night'][0]} with {FEW}"
    )


@transaction.atomic
def _measure(*, people: int) -> dict[str, tuple[int, float, tuple[int, ...]]]:
    """Fill a council, let nights pass, and take it all back."""
    _fill(people)
    now = timezone.now()
    nights = {
        # Nobody was ever told anything: as after Tabard was off for long, or has just been updated.
        "first night": now,
        "same night again": now,
        "the next night": now + timedelta(days=1),
    }
    measured = {name: _night(at) for name, at in nights.items()}
    transaction.set_rollback(True)
    return measured


def _fill(people: int) -> None:
    manager = make.person()
    now, today = timezone.now(), timezone.localdate()
    staff = Person.objects.bulk_create(
        Person(
            email=f"bench{number}@exampleton.example",
            first_name="Ada",
            last_name=f"Bench{number}",
            job_title="Librarian",
            service=manager.service,
            manager=manager,
        )
        for number in range(people)
    )
    applications = Application.objects.bulk_create(
        Application(
            applicant=one,
            purpose="Why.",
            audience="Who.",
            networks=["practice"],
            state=ApplicationState.ACCREDITED,
            applied_at=now,
        )
        for one in staff
    )
    began = now - timedelta(days=2 * YEAR)
    Accreditation.objects.bulk_create(
        Accreditation(
            person=one.applicant,
            application=one,
            since=began,
            until=_last_day(number, people),
            changed_at=began,
            rung_since=began,
            review_on=today + timedelta(days=YEAR),
        )
        for number, one in enumerate(applications)
    )
    away = staff[AWAY_EACH - 1 :: AWAY_EACH]
    Absence.objects.bulk_create(Absence(person=one, since=today) for one in away)
    _give_accounts(staff, ACCOUNTS * people // PEOPLE)


def _last_day(number: int, people: int) -> datetime:
    """Give a last day: one in ten has lapsed, the others' lie ahead."""
    days = YEAR * number // people - YEAR // 10
    return end_of(timezone.localdate() + timedelta(days=days))


def _give_accounts(staff: list[Person], how_many: int) -> None:
    now = timezone.now()
    accounts = Account.objects.bulk_create(
        Account(
            network="practice",
            server="http://127.0.0.1:1/practice/api",
            stable_id=f"practice:bench{number}",
            handle=f"bench{number}",
            url=f"http://localhost:8000/practice/@bench{number}",
            official_from=now,
        )
        for number in range(how_many)
    )
    Holding.objects.bulk_create(
        Holding(account=account, person=staff[number % len(staff)], since=now)
        for number, account in enumerate(accounts)
    )


def _night(at: datetime) -> tuple[int, float, tuple[int, ...]]:
    Night.objects.all().delete()
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        done = actions.run_night(at)
    seconds = time.perf_counter() - begun
    if not Renewal.objects.exists():
        raise RuntimeError("The first night opened nothing.")
    counts = (done.put_off, done.opened, done.reminded, done.lapsed, done.chased)
    return len(asked), seconds, counts
