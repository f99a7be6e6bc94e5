"""Where an application is on its way, told to the applicant."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tabard.accounts.queries import open_tickets
from tabard.accreditation import queries
from tabard.accreditation.models import Application, ApplicationState
from tabard.common.templatetags.moments import day
from tabard.people.models import Person
from tabard.training.models import SittingState
from tabard.training.settings import COURSES_NEEDED, SCENARIOS_TO_PASS
from tests import make

pytestmark = pytest.mark.django_db

S = ApplicationState
BASE = {"reason": "No.", "would_change": "More."}


@pytest.fixture
def ada(manager) -> Person:
    return make.person(last_name="Okafor", manager=manager)


@pytest.fixture
def team() -> Person:
    return make.programme_member(first_name="Priya", last_name="Nair")


def told(application: Application) -> dict[str, tuple[str, str]]:
    tickets = list(open_tickets(application.applicant))
    steps = queries.steps_of(application, queries.along(application, tickets))
    return {step.title: (step.mark, step.words) for step in steps}


def declined(ada: Person, team: Person, **differs: Any) -> Application:
    facts = {"state": S.DECLINED, "endorsed_by": ada.manager, "decided_by": team, **BASE}
    return make.application(ada, **{**facts, "decided_at": timezone.now(), **differs})


def test_new_application_is_with_the_manager(ada):
    one = make.application(ada)

    assert told(one) == {
        "You applied": ("done", "You said what you do and whom it is for."),
        "Your line manager reads it": (
            "now",
            "It is with Sam Patel, who endorses it or sends it back with words.",
        ),
        "You train": (
            "later",
            "You have no certificate of “pilot” yet. You can train while others read this.",
        ),
        "The programme team decides": (
            "later",
            "They agree until a date, or decline and say why.",
        ),
        "You connect your accounts": ("later", "Then you can write your first post."),
    }
    steps = queries.steps_of(one, queries.along(one, []))
    assert [step.at for step in steps] == [one.applied_at, one.waits_since, None, None, None]


def test_whoever_stands_in_for_the_manager_is_named(ada, manager):
    make.stand_in(manager, make.person(first_name="Bo", last_name="Li"))

    assert told(make.application(ada))["Your line manager reads it"][1].endswith(
        "Sam Patel is away, and Bo Li can do it instead."
    )


def test_application_without_a_manager_waits_for_nobody_and_says_what_to_do():
    mark, words = told(make.application(make.person()))["Your line manager reads it"]

    assert mark == "problem"
    assert words.startswith("Nobody is entered as your line manager, so nobody can read it.")


def test_manager_who_left_is_a_problem_with_a_way_out(ada, manager):
    make.gone(manager)
    one = make.application(ada)

    mark, words = told(one)["Your line manager reads it"]
    assert mark == "problem"
    assert words == (
        "It was with Sam Patel, who no longer signs in here. Nobody else can read it. Ask the "
        "administrator to enter your line manager of today, who finds it waiting then."
    )

    make.stand_in(manager, make.person(first_name="Bo", last_name="Li"))

    assert told(one)["Your line manager reads it"] == (
        "now",
        "It was with Sam Patel, who no longer signs in here. Bo Li can do it.",
    )


def test_only_the_courses_that_are_asked_for_count(ada):
    make.sitting(ada, make.edition("gardening"), state=SittingState.PASSED)
    make.edition("pilot")
    one = make.application(ada)

    assert told(one)["You train"][0] == "later"

    make.chosen(COURSES_NEEDED, [])
    assert "You train" not in told(one)


def test_certificate_that_ran_out_is_renewed_meanwhile(ada):
    make.sitting(ada, make.edition("pilot"), state=SittingState.PASSED, valid_until=timezone.now())

    mark, words = told(make.application(ada))["You train"]

    assert mark == "later"
    assert words.endswith("has run out. You can renew it meanwhile.")


def test_practice_that_is_asked_for_is_a_step_of_its_own(ada):
    title = "You practise with residents who do not exist"
    one = make.application(ada)
    assert title not in told(one)
    make.scenario()
    make.scenario("warm-praise")

    assert told(one)[title] == ("later", "You have passed 0 of 2 scenarios that are asked for.")

    make.chosen(SCENARIOS_TO_PASS, 1)
    make.passed_rehearsal(ada)

    assert told(one)[title] == ("done", "You passed 1 scenario.")


def test_application_sent_back_says_by_whom(ada):
    by_manager = make.application(ada, state=S.SENT_BACK)
    assert told(by_manager)["Your line manager reads it"] == (
        "problem",
        "Sent back with words. It waits for you to change it.",
    )

    by_manager.delete()
    by_team = make.application(ada, state=S.SENT_BACK, endorsed_by=ada.manager)
    assert told(by_team)["The programme team decides"] == (
        "problem",
        "Sent back by the programme team. It waits for you to change it.",
    )


def test_endorsement_says_on_whose_behalf(ada, manager):
    make.programme_member()
    bo = make.person(first_name="Bo", last_name="Li")
    by_manager = make.application(ada, state=S.ENDORSED, endorsed_by=manager)
    for_manager = make.application(
        make.person(manager=manager), state=S.ENDORSED, endorsed_by=bo, endorsed_for=manager
    )

    assert told(by_manager)["Your line manager reads it"] == (
        "done",
        "Endorsed by Sam Patel, your line manager.",
    )
    assert told(for_manager)["Your line manager reads it"] == (
        "done",
        "Endorsed by Bo Li on behalf of Sam Patel.",
    )
    assert told(by_manager)["The programme team decides"] == (
        "now",
        "It is with the programme team, who agree, decline or send it back with words.",
    )


@pytest.mark.parametrize("state", [S.ENDORSED, S.APPEALED])
def test_application_that_nobody_may_decide_says_so(ada, state):
    only = make.programme_member()
    appeal: dict[str, Any] = {"appeal": "Why.", "appealed_at": timezone.now(), **BASE}
    facts = appeal if state == S.APPEALED else {}
    one = make.application(ada, state=state, endorsed_by=only, **facts)

    found = [words for mark, words in told(one).values() if mark == "problem"]

    assert any("Ask the administrator who else can." in words for words in found)


def test_training_and_the_code_are_steps_with_their_pages(ada):
    version = make.code()
    steps = queries.steps_of(one := make.application(ada), queries.along(one, []))

    assert [(step.title, step.mark, step.page) for step in steps[2:4]] == [
        ("You train", "later", "training:courses"),
        ("You agree to the code of practice", "later", "training:code"),
    ]

    sitting = make.sitting(ada, make.newest_edition("pilot"), state=SittingState.PASSED)
    make.code_agreement(ada, version)
    until = day(sitting.valid_until)
    assert told(one)["You train"] == (
        "done",
        f"You hold a certificate of “{sitting.edition.title}” until {until}.",
    )
    assert told(one)["You agree to the code of practice"] == ("done", "You agreed to version 1.")


def test_declined_application_says_until_when_one_can_appeal(ada, team):
    until = timezone.now() + timedelta(days=3)

    found = told(declined(ada, team, appeal_until=until))

    assert found["The programme team decides"] == (
        "problem",
        "Declined by Priya Nair for the programme team.",
    )
    assert found["You can appeal"] == ("now", f"You can appeal until {day(until)}.")
    # Nobody reads it any more.
    assert found["You train"] == ("later", "You have no certificate of “pilot” yet.")
    assert "You connect your accounts" not in found


@pytest.mark.parametrize("until", [None, timezone.now()])
def test_when_the_time_is_over_there_is_no_appeal(ada, team, until):
    assert list(told(declined(ada, team, appeal_until=until))) == [
        *("You applied", "Your line manager reads it", "You train", "The programme team decides"),
    ]


def test_appeal_is_heard_by_somebody_else(ada, team):
    officer = make.oversight_officer(first_name="Mo", last_name="Holt")
    appeal = {"appeal": "Why.", "appealed_at": timezone.now()}
    heard = {**appeal, "heard_by": officer, "heard_at": timezone.now(), "answer": "So."}
    title = "Somebody else hears your appeal"
    one = declined(ada, team, state=S.APPEALED, **appeal)

    assert told(one)[title][0] == "now"
    one.delete()
    upheld = declined(ada, team, state=S.UPHELD, **heard)
    assert told(upheld)[title] == ("problem", "Mo Holt heard it: the answer stays as it was.")
    assert "You connect your accounts" not in told(upheld)
    overturned = declined(ada, team, state=S.ACCREDITED, **heard)
    assert told(overturned)[title] == ("done", "Mo Holt heard it, and you are accredited.")
    assert told(overturned)["The programme team decides"] == (
        "problem",
        "Declined by Priya Nair for the programme team at first.",
    )


def test_agreed_application_says_what_to_connect(ada, team):
    one = declined(ada, team, state=S.ACCREDITED)

    assert told(one)["You connect your accounts"] == ("done", "There is nothing left to connect.")
    ticket = make.ticket(ada, network="bluesky")
    assert told(one)["You connect your accounts"] == (
        "now",
        f"You can connect: Bluesky until {day(ticket.until)}.",
    )
    assert told(one)["The programme team decides"] == (
        "done",
        "Agreed by Priya Nair for the programme team.",
    )


def test_withdrawn_application_ends_there(ada):
    assert told(make.application(ada, state=S.WITHDRAWN)) == {
        "You applied": ("done", "You said what you do and whom it is for."),
        "You took it back": ("problem", "You can apply again at any time."),
    }
