"""Who may suspend, resume and end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.accreditation import rules
from tabard.accreditation.models import (
    AccreditationState,
)
from tabard.common.rules import Refused
from tests import make

pytestmark = pytest.mark.django_db


NOW = timezone.now()


OWN = "Somebody else has to decide about your own accreditation."


def why(refusal: Refused | None) -> str:
    assert refusal is not None
    return refusal.why


def test_programme_team_and_oversight_officers_see_everybody():
    assert rules.may_see_everybody(make.programme_member()) is None
    assert rules.may_see_everybody(make.oversight_officer()) is None
    assert why(rules.may_see_everybody(make.reviewer())).startswith("Only the programme team")


def test_programme_team_and_oversight_officers_govern_others():
    one = make.accreditation()

    assert rules.may_govern(make.programme_member(), one) is None
    assert rules.may_govern(make.oversight_officer(), one) is None
    assert why(rules.may_govern(make.reviewer(), one)).startswith("Only the programme team")


@pytest.mark.parametrize("who", [make.programme_member, make.oversight_officer])
def test_nobody_governs_themselves(who):
    one = make.accreditation(who(manager=make.person()))

    assert why(rules.may_govern(one.person, one)) == OWN
    assert rules.moves_about(one.person, one) == []


@pytest.mark.parametrize(
    ("state", "moves"),
    [("active", ["suspend", "end"]), ("suspended", ["resume", "end"]), ("ended", [])],
)
def test_those_who_govern_are_offered_what_can_be_done(state, moves):
    one = make.accreditation(state=AccreditationState(state), reason="A complaint.")

    assert rules.moves_about(make.oversight_officer(), one) == moves
    assert rules.moves_about(make.reviewer(), one) == []


def test_programme_team_opens_connecting_again():
    one = make.accreditation()

    assert rules.may_reopen(make.programme_member(), one, NOW) is None
    assert why(rules.may_reopen(make.oversight_officer(), one, NOW)).startswith("Only the")


def test_nobody_opens_connecting_again_for_themselves():
    one = make.accreditation(make.programme_member(manager=make.person()))

    assert why(rules.may_reopen(one.person, one, NOW)).startswith("Somebody else has to open")


@pytest.mark.parametrize("differs", [{"state": "suspended", "reason": "Why."}, {"until": NOW}])
def test_connecting_is_not_opened_for_people_who_are_not_accredited_now(differs):
    one = make.accreditation(
        make.person(manager=make.person(), last_name="Okafor"),
        **{"since": NOW - timedelta(days=1), **differs},
    )

    refusal = rules.may_reopen(make.programme_member(), one, timezone.now())

    assert why(refusal) == "Ada Okafor is not accredited now."
