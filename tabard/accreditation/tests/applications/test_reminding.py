"""Whoever lets an application wait is reminded, once for each step."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tabard.accreditation import actions
from tabard.accreditation.models import Application, ApplicationState, Draft
from tabard.accreditation.settings import REMIND_AFTER
from tabard.accreditation.tests.pages import by, to
from tabard.accreditation.tests.told import last_entry, last_facts
from tabard.council.models import ChosenSetting
from tabard.notices.actions import follow
from tabard.notices.models import Notice
from tabard.record.actions import chain
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


def kinds() -> list[tuple[str, list[int]]]:
    return [(entry.kind, entry.people) for entry in Entry.objects.order_by("pk")]


def test_programme_team_is_told_when_the_manager_lets_it_wait_on():
    team = make.programme_member()
    one = waited(9, reminders=1)
    assert actions.remind() == 0
    Application.objects.update(waits_since=timezone.now() - timedelta(days=10))

    assert (actions.remind(), actions.remind()) == (1, 0)

    one.refresh_from_db()
    assert one.reminders == 2
    assert kinds() == [
        ("application waits", [one.applicant.manager_id]),
        ("application waits for the manager", [team.pk]),
    ]


def test_manager_who_left_is_not_reminded_and_the_programme_team_is_told_at_once():
    team, manager = make.programme_member(), make.gone(make.person())
    waited(5, applicant=make.person(manager=manager))

    actions.remind()

    assert kinds() == [("application waits for the manager", [team.pk])]


def test_stand_ins_of_the_programme_team_hear_nothing_of_strangers():
    team, manager, acting = make.programme_member(), make.gone(make.person()), make.person()
    make.stand_in(team, acting)
    waited(5, applicant=make.person(manager=manager))

    actions.remind()
    chain()
    follow()

    assert set(Notice.objects.values_list("person", flat=True)) == {team.pk}


def test_applicant_who_stands_in_for_their_manager_is_not_reminded_to_endorse_themselves():
    manager = make.person()
    ada = make.person(manager=manager)
    make.stand_in(manager, ada)
    waited(5, applicant=ada)

    actions.remind()

    assert kinds() == [("application waits", [manager.pk])]


def test_oversight_officers_are_told_when_the_panel_lets_it_wait_on():
    team, in_line = make.programme_member(), make.programme_member()
    officer, endorser = make.oversight_officer(), make.person()
    one = waited(5, state=S.ENDORSED, endorsed_by=endorser, line=[in_line.pk])
    assert (actions.remind(), actions.remind()) == (1, 0)
    assert kinds() == [("application waits", [team.pk])]
    assert by(officer).get(to("application", one)).status_code == 403

    Application.objects.update(waits_since=timezone.now() - timedelta(days=11))
    actions.remind()

    assert kinds()[1:] == [
        ("application waits", [team.pk]),
        ("application waits for the panel", sorted([team.pk, officer.pk])),
    ]
    assert by(officer).get(to("application", one)).status_code == 200


def test_those_who_can_hear_an_appeal_are_reminded_again_and_again():
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
    Application.objects.update(waits_since=timezone.now() - timedelta(days=11))
    actions.remind()

    assert kinds() == [("application waits", [officer.pk])] * 2


def test_applicant_is_reminded_of_what_was_sent_back_three_times():
    one = waited(99, state=S.SENT_BACK)

    assert [actions.remind() for _ in range(5)] == [1, 1, 1, 0, 0]
    assert kinds() == [("application waits for its applicant", [one.applicant_id])] * 3


@pytest.mark.parametrize("differs", [{"state": S.WITHDRAWN}, {"state": S.ACCREDITED}])
def test_nobody_is_reminded_of_what_is_over(differs):
    waited(99, **differs)

    assert actions.remind() == 0


def test_somebody_is_told_once_of_what_they_have_written_and_not_sent():
    ada = make.person()
    actions.keep_draft(ada, {"purpose": "Secret thoughts"}, about="application", seen="0")
    assert actions.remind() == 0
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=5))

    assert (actions.remind(), actions.remind()) == (1, 0)

    assert last_entry() == ("draft waits", [ada.pk])
    assert last_facts() == {"person": ada.pk}


def test_nobody_who_left_is_told_of_a_draft():
    ada = make.person()
    actions.keep_draft(ada, {}, about="application", seen="0")
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=5))
    make.gone(ada)

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
def test_nothing_to_remind_of_is_as_many_queries_however_many_there_are(
    how_many, django_assert_num_queries
):
    for _ in range(how_many):
        make.application()

    # The setting and the rows, of applications and of drafts; and the transactions around them.
    with django_assert_num_queries(8):
        actions.remind()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("how_many", [1, 30])
def test_reminding_of_many_asks_as_often_as_of_one(how_many, django_assert_num_queries):
    make.programme_member()
    for _ in range(how_many):
        waited(10, reminders=1)

    with django_assert_num_queries(18):
        assert actions.remind() == how_many
