"""Another address to sign in with: told under both, and every session ends."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tabard.people import actions
from tabard.people.actions import Particulars, Upload
from tabard.people.models import AddressChange, Person
from tabard.people.work.addresses import tell_old_addresses
from tabard.people.work.importing import jobs
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

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
