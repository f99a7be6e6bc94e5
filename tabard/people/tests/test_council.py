"""Entering a council, once, and changing what it is called."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tabard.common.rules import NotAllowedError
from tabard.council.models import Council
from tabard.people import actions
from tabard.people.models import Person, Role
from tabard.record.models import Entry
from tabard.record.queries import facts_of
from tests import make

pytestmark = pytest.mark.django_db

TOLD = {
    "name": "Exampleton County Council",
    "short_name": "Exampleton",
    "domain": "exampleton.example",
    "contact_email": "social@exampleton.example",
    "first_name": "Ada",
    "last_name": "Lovelace",
    "email": "ada@exampleton.example",
    "job_title": "Engineer",
    "service": "Digital Services",
}


def set_up(**differs: str) -> None:
    told = TOLD | differs
    call_command("set_up_council", *(f"--{k.replace('_', '-')}={v}" for k, v in told.items()))


def test_a_council_is_entered_with_an_administrator_who_sets_a_password(capsys):
    set_up()

    said = capsys.readouterr().out
    link = next(line for line in said.splitlines() if line.startswith("http"))
    ada = Person.objects.get()
    assert Council.here().domain == "exampleton.example"
    assert (ada.name, ada.roles, ada.service.name, ada.has_usable_password()) == (
        "Ada Lovelace",
        [Role.ADMINISTRATOR],
        "Digital Services",
        False,
    )
    assert "The link works once" in said
    page = Client().get("/" + link.split("/", 3)[3], follow=True)
    assert "password" in page.content.decode().lower()
    assert link.rsplit("/", 2)[1] not in str([facts_of(one) for one in Entry.objects.all()])


def test_a_council_is_entered_once():
    set_up()

    with pytest.raises(CommandError, match="entered already"):
        set_up(email="other@exampleton.example")

    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"contact_email": "nobody"}, "contact_email: Enter a valid email address"),
        ({"email": "nobody"}, "email: Enter a valid email address"),
        ({"last_name": "  "}, "last_name: This field cannot be blank"),
        ({"name": "x" * 201}, "name: Ensure this value has at most 200"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_entered(wrong: dict[str, str], words: str):
    with pytest.raises(CommandError, match=words):
        set_up(**wrong)

    assert not Council.objects.exists()
    assert not Person.objects.exists()


def test_an_administrator_changes_what_the_council_is_called():
    make.council()
    by, client = make.administrator(), Client()
    client.force_login(by)
    told = {name: TOLD[name] for name in ("name", "short_name", "domain", "contact_email")}

    client.post("/people/council/", told | {"short_name": "Ex"})
    client.post("/people/council/", told | {"short_name": "Ex"})
    wrong = client.post("/people/council/", told | {"domain": "https://www.x.example/"})

    assert Council.here().short_name == "Ex"
    [entry] = Entry.objects.filter(kind="council changed")
    assert facts_of(entry)["before"][1] == "Exampleton"
    assert facts_of(entry)["after"][1] == "Ex"
    assert "Enter a domain alone" in wrong.content.decode()


def test_nobody_but_an_administrator_changes_the_council():
    council = make.council()
    about = actions.About("A", "B", "c.example", "d@c.example")

    with pytest.raises(NotAllowedError, match="Only administrators"):
        actions.change_council(council, about, by=make.programme_member())
