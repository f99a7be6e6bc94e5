"""What waits for somebody, across every stage."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.accounts.models import AccountState
from tabard.accreditation.models import ApplicationState
from tabard.home import queries
from tabard.home.models import Counts, Task, tasks
from tabard.keeping.actions import begin_farewell
from tabard.notices.models import Notice
from tabard.people.models import Role
from tabard.publishing.models import DeliveryState
from tabard.record import actions
from tests import make

pytestmark = pytest.mark.django_db

NOTHING = Counts(
    notices=0,
    applications=0,
    reviews=0,
    sent_back=0,
    tickets=0,
    lost=0,
    stopped=0,
    code=0,
    leads=False,
)


def test_nothing_waits_for_somebody_new():
    assert queries.counts(make.person()) == NOTHING


def test_unread_notices_wait():
    person = make.person()
    for read_at in (None, None, timezone.now()):
        Notice.objects.create(
            person=person,
            entry=actions.record("accredited"),
            words="You were accredited.",
            url="/",
            at=timezone.now(),
            read_at=read_at,
        )

    assert queries.counts(person) == replace(NOTHING, notices=2)


def test_a_new_version_of_the_code_waits_for_whoever_agreed_to_an_earlier_one():
    person, newcomer = make.person(), make.person()
    make.code_agreement(person, make.code())
    assert queries.counts(person) == NOTHING

    make.code()

    assert queries.counts(person) == replace(NOTHING, code=1)
    assert queries.counts(newcomer) == NOTHING


def test_applications_of_the_team_wait_for_the_manager():
    manager = make.person()
    make.application(make.person(manager=manager))
    make.application()

    assert queries.counts(manager) == replace(NOTHING, applications=1, to_endorse=1, leads=True)


def test_endorsed_applications_wait_for_the_programme_team():
    make.application(state=ApplicationState.ENDORSED)
    make.application(state=ApplicationState.APPLIED)

    assert queries.counts(make.programme_member()) == replace(NOTHING, applications=1, to_decide=1)


def test_what_an_appeal_overturned_is_not_to_be_decided_again():
    hearer = make.oversight_officer()
    make.application(
        state=ApplicationState.ENDORSED,
        appealed_at=timezone.now(),
        appeal="The villages.",
        heard_by=hearer,
        heard_at=timezone.now(),
        answer="Yes.",
    )

    assert queries.counts(make.programme_member()) == replace(NOTHING, applications=1, overturned=1)


def test_appeals_of_applications_wait_for_those_who_hear_them():
    make.application(
        state=ApplicationState.APPEALED,
        appealed_at=timezone.now(),
        appeal="The villages.",
        reason="No.",
        would_change="A plan.",
    )

    assert queries.counts(make.oversight_officer()) == replace(NOTHING, applications=1, to_hear=1)


def test_adoptions_and_accounts_of_leavers_wait_for_the_programme_team():
    make.adoption()
    near, decided, own = make.succession(), make.succession(), make.succession()
    make.succession()
    team = make.programme_member()
    near.person.manager = team
    near.person.save()
    decided.state, decided.outcome = "decided", "archive"
    decided.decided_by, decided.decided_at = make.programme_member(), timezone.now()
    decided.save()
    own.person = team
    own.save()

    waiting = queries.counts(team)

    assert (waiting.adoptions, waiting.successions) == (1, 1)
    assert queries.counts(make.reviewer()) == NOTHING


def test_a_farewell_waits_for_whoever_says_it_until_it_is_begun():
    team = make.programme_member()
    mine = make.succession(
        state="decided",
        outcome="archive",
        farewell="from_it",
        decided_by=team,
        decided_at=timezone.now(),
    )
    other = make.author()
    goes_on = make.account(other)
    make.succession(
        state="decided",
        outcome="merge",
        successor=goes_on,
        farewell="from_others",
        decided_by=team,
        decided_at=timezone.now(),
    )
    assert [queries.counts(one).farewells for one in (mine.person, other)] == [1, 1]

    begin_farewell(mine, by=mine.person)

    assert [queries.counts(one).farewells for one in (mine.person, other)] == [0, 1]
    assert queries.counts(team).farewells == 0


def test_posts_that_were_drawn_wait_for_reviewers():
    sample = make.sample()

    assert queries.counts(make.reviewer()) == replace(NOTHING, samples=1)
    assert queries.counts(sample.author) == NOTHING


def test_suspensions_wait_for_those_who_see_to_them_and_for_their_person():
    suspension = make.suspension()

    assert queries.counts(make.oversight_officer()) == replace(NOTHING, suspensions=1)
    assert queries.counts(suspension.person) == replace(NOTHING, suspended=1)
    assert queries.counts(make.reviewer()) == NOTHING


def test_posts_wait_for_reviewers_but_not_for_their_author():
    author = make.author()
    author.roles = [Role.REVIEWER]
    author.save()
    make.waiting_message(author)

    assert queries.counts(make.reviewer()) == replace(NOTHING, reviews=1)
    assert queries.counts(author) == NOTHING


def test_what_was_sent_back_waits_for_its_author():
    author = make.author()
    make.message(author, said="Say where.")
    make.message(author)

    assert queries.counts(author) == replace(NOTHING, sent_back=1)


def test_accounts_wait_to_be_connected_for_the_first_time_and_again():
    author = make.author()
    make.ticket(author)
    make.ticket(author, until=timezone.now())
    make.ticket(author, used_at=timezone.now())
    make.account(author, state=AccountState.LOST)
    make.account(author)

    assert queries.counts(author) == replace(NOTHING, tickets=1, lost=1)


@pytest.mark.parametrize(
    ("state", "days_ago", "stopped"),
    [
        (DeliveryState.HELD, 30, 1),
        (DeliveryState.FAILED, 1, 1),
        (DeliveryState.EXPIRED, 13, 1),
        (DeliveryState.FAILED, 15, 0),
        (DeliveryState.EXPIRED, 15, 0),
        (DeliveryState.CANCELLED, 0, 0),
        (DeliveryState.CONFIRMED, 0, 0),
    ],
)
def test_posts_that_did_not_go_are_brought_up(state: DeliveryState, days_ago: int, stopped: int):
    author = make.author()
    message = make.approved_message(author)
    due_at = timezone.now() - timedelta(days=days_ago)
    make.delivery(message, state=state, due_at=due_at)

    assert queries.counts(author) == replace(NOTHING, stopped=stopped)


def test_everything_is_counted_in_one_query(django_assert_num_queries):
    person = make.programme_member()

    with django_assert_num_queries(1):
        queries.counts(person)


def test_what_waits_is_put_into_words_and_what_does_not_is_left_out():
    counts = replace(NOTHING, reviews=1, notices=3)

    assert tasks(counts, None) == [
        Task(1, "post to review", "composing:waiting"),
        Task(3, "unread notices", "notices:list"),
    ]
    assert tasks(NOTHING, None) == []


def test_an_application_that_was_sent_back_waits_to_be_changed():
    application = make.application(state=ApplicationState.SENT_BACK)

    [task] = tasks(NOTHING, application)

    assert (task.count, task.words) == (1, "application to change")
    assert task.url == f"/accreditation/applications/{application.pk}/change/"
