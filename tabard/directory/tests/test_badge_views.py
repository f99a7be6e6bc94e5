"""The pages on which somebody finds their badge."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.accreditation.models import Accreditation, AccreditationState
from tabard.directory.tests import make
from tabard.directory.views.badges import FILES
from tabard.people.models import Person
from tests.make import author as make_author
from tests.make import council as make_council
from tests.make import person as make_person

pytestmark = pytest.mark.django_db

BADGE, SIGNATURE = reverse("directory:badge"), reverse("directory:signature")


@pytest.fixture
def sam() -> Person:
    make_council()
    return make.voice(handle="sam.example", last_name="Okafor")


def by(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def to(name: str) -> str:
    return reverse("directory:badge_file", args=[name])


def test_page_shows_the_whole_badge(sam, settings):
    settings.PUBLIC_URL = "https://tabard.exampleton.example"
    page = f"https://tabard.exampleton.example/directory/people/{sam.pk}/"

    shown = read(by(sam), BADGE)

    assert shown.count(page) > 5
    assert "Ada Okafor" in shown
    assert all(to(name) in shown for name in FILES)
    networks = ("X", "Facebook", "Instagram", "LinkedIn", "Pinterest", "Bluesky", "Mastodon")
    assert all(f"{one}: " in shown for one in networks)


@pytest.mark.parametrize(
    ("name", "media_type", "begins"),
    [
        ("signature.html", "text/html; charset=utf-8", b"\n<!DOCTYPE html>"),
        ("signature.txt", "text/plain; charset=utf-8", b"-- \nAda Okafor"),
        ("code.svg", "image/svg+xml", b"<svg"),
        ("code.png", "image/png", b"\x89PNG"),
        ("card.vcf", "text/vcard; charset=utf-8", b"BEGIN:VCARD\r\nVERSION:4.0\r\n"),
    ],
)
def test_every_file_can_be_taken_away(sam, name, media_type, begins):
    answer = by(sam).get(to(name))

    assert answer.status_code == 200
    assert answer["Content-Type"] == media_type
    assert answer["Content-Disposition"] == f'attachment; filename="ada-okafor-{name}"'
    assert answer.content.startswith(begins)


def test_unknown_file_is_not_there(sam):
    assert by(sam).get(to("passwords.txt")).status_code == 404


def test_signature_alone_may_have_its_own_styles_and_nothing_else(sam):
    answer = by(sam).get(SIGNATURE)

    policy = answer["Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert "unsafe-inline" not in by(sam).get(BADGE)["Content-Security-Policy"]


def assert_no_badge(person: Person, why: str) -> None:
    assert why in read(by(person), BADGE)
    assert [by(person).get(to(name)).status_code for name in FILES] == [403] * len(FILES)
    assert by(person).get(SIGNATURE).status_code == 403


def test_who_is_not_accredited_reads_why_there_is_none():
    make_council()

    assert_no_badge(make_person(), "You are not accredited.")


def test_who_has_no_account_yet_reads_what_is_missing():
    make_council()

    assert_no_badge(make_author(), "when your first account is connected")


def test_badge_ends_with_the_accreditation(sam):
    state = AccreditationState.ENDED
    Accreditation.objects.update(state=state, reason="She works elsewhere.")

    assert_no_badge(sam, "Your accreditation has ended: “She works elsewhere.”")


def test_badge_is_kept_back_while_the_accreditation_has_lapsed(sam):
    Accreditation.objects.update(until=timezone.now() - timedelta(days=1))

    assert_no_badge(sam, "Your accreditation ran out on")


def test_badge_is_kept_back_while_the_accreditation_is_suspended(sam):
    Accreditation.objects.update(state=AccreditationState.SUSPENDED, reason="Danger.")

    assert_no_badge(sam, "Your accreditation is suspended: Danger.")


def test_residents_read_until_when_and_what_holds_afterwards(sam):
    page = reverse("directory:person", args=[sam.pk])
    shown = read(Client(), page)

    assert "Speaks for the council" in shown
    assert "Accredited by the council until" in shown

    Accreditation.objects.update(until=timezone.now() - timedelta(days=1))

    lapsed = read(Client(), page)
    assert "so a colleague checks every post before it goes" in lapsed
    assert "Accredited by the council" not in lapsed
    assert "Each of them is accredited" not in read(Client(), reverse("directory:list"))
