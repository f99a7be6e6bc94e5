"""Whoever lets an application wait is reminded, once for each step."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tabard.accreditation import actions
from tabard.accreditation.models import Application, ApplicationState
from tabard.accreditation.settings import REMIND_AFTER
from tabard.accreditation.tests.told import last_entry, last_facts
from tabard.council.models import ChosenSetting
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db

S = ApplicationState


def waited(days: int, **differs: Any) -> Application:
    since = timezone.now() - timedelta(days=days, minutes=1)
    return make.application(waits_since=since, **differs)


def test_manager_is_reminded_after_five_days_and_once():
    make.programme_member()
    one = waited(5)

    assert (actions.remind(), actions.remind()) == (1, 0)

    one.refresh_from_db()
    assert one.reminders == 1
    assert last_entry() == ("application waits", [one.applicant.manager_id])
    assert last_facts() == {"application": one.pk, "applicant": one.applicant_id, "how_many": 5}


def test_whoever_stands_in_is_reminded_too():
    manager, stand_in = make.person(), make.person()
    waited(5, applicant=make.person(manager=manager))
    make.stand_in(manager, stand_in)

    actions.remind()

    assert last_entry() == ("application waits", sorted([manager.pk, stand_in.pk]))


def test_programme_team_is_told_when_the_manager_lets_it_wait_on():
    team = make.programme_member()
    one = waited(9, reminders=1)
    assert actions.remind() == 0
    Application.objects.update(waits_since=timezone.now() - timedelta(days=10))

    assert (actions.remind(), actions.remind()) == (1, 0)

    one.refresh_from_db()
    assert one.reminders == 2
    assert last_entry() == ("application waits for the manager", [team.pk])


def test_programme_team_is_reminded_of_what_it_has_itself():
    team, in_line = make.programme_member(), make.programme_member()
    waited(5, state=S.ENDORSED, endorsed_by=make.person(), line=[in_line.pk])

    assert (actions.remind(), actions.remind()) == (1, 0)
    assert last_entry() == ("application waits", [team.pk])


def test_those_who_can_hear_an_appeal_are_reminded():
    officer, decided = make.oversight_officer(), make.programme_member()
    waited(
        *[5],
        state=S.APPEALED,
        decided_by=decided,
        reason="No.",
        would_change="More.",
        appeal="Why.",
        appealed_at=timezone.now(),
    )

    actions.remind()

    assert last_entry() == ("application waits", [officer.pk])


@pytest.mark.parametrize(
    "differs",
    [{"state": S.SENT_BACK}, {"state": S.WITHDRAWN}, {"state": S.ACCREDITED}, {"reminders": 2}],
)
def test_nobody_is_reminded_of_what_does_not_wait_for_others(differs):
    waited(99, **differs)

    assert actions.remind() == 0


def test_council_sets_after_how_many_days():
    ChosenSetting.objects.create(key=REMIND_AFTER.key, value=10, chosen_at=timezone.now())
    waited(9)
    assert actions.remind() == 0
    waited(10)
    assert actions.remind() == 1


def test_endorsing_begins_the_waiting_anew():
    manager = make.person()
    one = waited(5, applicant=make.person(manager=manager))
    actions.remind()

    actions.endorse(one, by=manager)

    one.refresh_from_db()
    assert one.reminders == 0
    assert timezone.now() - one.waits_since < timedelta(minutes=1)


@pytest.mark.parametrize("how_many", [1, 30])
def test_nothing_to_remind_of_is_two_queries(how_many, django_assert_num_queries):
    for _ in range(how_many):
        make.application()

    # The setting, the rows, and the transaction around them.
    with django_assert_num_queries(4):
        actions.remind()
    assert not Entry.objects.exists()
