"""Questions across applications."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.accreditation import queries
from tabard.accreditation.models import Application, ApplicationState
from tabard.accreditation.tests.pages import by, to, words
from tabard.people.queries import programme_team
from tests import make

pytestmark = pytest.mark.django_db


S = ApplicationState


def test_manager_has_the_applications_of_the_team_waiting():
    manager = make.person()
    one = make.application(make.person(manager=manager))
    make.application(make.person(manager=manager), state=S.ENDORSED, endorsed_by=manager)
    make.application(make.person(manager=manager), state=S.SENT_BACK)
    make.application()

    assert list(queries.waiting_for(manager)) == [one]


def test_programme_team_has_endorsed_applications_waiting_but_not_its_own():
    team = make.programme_member(manager=make.person())
    other = make.person()
    one = make.application(state=S.ENDORSED, endorsed_by=other)
    make.application(team, state=S.ENDORSED, endorsed_by=other)
    make.application(state=S.ENDORSED, endorsed_by=team)
    make.application(state=S.APPLIED)

    assert list(queries.waiting_for(team)) == [one]


def test_manager_on_the_programme_team_has_both_waiting():
    team = make.programme_member()
    mine = make.application(make.person(manager=team))
    endorsed = make.application(state=S.ENDORSED, endorsed_by=make.person())

    assert list(queries.waiting_for(team)) == [mine, endorsed]


@pytest.mark.parametrize("state", ["applied", "endorsed", "sent_back"])
def test_application_under_way_is_found(state):
    one = make.application(state=S(state))

    assert queries.application_under_way(one.applicant) == one


@pytest.mark.parametrize("state", ["accredited", "withdrawn"])
def test_finished_application_is_not_under_way(state):
    one = make.application(state=S(state))

    assert queries.application_under_way(one.applicant) is None
    assert queries.latest_application(one.applicant) == one


def test_latest_application_is_the_persons_own_last():
    first = make.application(state=S.WITHDRAWN)
    last = make.application(first.applicant)
    make.application()

    assert queries.latest_application(first.applicant) == last
    assert queries.latest_application(make.person()) is None


@pytest.mark.usefixtures("without_x")
def test_what_was_agreed_is_connected_or_can_be_or_neither():
    ada = make.person(manager=make.person())
    one = make.application(ada, networks=["practice", "bluesky", "mastodon", "x"])
    make.account(ada, network="practice")
    make.ticket(ada, network="bluesky")

    assert queries.not_connected(one) == ["bluesky", "mastodon"]
    assert queries.without_leave(one) == ["mastodon"]


def test_programme_team_is_those_who_still_sign_in():
    member, left = make.programme_member(), make.programme_member()
    left.is_active = False
    left.save()
    make.oversight_officer()

    assert list(programme_team()) == [member]


def test_those_with_whom_an_application_is_are_the_manager_and_whoever_stands_in():
    manager, stand_in = make.person(), make.person()
    one = make.application(make.person(manager=manager))
    make.stand_in(manager, stand_in)

    assert queries.with_the_manager(one) == [manager.pk, stand_in.pk]
    assert queries.with_the_manager(make.application(make.person())) == []


@pytest.mark.parametrize("how_many", [1, 30])
def test_what_waits_is_one_query(how_many, django_assert_num_queries):
    team = make.programme_member()
    for _ in range(how_many):
        make.application(make.person(manager=team))
        make.application(state=S.ENDORSED, endorsed_by=make.person())

    with django_assert_num_queries(1):
        rows = [
            f"{one.applicant.service} {one.applicant.manager}" for one in queries.waiting_for(team)
        ]
    assert len(rows) == 2 * how_many


def test_time_to_an_answer_is_the_councils_until_it_can_be_measured():
    assert queries.days_to_answer() == 10
    now = timezone.now()
    for days in range(1, 11):
        one = make.application(state=S.ACCREDITED, decided_at=now)
        Application.objects.filter(pk=one.pk).update(applied_at=now - timedelta(days=days, hours=1))
    make.application(state=S.ACCREDITED, decided_at=now - timedelta(days=400))

    assert queries.days_to_answer() == 9


def test_page_says_how_long_it_takes(ada):
    assert "Most people have an answer within 10 days." in words(by(ada).get(to("apply")))
