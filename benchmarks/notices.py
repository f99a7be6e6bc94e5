"""Telling 300 people of 1,000 entries, three of them of each; then e-mailing them all."""

import resource
import time
from collections.abc import Callable

from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tabard.council.models import ChosenSetting
from tabard.notices import actions
from tabard.notices.models import Email, EmailState, Notice
from tabard.notices.work import sending
from tabard.people.models import Person
from tabard.record import actions as record
from tests import make
from tests.mail import a_mail_server

ENTRIES, PEOPLE, TOLD_OF_EACH = 1_000, 300, 3
NOBODY = 10**6


def main() -> None:
    """Print how long each part takes, with how many queries."""
    make.council()
    people = [make.person() for _ in range(PEOPLE)]
    _happen(people)
    # Nothing is quiet, so that it does not matter when this runs.
    now = timezone.now()
    for key, value in [("quiet_from_hour", 8), ("quiet_weekends", False), ("batch_minutes", 0)]:
        ChosenSetting.objects.create(key=f"notices.{key}", value=value, chosen_at=now)
    with override_settings(EMAIL_IS_ON=True):
        _say("following them", actions.follow, until=Notice.objects.count)
        _say("writing e-mails", actions.write_emails, until=Email.objects.count)
    _send()
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


@transaction.atomic
def _happen(people: list[Person]) -> None:
    """Let things happen, and give each its place in the record."""
    for number in range(ENTRIES):
        told = [people[(number * TOLD_OF_EACH + one) % PEOPLE] for one in range(TOLD_OF_EACH)]
        record.record(
            "message approved",
            concerns=[person.pk for person in told],
            message=number,
            author=told[0].pk,
            by=NOBODY,
        )
    while record.chain():
        pass


def _say(what: str, act: Callable[[], int], *, until: Callable[[], int]) -> None:
    """Do something until nothing is left to do, as the worker does tick by tick."""
    begun, ticks = time.perf_counter(), 0
    with CaptureQueriesContext(connection) as asked:
        while act():
            ticks += 1
    seconds = time.perf_counter() - begun
    print(
        f"{what}: {until():,} in {seconds:.2f} s, {ticks} ticks, "
        f"{len(asked) / max(ticks, 1):.0f} queries a tick"
    )


def _send() -> None:
    """Send everything to a mail server on this machine, in the clear, one after another."""
    waiting = list(Email.objects.values_list("pk", flat=True))
    with a_mail_server() as server:
        told = {"host": "127.0.0.1", "port": server.port, "timeout": 15}
        with override_settings(MAILERS={"default": {"OPTIONS": told}}):
            begun = time.perf_counter()
            sending.send(waiting)
            seconds = time.perf_counter() - begun
    sent = Email.objects.filter(state=EmailState.SENT).count()
    of_all = f"{sent} of {len(waiting)}"
    print(f"sending e-mails: {of_all} in {seconds:.2f} s, {sent / seconds:.0f} a second")
