"""What somebody writes to renew is kept as all that they write and have not sent."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tabard.accreditation import actions
from tabard.accreditation.models import Draft, Renewal, RenewalState
from tabard.accreditation.tests.pages import by, to, words
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
S = RenewalState
HALF = {"answer_0": "Half a thought", "minutes_a_week": "some", "do": "save", "seen": "0"}


def written(**differs) -> Renewal:
    renewal = make.renewal(**differs)
    by(renewal.person).post(to("review", renewal), HALF)
    return renewal


def test_draft_is_gone_once_the_review_is_sent_and_what_was_sent_is_shown_when_it_comes_back():
    renewal = make.renewal(state=S.SENT_BACK, changes="I moved to rangers.")
    client = by(renewal.person)
    page = words(client.get(to("review", renewal)))
    assert "Answering on the same day." in page
    assert "I moved to rangers." in page
    assert 'value="45"' in page
    client.post(to("review", renewal), HALF)
    assert "Answering on the same day." not in words(client.get(to("review", renewal)))

    actions.send_review(renewal, by=renewal.person, answers=[], changes="", minutes_a_week=5)

    assert not Draft.objects.exists()


@pytest.mark.parametrize("how", ["give_up", "end"])
def test_nothing_is_left_of_a_draft_that_cannot_be_sent_any_more(how):
    renewal, other = written(), written()
    if how == "give_up":
        actions.give_up(renewal, by=renewal.person)
    else:
        officer = make.oversight_officer()
        actions.end(renewal.accreditation, by=officer, reason="Over.")

    assert [draft.about for draft in Draft.objects.all()] == [other.draft_of_review]


def test_whoever_began_to_look_back_is_reminded_once_as_of_every_draft():
    renewal = written()
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=5))

    assert (actions.remind(), actions.remind()) == (1, 0)

    entry = Entry.objects.get(kind="draft waits")
    assert entry.people == [renewal.person_id]


@pytest.mark.usefixtures("_every_constraint_holds_at_once")
def test_drafts_of_before_are_kept_and_what_was_sent_is_not_taken_for_one():
    people = [make.renewal(state=state).person for state in (S.OPEN, S.OPEN, S.SENT_BACK, S.SENT)]
    executor = MigrationExecutor(connection)
    executor.migrate([("accreditation", "0017_hearers_told")])
    with connection.cursor() as cursor:
        cursor.execute(
            'UPDATE accreditation_renewal SET draft = \'{"answer_0": "Half"}\', version = 3, '
            "saved_at = waits_since + '1 hour' WHERE person_id <> %s",
            [people[1].pk],
        )
        cursor.execute(
            "UPDATE accreditation_renewal SET saved_at = waits_since - '1 hour'::interval "
            "WHERE state = 'sent_back'"
        )
    executor = MigrationExecutor(connection)

    executor.migrate(executor.loader.graph.leaf_nodes("accreditation"))

    [kept] = Draft.objects.all()
    number = Renewal.objects.get(person=people[0]).pk
    assert (kept.applicant, kept.about, kept.version, kept.answers, kept.reminded) == (
        people[0], f"renewal {number}", 3, {"answer_0": "Half"}, False,
    )  # fmt: skip

    executor = MigrationExecutor(connection)
    executor.migrate([("accreditation", "0017_hearers_told")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT version, draft FROM accreditation_renewal WHERE id = %s", [number])
        assert cursor.fetchall() == [(3, '{"answer_0": "Half"}')]
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("accreditation"))


@pytest.fixture
def _every_constraint_holds_at_once() -> None:
    """Leave no check for later, so that tables can be changed inside of the test."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
