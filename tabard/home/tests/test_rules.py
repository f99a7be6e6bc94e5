"""Which places are offered to whom."""

import pytest
from django.test import Client
from django.urls import reverse

from tabard.home import queries
from tabard.home.rules import OFFERS, offered
from tabard.people.models import Person, Role
from tests import make

pytestmark = pytest.mark.django_db

FOR_SOME = {page for page, offer in OFFERS.items() if offer.to.__name__ != "everybody"}


def pages(person: Person) -> set[str]:
    groups = offered(person, queries.counts(person))
    return {offer.page for offers in groups.values() for offer in offers}


@pytest.mark.parametrize(
    ("roles", "offers"),
    [
        ([], set()),
        ([Role.REVIEWER], {"composing:waiting", "publishing:all", "publishing:samples"}),
        (
            [Role.OVERSIGHT_OFFICER],
            {
                "publishing:all",
                "accounts:connections",
                "accreditation:people",
                "accreditation:ladder",
                "accreditation:suspensions",
                "keeping:adoptions",
                "keeping:all",
                "keeping:leavers",
                "spending:spending",
                "publishing:queue",
            },
        ),
        (
            [Role.ADMINISTRATOR],
            {
                "accounts:connections",
                "accounts:networks",
                "council:days",
                "council:settings",
                "people:everybody",
                "notices:emails",
                "notices:preview",
            },
        ),
        (
            [Role.PROGRAMME_TEAM],
            FOR_SOME - {"accounts:networks", "people:everybody", "notices:emails"},
        ),
    ],
)
def test_beside_what_everybody_has_a_role_is_offered_its_work(roles: list[Role], offers: set[str]):
    assert pages(make.person(*roles)) == (set(OFFERS) - FOR_SOME) | offers


def test_whoever_leads_somebody_is_offered_applications():
    manager = make.person()
    assert "accreditation:waiting" not in pages(manager)

    make.person(manager=manager)

    assert "accreditation:waiting" in pages(manager)


@pytest.mark.parametrize("role", [None, *Role])
def test_every_place_that_is_offered_lets_its_people_in(role: Role | None, client: Client):
    person = make.person(*([role] if role else []))
    client.force_login(person)

    answers = {page: client.get(reverse(page)).status_code for page in pages(person)}

    assert {page for page, status in answers.items() if status != 200} == set()
