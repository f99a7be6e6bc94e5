"""Who decides about whose posts, and what a reviewer looks at first."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.composing import actions, queries
from tabard.composing.models import Message, MessageState, Picture
from tabard.composing.tests.test_views import signed_in, words_of
from tabard.people.models import Person
from tabard.record.actions import keep_bytes
from tabard.record.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
CHROME = 4


def experienced(*, days: int = 300, **differs: Any) -> Person:
    """Make an author who has posted before, and is not new."""
    since = timezone.now() - timedelta(days=days)
    author = make.accreditation(since=since, **differs).person
    make.approved_message(author)
    return author


def with_pictures(author: Person, *people: str) -> Message:
    message = make.waiting_message(author)
    for place, shown in enumerate(people):
        blob = keep_bytes(b"picture %d" % place, media_type="image/jpeg")
        Picture.objects.create(
            message=message, blob=blob, place=place, people=shown, width=1, height=1
        )
    return message


def reasons(message: Message) -> list[str]:
    return queries.reasons_to_look_first([message], timezone.now())[message.pk]


def test_reviewer_decides_nothing_about_their_own_line_manager_s_post():
    manager = make.author()
    reviewer, other = make.reviewer(manager=manager), make.reviewer(manager=make.person())
    message = make.waiting_message(manager)
    at = message.submitted_at

    with pytest.raises(NotAllowedError, match="line manager is not the author"):
        actions.approve(message, by=reviewer, submitted_at=at)
    with pytest.raises(NotAllowedError, match="line manager is not the author"):
        actions.send_back(message, by=reviewer, said="Say where.", submitted_at=at)

    assert not queries.waiting_for_review(reviewer).exists()
    assert actions.approve(message, by=other, submitted_at=at).approved_by == other


def test_reviewer_without_a_manager_reviews_everybody_s_posts():
    message = make.waiting_message()

    assert list(queries.waiting_for_review(make.reviewer())) == [message]


def test_reviewer_is_not_told_of_their_manager_s_post():
    manager = make.author()
    make.reviewer(manager=manager)
    other = make.reviewer()

    message = actions.submit(make.message(manager), by=manager)

    assert Entry.objects.get(kind="message submitted").people == [other.pk]
    actions.approve(message, by=other, submitted_at=message.submitted_at)
    actions.ask_again(message, why="It ran out.")
    told = sorted(Entry.objects.get(kind="message asked again").people)
    assert told == sorted([manager.pk, other.pk])


def test_ordinary_post_has_no_reason_to_be_looked_at_first():
    assert reasons(make.waiting_message(experienced())) == []


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(-1, ["its time has passed"]), (3, ["it is due soon"]), (5, [])],
)
def test_post_is_looked_at_first_when_its_time_is_near(hours: int, expected: list[str]):
    due_at = timezone.now() + timedelta(hours=hours)

    assert reasons(make.waiting_message(experienced(), due_at=due_at)) == expected


def test_first_post_and_posts_of_new_authors_are_looked_at_first():
    assert reasons(make.waiting_message(make.author())) == ["its author has not posted before"]
    assert reasons(make.waiting_message(experienced(days=10))) == ["its author is new"]


def test_what_checks_noticed_is_a_reason_until_it_is_heeded():
    author = experienced()
    account = make.account(author)
    words = "What a shitty morning. Ring Mrs Hargreaves on 07700 900123."
    message = actions.write(actions.Draft(words=words, accounts=[account]), by=author)
    assert reasons(message) == ["a check noticed personal data"]
    heeded = actions.Draft("Good morning.", [account])
    assert reasons(actions.rewrite(message, heeded, by=author)) == []
    message = actions.write(actions.Draft(words=words, accounts=[account]), by=author)
    because = {one.fingerprint: "She agreed." for one in message.findings.all()}
    draft = actions.Draft(words=words, accounts=[account], because=because)
    message = actions.rewrite(message, draft, by=author)

    assert reasons(message) == [
        "a check noticed personal data",
        "its author kept what a check warns of, and said why",
    ]


def test_post_for_election_days_is_looked_at_first_and_one_for_another_day_is_not():
    today = timezone.localdate()
    make.occasion(first_day=today + timedelta(days=5), last_day=today + timedelta(days=9))
    author = experienced()
    within = make.waiting_message(author, due_at=timezone.now() + timedelta(days=6))

    assert reasons(within) == ["it goes in the days of “County elections”"]
    assert reasons(make.waiting_message(author)) == []


def test_post_with_children_in_its_picture_is_looked_at_first_and_one_with_adults_is_not():
    author = experienced()

    assert reasons(with_pictures(author, "adults")) == []
    assert reasons(with_pictures(author, "children")) == [
        "children can be recognised in its picture"
    ]
    assert reasons(with_pictures(author, "nobody", "children")) == [
        "children can be recognised in one of its pictures"
    ]


def test_post_of_an_experiment_is_looked_at_first():
    author = experienced()

    message = make.waiting_message(author, experiment=make.experiment(author))

    assert reasons(message) == ["it is part of an experiment"]


@pytest.mark.parametrize("how_many", [1, 3])
def test_queue_says_why_and_costs_the_same_however_many_wait(how_many, django_assert_num_queries):
    make.council()
    for _ in range(how_many):
        make.waiting_message()
    client = signed_in(make.reviewer())

    with django_assert_num_queries(CHROME + 11):
        said = words_of(client.get("/reviews/"))

    assert said.count("Look first: its author has not posted before.") == how_many
    assert Message.objects.filter(state=MessageState.WAITING).count() == how_many
