"""Second steps: sealed where they are kept, and removed by somebody else when they are lost."""

import json
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client

from tabard.common.rules import NotAllowedError
from tabard.common.secrets import WrongKeyError
from tabard.people.actions import second_step, sessions
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make
from tests.confirmed import confirm

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
sealing = import_module("tabard.people.migrations.0013_seal_second_steps")


def with_second_step(person: Person | None = None) -> Person:
    person = person or make.person()
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return person


def stored() -> str:
    return json.dumps(list(Authenticator.objects.order_by("pk").values_list("data", flat=True)))


def codes(person: Person) -> list[str]:
    kept = Authenticator.objects.get(user=person, type="recovery_codes")
    return list(RecoveryCodes(kept).get_unused_codes())


def test_no_secret_of_a_second_step_stands_in_its_row():
    person = with_second_step()
    seed = RecoveryCodes.generate_seed()

    assert SECRET not in stored()
    assert not any(code in stored() for code in codes(person))
    assert len(seed) == 80
    assert not any(
        len(value) == 80 for value in json.loads(stored())[1].values() if isinstance(value, str)
    )
    assert len(codes(person)) == 10


def test_no_other_key_opens_it(settings):
    person = with_second_step()
    settings.WRAPPING_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="

    with pytest.raises(WrongKeyError):
        codes(person)


def test_what_stood_in_the_clear_is_sealed_and_works_as_before():
    person = with_second_step()
    before = codes(person)
    sealing.open_again(apps, None)
    assert SECRET in stored()
    Authenticator.objects.create(user=make.person(), type="webauthn", data={"credential": {}})
    old = make.person()
    Authenticator.objects.create(
        user=old, type="recovery_codes", data={"migrated_codes": ["12345678"]}
    )

    sealing.close(apps, None)

    assert SECRET not in stored()
    assert "12345678" not in stored()
    assert (codes(person), codes(old)) == (before, ["12345678"])


def test_an_administrator_removes_a_second_step_that_is_lost(client):
    by, other = make.administrator(), make.administrator()
    person, bystander = with_second_step(), with_second_step()
    there = Client()
    there.force_login(person)
    client.force_login(by)
    page = f"/people/{person.pk}/second-step/"
    assert "only if you are sure" in client.get(page).content.decode()

    unconfirmed = client.post(page)
    assert unconfirmed.url.split("?")[0] == "/sign-in/confirm/"
    assert Authenticator.objects.filter(user=person).count() == 2
    confirm(client)
    client.post(page)

    assert not Authenticator.objects.filter(user=person).exists()
    assert Authenticator.objects.filter(user=bystander).count() == 2
    assert there.get("/notices/").status_code == 302
    entry = Entry.objects.get(kind="second step taken away")
    assert facts_of(entry) == {"by": by.pk, "person": person.pk}
    assert set(entry.people) == {person.pk, by.pk, other.pk}


def test_nobody_removes_their_own_and_only_administrators_that_of_others():
    by, person = with_second_step(make.administrator()), with_second_step()

    with pytest.raises(NotAllowedError, match="Ask another administrator"):
        second_step.remove(by, by=by)
    with pytest.raises(NotAllowedError, match="Only administrators"):
        second_step.remove(person, by=make.programme_member())

    assert Authenticator.objects.count() == 4


def test_the_only_administrator_is_helped_on_the_server(capsys):
    alone = with_second_step(make.administrator())

    call_command("remove_second_step", alone.email.upper())

    assert "at the next sign-in" in capsys.readouterr().out
    assert not Authenticator.objects.exists()
    assert facts_of(Entry.objects.get(kind="second step taken away")) == {"person": alone.pk}
    with pytest.raises(CommandError, match="Nobody who can sign in"):
        call_command("remove_second_step", "nobody@exampleton.example")


def test_an_administrator_signs_somebody_out_without_closing_the_sign_in(client):
    by, person = make.administrator(), make.person()
    there = Client()
    there.force_login(person)
    client.force_login(by)
    assert "signed out everywhere" in client.get(f"/people/{person.pk}/sign-out/").content.decode()
    assert there.get("/notices/").status_code == 200

    client.post(f"/people/{person.pk}/sign-out/")

    person.refresh_from_db()
    assert there.get("/notices/").status_code == 302
    assert person.is_active
    with pytest.raises(NotAllowedError, match="under Security"):
        sessions.sign_out(by, by=by)
    with pytest.raises(NotAllowedError, match="Only administrators"):
        sessions.sign_out(person, by=make.programme_member())
