"""Whom accounts are called after, and which names others have."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.accreditation import queries
from tabard.accreditation.models import ApplicationState
from tabard.accreditation.settings import COUNCILLORS, NAMING_RULE, RESERVED_NAMES
from tabard.council.settings import UnfitError
from tabard.naming.known import may_be_called
from tabard.naming.networks import RULES
from tabard.naming.proposals import Whose
from tabard.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def why(handle: str, person: Person) -> str:
    refusal = may_be_called(handle, "practice", queries.known_names(person))
    return refusal.why if refusal else ""


def test_accounts_are_called_after_person_role_service_and_council():
    ada = make.person(last_name="Okafor")

    assert queries.whose(ada, make.council()) == Whose(
        first_name="Ada",
        last_name="Okafor",
        role="Librarian",
        service="Libraries",
        council="Exampleton",
        council_name="Exampleton County Council",
        domain="exampleton.example",
    )


def test_names_of_other_accounts_are_taken_and_ones_own_are_not():
    ada, bo = make.person(), make.person()
    make.account(ada, network="bluesky", handle="ada-libraries.exampleton.example")
    make.account(ada, handle="old_ada", state="ended", official_until=timezone.now())

    assert [why("ada_libraries", ada), why("old_ada", ada)] == ["", ""]
    assert why("ada_libraries", bo) == (
        "It looks like ada-libraries, an account of the council on Bluesky."
    )
    assert why("old_ada", bo) == "It is an account of the council on Practice network already."


# Handles as the connectors give them, or as the network itself shows them.
REAL = {
    "bluesky": "ada-libraries.exampleton.example",
    "facebook": "ada.libraries",
    "instagram": "ada_libraries",
    "linkedin": "ada-libraries",
    "mastodon": "ada_libraries@social.example",
    "pinterest": "ada_libraries",
    "practice": "ada_libraries",
    "x": "ada_libraries",
}


def test_every_network_with_a_rule_is_asked_about():
    assert REAL.keys() == RULES.keys()


@pytest.mark.parametrize("network", REAL)
def test_name_of_a_real_account_and_what_looks_like_it_are_taken_on_every_network(network: str):
    make.account(make.person(), network=network, handle=REAL[network])
    bo = make.person()

    assert [bool(why(one, bo)) for one in ("ada_libraries", "adalibraries", "ada_l1braries")] == [
        True,
        True,
        True,
    ]
    assert why("ada_library", bo) == ""


@pytest.mark.parametrize("network", REAL)
def test_name_that_a_colleague_can_connect_is_taken_on_every_network(network: str):
    make.ticket(network=network, handle=f"@{REAL[network]}", is_exact=True)
    bo = make.person()

    assert why("ada_l1braries", bo).startswith("It looks like ada")
    assert why("ada_library", bo) == ""


def test_names_that_colleagues_have_asked_for_are_taken():
    ada, bo = make.person(), make.person(manager=make.person())
    make.application(handles={"practice": "wants_it"})
    make.application(handles={"practice": "gave_up"}, state=ApplicationState.WITHDRAWN)
    make.application(bo, handles={"practice": "wants_it_too"})
    make.ticket(handle="may_have_it")
    make.ticket(handle="was_late", until=timezone.now() - timedelta(days=1))
    make.ticket(ada, handle="may_have_it_herself")
    asked = "It is a name that a colleague has asked for already."

    assert [why("wants_it", ada), why("may_have_it", ada)] == [asked, asked]
    assert [why("gave_up", ada), why("was_late", ada), why("may_have_it_herself", ada)] == [""] * 3
    assert why("wants_it_too", bo) == ""


@pytest.mark.parametrize("how_many", [1, 30])
def test_names_are_looked_up_in_five_queries(how_many, django_assert_num_queries):
    for number in range(how_many):
        make.account(make.person(), handle=f"name{number}")
        make.application(handles={"practice": f"wish{number}"})
        make.ticket(handle=f"leave{number}")
    ada = make.person()

    with django_assert_num_queries(5):
        assert len(queries.known_names(ada).taken) == 3 * how_many


def test_reserved_names_and_councillors_have_defaults():
    ada = make.person()

    assert COUNCILLORS.value == []
    assert "mayor" in RESERVED_NAMES.value
    assert why("the_mayor", ada) == "“mayor” is a name that the council has reserved."


def test_example_of_the_rule_shows_handles_on_each_network():
    shown = NAMING_RULE.example("{first_name}_{last_name}\n\n{role}")

    assert "X: steve_hill, inspector" in shown
    assert "Bluesky: steve-hill.exampleton.gov.uk" in shown
    assert NAMING_RULE.lines("a{role}\n \nb{role}") == ["a{role}", "b{role}"]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("", "Enter at least one line, such as {first_name}_{last_name}."),
        ("{role}\nlibraries", "Line 2 calls everybody the same. Put a place in it."),
        ("{role}_{role}", "Line 1 has a place twice."),
        ("{role}\n" * 11, "Enter 10 lines at the most."),
        ("{shoe_size}", r"\{shoe_size\} is not known here"),
    ],
)
def test_rule_that_does_not_work_is_refused(value, why):
    with pytest.raises(UnfitError, match=why.replace("{", r"\{") if "\\" not in why else why):
        NAMING_RULE.fit(value)
