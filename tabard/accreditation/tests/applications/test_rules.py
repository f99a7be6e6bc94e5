"""Who may apply, endorse and decide."""

import pytest
from django.utils import timezone

from tabard.accreditation import rules
from tabard.accreditation.models import (
    Application,
    ApplicationState,
    Standing,
    StandingKind,
    Today,
)
from tabard.common.rules import Refused
from tabard.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


NOW = timezone.now()


TODAY = Today(now=NOW)
NONE = Standing(StandingKind.NONE, None, "You are not accredited.")


def why(refusal: Refused | None) -> str:
    assert refusal is not None
    return refusal.why


def endorsed(by: Person | None = None, applicant: Person | None = None) -> Application:
    return make.application(
        applicant, state=ApplicationState.ENDORSED, endorsed_by=by or make.person()
    )


def test_somebody_with_a_line_manager_may_apply():
    assert rules.may_apply(make.person(manager=make.person()), None, NONE) is None


def test_second_application_is_refused():
    one = make.application()

    refusal = rules.may_apply(one.applicant, one, NONE)

    assert why(refusal) == "You have an application under way. You can see where it is."


def test_suspended_person_may_not_apply_their_way_out():
    suspended = Standing(StandingKind.SUSPENDED, NOW, "Your accreditation is suspended: Why.")

    refusal = rules.may_apply(make.person(manager=make.person()), None, suspended)

    assert why(refusal) == "Your accreditation is suspended: Why."


@pytest.mark.parametrize("kind", ["accredited", "lapsed", "ended"])
def test_everybody_else_may_apply_again(kind):
    standing = Standing(StandingKind(kind), NOW, "…")

    assert rules.may_apply(make.person(manager=make.person()), None, standing) is None


def test_nobody_applies_without_a_line_manager():
    refusal = rules.may_apply(make.person(), None, NONE)

    assert why(refusal).startswith("Nobody is entered as your line manager.")


def test_nobody_applies_to_a_line_manager_who_has_left():
    left = make.person(last_name="Gone")
    left.is_active = False
    left.save()

    refusal = rules.may_apply(make.person(manager=left), None, NONE)

    assert why(refusal).startswith("Ada Gone, who is entered as your line manager, no longer")


def test_those_concerned_see_an_application():
    before = make.person()
    one = endorsed(by=before)
    manager = one.applicant.manager
    assert manager

    seers = [one.applicant, manager, before, make.programme_member()]

    assert [rules.may_see(person, one, TODAY) for person in seers] == [None] * 4


@pytest.mark.parametrize("who", [make.person, make.reviewer, make.oversight_officer])
def test_others_do_not_see_an_application(who):
    refusal = rules.may_see(who(), make.application(), TODAY)

    assert why(refusal) == "This application is between other people."


def test_only_the_applicant_changes_an_application():
    one = make.application()

    assert rules.may_change(one.applicant, one, TODAY) is None
    assert why(rules.may_change(make.programme_member(), one, TODAY)).startswith(
        "Only the person who"
    )


def test_line_manager_endorses():
    manager = make.person()
    one = make.application(make.person(manager=manager, last_name="Okafor"))

    assert rules.may_endorse(manager, one, TODAY) is None
    assert (
        why(rules.may_endorse(one.applicant, one, TODAY))
        == "Nobody endorses their own application."
    )
    assert why(rules.may_endorse(make.programme_member(), one, TODAY)) == (
        "Only the line manager of Ada Okafor, or whoever stands in, can do this."
    )


def test_programme_team_decides():
    assert rules.may_decide(make.programme_member(), endorsed(), TODAY) is None


def test_others_do_not_decide():
    refusal = rules.may_decide(make.oversight_officer(), endorsed(), TODAY)

    assert why(refusal) == "Only the programme team decides applications."


def test_nobody_decides_their_own_application():
    member = make.programme_member(manager=make.person())

    refusal = rules.may_decide(member, endorsed(applicant=member), TODAY)

    assert why(refusal) == "Nobody decides their own application."


def test_nobody_decides_what_they_have_endorsed():
    member = make.programme_member()

    refusal = rules.may_decide(member, endorsed(by=member), TODAY)

    assert why(refusal).startswith("You have endorsed this application")


def test_whoever_has_the_application_sends_it_back():
    manager, team = make.person(), make.programme_member()
    applied = make.application(make.person(manager=manager))
    one = endorsed(by=manager, applicant=make.person(manager=manager))

    assert rules.may_send_back(manager, applied, TODAY) is None
    assert rules.may_send_back(team, one, TODAY) is None
    assert why(rules.may_send_back(team, applied, TODAY)).startswith("Only the line manager")
    assert why(rules.may_send_back(manager, one, TODAY)).startswith("Only the programme team")


def test_nobody_is_accredited_past_a_suspension():
    holder = make.person(manager=make.person(), last_name="Okafor")
    in_force = make.accreditation(holder, state="suspended", reason="A complaint.")

    refusal = rules.may_accredit(
        make.programme_member(), endorsed(applicant=holder), in_force, TODAY
    )

    assert why(refusal).startswith("The accreditation of Ada Okafor is suspended.")


@pytest.mark.parametrize("has_one", [True, False])
def test_accreditation_is_renewed_or_given_for_the_first_time(has_one):
    holder = make.person(manager=make.person())
    in_force = make.accreditation(holder) if has_one else None
    one = endorsed(applicant=holder)

    assert rules.may_accredit(make.programme_member(), one, in_force, TODAY) is None
    assert rules.may_accredit(make.reviewer(), one, in_force, TODAY) is not None


def test_each_person_is_offered_what_they_may_do_now():
    manager, team = make.person(), make.programme_member()
    applied = make.application(make.person(manager=manager))
    one = endorsed(by=manager)
    back = make.application(state=ApplicationState.SENT_BACK)
    over = make.application(state=ApplicationState.WITHDRAWN)

    assert rules.moves_open_to(manager, applied, TODAY) == ["endorse", "send_back"]
    assert rules.moves_open_to(team, applied, TODAY) == []
    assert rules.moves_open_to(applied.applicant, applied, TODAY) == ["withdraw"]
    assert rules.moves_open_to(team, one, TODAY) == ["accredit", "send_back", "decline"]
    assert rules.moves_open_to(manager, one, TODAY) == []
    assert rules.moves_open_to(back.applicant, back, TODAY) == ["apply_again", "withdraw"]
    assert rules.moves_open_to(over.applicant, over, TODAY) == []
