"""What the database holds to, whatever the code does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tabard.training.models import Answer, Mark, Question, Sitting, SittingState
from tests import make

pytestmark = pytest.mark.django_db


def refused(name: str):
    return pytest.raises(IntegrityError, match=name)


def test_one_sitting_is_under_way_per_person_and_course():
    ada, edition = make.person(), make.edition()
    make.sitting(ada, edition)
    make.sitting(make.person(), edition)
    make.sitting(ada, make.edition())
    make.sitting(ada, edition, state=SittingState.NOT_PASSED)

    with refused("one_sitting_under_way_per_person_and_course"):
        make.sitting(ada, make.edition(edition.course.slug))


@pytest.mark.parametrize(
    ("differs", "name"),
    [
        ({"state": "passed", "valid_until": None}, "sitting_passed_with_a_certificate"),
        ({"valid_until": timezone.now()}, "sitting_passed_with_a_certificate"),
        ({"right": 3}, "sitting_under_way_or_finished_with_a_result"),
        ({"state": "not_passed", "right": None}, "sitting_under_way_or_finished_with_a_result"),
        ({"state": "not_passed", "right": 5}, "no_more_right_than_asked"),
    ],
)
def test_sitting_is_finished_with_a_result_or_not_at_all(differs, name):
    with refused(name):
        make.sitting(make.person(), **differs)


@pytest.mark.parametrize(
    ("differs", "name"),
    [
        ({"pass_mark": 0}, "pass_mark_between_1_and_100"),
        ({"pass_mark": 101}, "pass_mark_between_1_and_100"),
        ({"refresher_questions": 5}, "refresher_is_not_longer_than_the_assessment"),
    ],
)
def test_edition_keeps_to_its_bounds(differs, name):
    with refused(name):
        make.edition(**differs)


def test_edition_of_a_version_is_loaded_once():
    make.edition("pilot", version="1")
    make.edition("other", version="1")

    with refused("one_edition_per_course_and_version"):
        make.edition("pilot", version="1")


def test_question_is_asked_once_under_one_number():
    sitting = make.sitting(make.person())
    asked = sitting.answers.get(number=1)

    with refused("question_asked_once"), transaction.atomic():
        Answer.objects.create(sitting=sitting, number=9, question=asked.question)
    with refused("answer_has_its_own_number"):
        other = Question.objects.latest("pk")
        Answer.objects.create(sitting=sitting, number=1, question=other)


def test_names_and_numbers_are_given_once():
    module = make.edition().modules.get(number=1)

    with refused("module_has_its_own_number"), transaction.atomic():
        module.edition.modules.create(number=1, title="T", summary="S", minutes=1, text="")
    with refused("question_has_its_own_name"), transaction.atomic():
        module.questions.create(name="1-question-1", asks="Why?", kind="one", choices=[])
    Mark.objects.create(person=(ada := make.person()), module=module)
    with refused("module_marked_once"):
        Mark.objects.create(person=ada, module=module)


@pytest.mark.parametrize(("right", "score"), [(None, 0), (0, 0), (19, 79), (24, 100)])
def test_score_is_rounded_down(right: int | None, score: int):
    assert Sitting(right=right, asked=24).score == score


def test_certificate_is_valid_until_its_date():
    now = timezone.now()

    assert Sitting(valid_until=now + timedelta(minutes=1)).is_valid
    assert not Sitting(valid_until=now).is_valid
    assert not Sitting().is_valid


@pytest.mark.parametrize(
    ("asks", "told"),
    [
        ("A man calls. He shouts. What now?", ("A man calls. He shouts.", "What now?")),
        ("What now?", ("", "What now?")),
        ("He says “No.” What now?", ("He says “No.”", "What now?")),
    ],
)
def test_scenario_is_parted_from_its_question(asks: str, told: tuple[str, str]):
    assert Question(asks=asks).told == told


def test_things_say_what_they_are():
    edition = make.edition("pilot")
    sitting = make.sitting(make.person(last_name="Lovelace"), edition)
    module = edition.modules.get(number=1)

    said = [edition.course, edition, module, sitting, Mark(module=module)]

    assert [*map(str, said), str(sitting.answers.get(number=2))] == [
        "pilot",
        "Speaking for the council",
        "Module 1",
        "Speaking for the council by Ada Lovelace",
        "Module 1 read",
        "answer 2",
    ]
    assert str(module.questions.first()) == "1-question-1"
