"""A course can be taken out, and what people hold of it stands."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.training import actions, queries
from tabard.training.models import Course, SittingState
from tabard.training.settings import COURSES_NEEDED
from tests import make

pytestmark = pytest.mark.django_db

COURSES = reverse("training:courses")


@pytest.fixture
def ada() -> Person:
    make.council()
    return make.person(last_name="Lovelace")


def read(person: Person) -> str:
    client = Client()
    client.force_login(person)
    return client.get(COURSES).content.decode()


def test_nobody_begins_a_course_that_was_taken_out(ada):
    edition = make.edition("first-aid", title="First aid")
    assert "First aid" in read(ada)

    call_command("offer_course", "first-aid", "--not")

    edition.refresh_from_db()
    with pytest.raises(NotAllowedError, match="not offered any more"):
        actions.begin(edition, by=ada)
    assert "First aid" not in read(ada)
    assert Entry.objects.get().kind == "course taken out"


def test_it_can_be_offered_again(ada):
    edition = make.edition("first-aid")
    call_command("offer_course", "first-aid", "--not")
    call_command("offer_course", "first-aid")

    edition.course.refresh_from_db()
    assert actions.begin(edition, by=ada)
    assert [one.kind for one in Entry.objects.order_by("pk")] == [
        "course taken out",
        "course offered",
    ]


def test_who_has_begun_goes_on_to_the_end(ada):
    edition = make.edition("first-aid", title="First aid")
    sitting = actions.begin(edition, by=ada)
    actions.offer_course(edition.course, is_offered=False)

    assert "Go on with the assessment" in read(ada)
    for asked in queries.answers_of(sitting):
        actions.answer(asked, chosen=asked.question.right_choices, by=ada)
    assert actions.finish(sitting, by=ada).is_valid


def test_certificate_stands(ada):
    held = make.sitting(ada, make.edition("first-aid"), state=SittingState.PASSED)
    make.chosen(COURSES_NEEDED, [])
    actions.offer_course(held.course, is_offered=False)
    make.chosen(COURSES_NEEDED, ["first-aid"])

    assert queries.preparation_of(ada, timezone.now()).is_trained
    shown = read(ada)
    assert "See your certificate" in shown
    assert "not offered any more" in shown


def test_course_that_everybody_needs_is_not_taken_out():
    make.edition("pilot")

    with pytest.raises(CommandError, match="Take it out of the courses that are needed first"):
        call_command("offer_course", "pilot", "--not")

    assert Course.objects.get().is_offered
    assert not Entry.objects.exists()


def test_unknown_course_is_answered_with_those_that_are_there():
    with pytest.raises(CommandError, match="There are: none"):
        call_command("offer_course", "nothing")
    make.edition("pilot")
    with pytest.raises(CommandError, match="There are: pilot"):
        call_command("offer_course", "nothing")
