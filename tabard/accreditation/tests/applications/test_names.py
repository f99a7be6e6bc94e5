"""Whom accounts are called after, and which names others have."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.models import KeptName
from tabard.accounts.queries import known_names
from tabard.accounts.settings import COUNCILLORS
from tabard.accreditation import actions, queries
from tabard.accreditation.models import Application
from tabard.accreditation.settings import NAMING_RULE
from tabard.accreditation.tests.pages import WISH, by, endorsed, last_day, to, words
from tabard.accreditation.tests.told import last_entry
from tabard.common.rules import NotAllowedError
from tabard.council.settings import UnfitError
from tabard.naming.known import may_be_called
from tabard.naming.networks import RULES
from tabard.naming.proposals import Whose
from tabard.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def why(handle: str, person: Person) -> str:
    refusal = may_be_called(handle, "practice", known_names(person))
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


def test_names_that_are_kept_for_colleagues_are_taken():
    ada, bo, gone = make.person(), make.person(), make.gone(make.person())
    make.kept_name(make.person(), "wants_it")
    make.kept_name(bo, "wants_it_too")
    make.kept_name(gone, "had_it")
    make.ticket(handle="may_have_it")
    make.ticket(handle="was_late", until=timezone.now() - timedelta(days=1))
    make.ticket(ada, handle="may_have_it_herself")
    asked = "It is a name that a colleague has asked for already."

    assert [why("wants_it", ada), why("may_have_it", ada)] == [asked, asked]
    assert [why("had_it", ada), why("was_late", ada), why("may_have_it_herself", ada)] == [""] * 3
    assert why("wants_it_too", bo) == ""


@pytest.mark.parametrize("how_many", [1, 30])
def test_names_are_looked_up_in_six_queries(how_many, django_assert_num_queries):
    for number in range(how_many):
        make.account(make.person(), handle=f"name{number}")
        make.kept_name(make.person(), f"wish{number}")
        make.ticket(handle=f"leave{number}")
    ada = make.person()

    with django_assert_num_queries(6):
        assert len(known_names(ada).taken) == 3 * how_many


def test_words_of_the_council_and_of_the_person_hide_no_reserved_name():
    make.council()
    ada = make.person()

    assert [bool(why(one, ada)) for one in ("exampletonmayor", "adamayor", "lenamayor")] == [
        True,
        True,
        False,
    ]


class TestAsking:
    """Names are checked wherever they are asked for, and whoever asks first has them."""

    def test_name_that_is_asked_for_is_kept_and_nobody_else_has_one_like_it(self, ada, manager):
        bo = make.person(manager=manager)
        wish = WISH | {"networks": ["practice"], "handles": {"practice": "story_time"}}
        actions.apply(ada, **wish)

        with pytest.raises(NotAllowedError, match="looks like story_time"):
            actions.apply(bo, **wish | {"handles": {"practice": "st0ry_time"}})
        assert [one.handle for one in KeptName.objects.all()] == ["story_time"]

    @pytest.mark.parametrize(
        ("network", "handle", "problem"),
        [
            ("x", "stevehillSurreyCouncil", "It has 22 characters, and X allows 15."),
            ("practice", "the_mayor", "“mayor” is a name that the council has reserved."),
            ("practice", "jane_smith", "It could be taken for an account of Cllr Jane Smith."),
        ],
    )
    def test_name_that_does_not_do_is_refused_without_the_form_too(
        self, ada, network, handle, problem
    ):
        make.chosen(COUNCILLORS, ["Cllr Jane Smith"])

        with pytest.raises(NotAllowedError, match=problem):
            actions.apply(ada, **WISH | {"networks": [network], "handles": {network: handle}})
        assert not KeptName.objects.exists()

    def test_of_two_who_ask_at_once_the_database_lets_one_have_it(self, ada, manager):
        bo = make.person(manager=manager)
        accounts.keep_names(ada, {"practice": "story_time"}, source="one")

        with pytest.raises(NotAllowedError, match="A colleague has just asked"):
            accounts.keep_names(bo, {"practice": "st0rytime"}, source="two")
        accounts.keep_names(bo, {"bluesky": "story-time.example"}, source="two")

    def test_name_changes_with_the_application_and_is_free_once_it_is_withdrawn(self, ada, manager):
        one = actions.apply(ada, **WISH)
        actions.send_back(one, by=manager, reason="Another name.")
        actions.apply_again(one, by=ada, **WISH | {"handles": {"bluesky": "ada2.example"}})
        assert [kept.handle for kept in KeptName.objects.all()] == ["ada2.example"]

        actions.withdraw(one, by=ada)

        assert not KeptName.objects.exists()

    def test_name_is_free_once_it_is_declined_and_kept_again_for_the_appeal(self, ada, team):
        one = self.endorsed_with_a_name(ada)
        actions.decline(one, by=team, reason="Too many.", would_change="A topic.")
        assert not KeptName.objects.exists()

        actions.appeal(one, by=ada, words="Look again.")
        assert KeptName.objects.get().handle == "story_time"
        actions.uphold(one, by=make.oversight_officer(), answer="It stands.")

        assert not KeptName.objects.exists()

    def test_name_that_somebody_else_took_meanwhile_does_not_hinder_an_appeal(self, ada, team):
        one = self.endorsed_with_a_name(ada)
        actions.decline(one, by=team, reason="Too many.", would_change="A topic.")
        make.kept_name(make.person(), "story_time")
        actions.appeal(one, by=ada, words="Look again.")
        year = timezone.now() + timedelta(days=365)

        given = actions.overturn(one, by=make.oversight_officer(), answer="Yes.", until=year)

        assert given is None
        assert last_entry()[0] == "answer overturned for later"

    def test_panel_sees_whether_a_name_is_still_free_and_does_not_accredit_past_it(self, ada, team):
        one = self.endorsed_with_a_name(ada)
        page = words(by(team).get(to("application", one)))
        assert "Still free" in page
        assert "Nobody is entered as a councillor in the settings" in page
        make.account(make.person(), handle="story_time")

        page = words(by(team).get(to("application", one)))
        answer = by(team).post(to("accredit", one), last_day())

        assert "Not to be had" in page
        assert "It is an account of the council on Practice network already." in page
        assert to("accredit", one) not in page
        assert answer.status_code == 403
        assert "“story_time” cannot be used on Practice network." in words(answer)
        with pytest.raises(NotAllowedError, match="already"):
            actions.accredit(one, by=team, until=timezone.now() + timedelta(days=365))

    def test_names_go_with_an_accreditation_that_ends(self, ada, team):
        one = self.endorsed_with_a_name(ada)
        given = actions.accredit(one, by=team, until=timezone.now() + timedelta(days=365))
        assert KeptName.objects.count() == 1

        actions.end(given, by=team, reason="She moves on.")

        assert not KeptName.objects.exists()

    def test_names_of_whoever_left_are_free(self, ada):
        make.kept_name(make.gone(make.person()), "story_time")
        wish = WISH | {"networks": ["practice"], "handles": {"practice": "story_time"}}

        actions.apply(ada, **wish)

        assert KeptName.objects.get().person == ada

    @staticmethod
    def endorsed_with_a_name(ada: Person) -> Application:
        one = endorsed(ada)
        one.handles = {"practice": "story_time"}
        one.save()
        accounts.keep_names(ada, one.handles, source=one.keeps_names_as)
        return one


def test_example_of_the_rule_shows_handles_of_this_council_on_each_network():
    make.council(name="Roads Council", short_name="RC", domain="roads.example")

    shown = NAMING_RULE.example("{first_name}_{last_name}\n\n{role}_{council}")

    assert "X: steve_hill, inspector_rc" in shown
    assert "Bluesky: steve-hill.roads.example" in shown
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
