"""Another address to sign in with: told under both, and every session ends."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from tabard.people import actions
from tabard.people.actions import Particulars, Upload
from tabard.people.models import AddressChange, Person
from tabard.people.work.addresses import LEASE, tell_old_addresses
from tabard.people.work.importing import jobs
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make
from tests.mail import HANGS_UP, a_mail_server, free_port

pytestmark = pytest.mark.django_db
NEW = "new.address@exampleton.example"


@pytest.fixture(autouse=True)
def _mail(settings):
    make.council()
    settings.EMAIL_IS_ON = True
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def change(person: Person, **differs: Any) -> Person:
    told = replace(Particulars.of(person), **differs)
    return actions.change(person, told, by=make.administrator())


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    assert client.get("/notices/").status_code == 200
    return client


def test_another_address_ends_all_sessions_and_is_told_under_the_old_one_once():
    person = make.person()
    old, there = person.email, signed_in(person)

    change(person, email=NEW)

    assert there.get("/notices/").status_code == 302
    entry = Entry.objects.get(kind="sign-in address changed")
    assert (entry.people, facts_of(entry)["person"]) == ([person.pk], person.pk)
    assert (tell_old_addresses(), tell_old_addresses()) == (1, 0)
    (told,) = mail.outbox
    assert told.to == [old]
    assert NEW not in told.body
    assert "tell an administrator" in told.body


@pytest.mark.parametrize("differs", [{"job_title": "Driver"}, {"email": "capitals"}])
def test_what_is_no_other_address_ends_nothing(differs: dict[str, str]):
    person = make.person()
    there = signed_in(person)
    told = {"email": person.email.upper()} if "email" in differs else differs

    change(person, **told)

    assert there.get("/notices/").status_code == 200
    assert not AddressChange.objects.exists()


def test_without_a_mail_server_nobody_is_told_and_an_old_change_is_let_be(settings):
    person = make.person()
    change(person, email=NEW)
    settings.EMAIL_IS_ON = False
    assert tell_old_addresses() == 0
    settings.EMAIL_IS_ON = True
    AddressChange.objects.update(at=timezone.now() - timedelta(days=2))

    assert tell_old_addresses() == 0
    assert mail.outbox == []


def test_a_file_with_another_address_does_the_same_and_spares_everybody_else():
    by, person, other = make.administrator(), make.person(), make.person()
    Person.objects.filter(pk=person.pk).update(external_id="1")
    Person.objects.filter(pk=other.pk).update(external_id="2")
    old, there, elsewhere = person.email, signed_in(person), signed_in(other)
    rows = [
        "Staff number,First name,Last name,Email,Job title,Service",
        f"1,Ada,{person.last_name},{NEW},Librarian,Libraries",
        f"2,Ada,{other.last_name},{other.email},Driver,Libraries",
    ]

    taken = actions.upload(Upload("staff.csv", "\n".join(rows).encode()), by=by)
    checked = jobs.check(actions.check(taken, taken.columns, by=by, wake=False))
    jobs.apply(actions.apply(checked, by=by, wake=False))

    person.refresh_from_db()
    assert person.email == NEW
    assert (there.get("/notices/").status_code, elsewhere.get("/notices/").status_code) == (
        302,
        200,
    )
    assert list(AddressChange.objects.values_list("person_id", "before")) == [(person.pk, old)]
    assert [entry.people for entry in Entry.objects.filter(kind="sign-in address changed")] == [
        [person.pk]
    ]
    assert tell_old_addresses() == 1
    assert mail.outbox[0].to == [old]


def mailer(port: int) -> dict[str, object]:
    return {"default": {"OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5.0}}}


def later() -> None:
    """Let what was claimed be nobody's any more."""
    AddressChange.objects.update(try_at=timezone.now())


def tell_later() -> int:
    later()
    return tell_old_addresses()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_held_while_the_mail_server_is_asked_and_nobody_else_asks_it(settings):
    change(make.person(), email=NEW)
    seen: list[object] = []

    def look() -> None:
        try:
            with transaction.atomic():
                held = AddressChange.objects.select_for_update(nowait=True).get()
            seen.extend([held.told_at, held.tries, tell_old_addresses()])
        finally:
            connection.close()

    with a_mail_server() as server, ThreadPoolExecutor(1) as threads:
        settings.MAILERS = mailer(server.port)
        server.when_asked = lambda: threads.submit(look).result()
        assert tell_old_addresses() == 1

    assert seen == [None, 1, 0]
    assert len(server.taken) == 1
    assert AddressChange.objects.get().told_at


def test_a_server_that_cannot_be_reached_is_asked_again_later_and_not_at_once(settings):
    person = make.person()
    old = person.email
    change(person, email=NEW)
    settings.MAILERS = mailer(free_port())
    for _ in range(3):
        assert tell_old_addresses() == 0
        later()

    with a_mail_server() as server:
        settings.MAILERS = mailer(server.port)
        AddressChange.objects.update(try_at=timezone.now() + LEASE)
        assert (tell_old_addresses(), server.recipients) == (0, [])
        later()
        assert (tell_old_addresses(), server.recipients) == (1, [old])


@pytest.mark.parametrize(
    ("answer", "tries", "copies"),
    [("451 Later", 4, 1), (HANGS_UP, 1, 2), ("550 Never", 1, 1)],
)
def test_an_email_that_may_have_arrived_is_sent_once_more_and_never_thrice(
    settings, answer: str, tries: int, copies: int
):
    change(make.person(), email=NEW)

    with a_mail_server(*[answer] * tries) as server:
        settings.MAILERS = mailer(server.port)
        told = [tell_later() for _ in range(tries + 2)]

    assert told == [0] * tries + [1, 0]
    assert len(server.taken) == copies


def test_what_two_tries_may_have_brought_is_let_be_and_the_next_is_told(settings):
    first, second = make.person(), make.person()
    change(first, email=NEW)
    change(second, email=f"2.{NEW}")

    with a_mail_server(HANGS_UP, "250 Taken", HANGS_UP) as server:
        settings.MAILERS = mailer(server.port)
        told = [tell_later() for _ in range(3)]

    assert told == [1, 0, 0]
    assert len(server.taken) == 3
    untold = AddressChange.objects.get(told_at=None)
    assert (untold.person, untold.tries) == (first, 2)
