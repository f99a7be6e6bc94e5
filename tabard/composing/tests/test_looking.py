"""Who looks at a post that waits: others see it for some minutes, and nobody is kept from it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.composing import actions, queries
from tabard.composing.models import Looking, Message
from tabard.composing.settings import LOOKING_MINUTES
from tabard.composing.tests.test_views import signed_in, words_of
from tabard.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def seen_by(person: Person, message: Message) -> list[Person]:
    return [one.by for one in queries.looking_at([message], person)[message.pk]]


def test_others_see_who_opened_a_review_and_they_themselves_do_not():
    make.council()
    message = make.waiting_message()
    beatrice, other = make.reviewer(last_name="Lindqvist"), make.reviewer()
    page = reverse("composing:review", args=[message.pk])

    own = words_of(signed_in(beatrice).get(page))
    said = words_of(signed_in(other).get(page))

    assert "has been looking at this" not in own
    assert "Ada Lindqvist has been looking at this since" in said
    assert "Ada Lindqvist has been looking at this since" in words_of(
        signed_in(other).get(reverse("composing:waiting"))
    )


def test_looking_is_over_after_the_minutes_of_the_council_and_begins_anew():
    message, reviewer, other = make.waiting_message(), make.reviewer(), make.reviewer()
    actions.look(message, by=reviewer)
    first = Looking.objects.get()
    assert first.until - first.since == timedelta(minutes=LOOKING_MINUTES.value)
    actions.look(message, by=reviewer)
    again = Looking.objects.get()
    assert (again.since, again.until > first.until) == (first.since, True)

    ago = timezone.now() - timedelta(hours=1)
    Looking.objects.update(since=ago, until=ago + timedelta(minutes=10))

    assert seen_by(other, message) == []
    actions.look(message, by=other)
    assert [one.by for one in Looking.objects.all()] == [other]


def test_two_look_at_once_and_either_decides():
    message, reviewer, other = make.waiting_message(), make.reviewer(), make.reviewer()
    for one in (reviewer, other):
        actions.look(message, by=one)
    assert seen_by(other, message) == [reviewer]

    actions.approve(message, by=other, submitted_at=message.submitted_at)

    assert not Looking.objects.exists()


def test_what_was_sent_back_is_looked_at_by_nobody():
    message, reviewer = make.waiting_message(), make.reviewer()
    actions.look(message, by=reviewer)

    actions.send_back(message, by=reviewer, said="Say where.", submitted_at=message.submitted_at)

    assert not Looking.objects.exists()


@pytest.mark.parametrize("who", ["author", "officer"])
def test_who_cannot_decide_looks_without_being_seen(who: str):
    make.council()
    message = make.waiting_message()
    person = message.author if who == "author" else make.oversight_officer()

    assert signed_in(person).get(reverse("composing:review", args=[message.pk])).status_code == 200
    with pytest.raises(NotAllowedError):
        actions.look(message, by=person)

    assert not Looking.objects.exists()


def test_decided_post_is_looked_at_without_being_seen():
    make.council()
    message = make.approved_message()

    signed_in(make.reviewer()).get(reverse("composing:review", args=[message.pk]))

    assert not Looking.objects.exists()


def test_somebody_looks_at_a_post_once_at_a_time():
    message, reviewer = make.waiting_message(), make.reviewer()
    make.looking(message, by=reviewer)

    with pytest.raises(IntegrityError, match="somebody_looks_at_a_post_once_at_a_time"):
        make.looking(message, by=reviewer)
