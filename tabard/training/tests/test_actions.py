"""Loading courses, and sitting their assessments."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import facts_of, in_words
from tabard.training import actions
from tabard.training.models import Answer, Edition, Mark, Sitting, SittingState
from tests import make

pytestmark = pytest.mark.django_db

PILOT = Path(__file__).parents[1] / "courses" / "pilot"


@pytest.fixture
def ada() -> Person:
    return make.person(last_name="Lovelace")


def told() -> list[str]:
    people = {person.pk: person.name for person in Person.objects.all()}
    return [in_words(entry.kind, facts_of(entry), people=people) for entry in Entry.objects.all()]


def sit(sitting: Sitting, *, right: int) -> Sitting:
    """Answer so many questions right and the others wrong, and hand them in."""
    for asked in sitting.answers.select_related("sitting", "question"):
        wrong = [1]
        chosen = asked.question.right_choices if asked.number <= right else wrong
        actions.answer(asked, chosen=chosen, by=sitting.person)
    return actions.finish(sitting, by=sitting.person)


class TestLoading:
    def test_our_course_is_loaded_whole_and_once(self, capsys):
        call_command("load_course", str(PILOT))
        call_command("load_course", str(PILOT))

        edition = Edition.objects.get()
        assert [module.number for module in edition.modules.all()] == [1, 2, 3, 4, 5, 6]
        assert not edition.modules.get(number=1).text.startswith("#")
        assert capsys.readouterr().out.splitlines() == [
            f"Loaded “Speaking for the council”, version 1: 6 modules, {edition.minutes} minutes.",
            "This course is loaded already; there was nothing to do.",
        ]
        assert told() == ["The course “Speaking for the council”, version 1, was loaded."]

    def test_other_words_need_another_version(self, tmp_path):
        folder = shutil.copytree(PILOT, tmp_path / "pilot")
        actions.load_course(folder)
        toml = folder / "course.toml"
        toml.write_text(toml.read_text(encoding="utf-8").replace("= 24", "= 18"), encoding="utf-8")

        with pytest.raises(CommandError, match="Give it a new version"):
            call_command("load_course", str(folder))

        assert Edition.objects.get().questions == 24

    def test_new_version_stands_beside_the_old(self, tmp_path):
        folder = shutil.copytree(PILOT, tmp_path / "pilot")
        actions.load_course(folder)
        toml = folder / "course.toml"
        toml.write_text(toml.read_text(encoding="utf-8").replace('"1"', '"2"'), encoding="utf-8")

        actions.load_course(folder)

        assert [one.version for one in Edition.objects.all()] == ["1", "2"]

    def test_course_with_a_fault_leaves_nothing_behind(self, tmp_path):
        folder = shutil.copytree(PILOT, tmp_path / "pilot")
        (folder / "07-broken.md").write_text("Words.", encoding="utf-8")

        with pytest.raises(CommandError, match=r"- 07-broken\.md: it does not begin with front"):
            call_command("load_course", str(folder))

        assert not Edition.objects.exists()
        assert not Entry.objects.exists()


class TestBeginning:
    def test_questions_are_drawn_from_every_module(self, ada):
        sitting = actions.begin(make.edition(modules=2), by=ada)

        asked = sitting.answers.select_related("question__module")
        assert sorted(one.question.module.number for one in asked) == [1, 1, 2, 2]
        assert [one.number for one in asked] == [1, 2, 3, 4]

    def test_that_somebody_tries_is_theirs_alone(self, ada):
        actions.begin(make.edition(), by=ada)

        assert not Entry.objects.exists()

    def test_second_sitting_of_the_course_is_refused(self, ada):
        edition = make.edition()
        actions.begin(edition, by=ada)

        with pytest.raises(NotAllowedError, match="Go on where you stopped"):
            actions.begin(edition, by=ada)

    def test_retake_waits_and_then_deletes_the_earlier_answers(self, ada, time_machine):
        edition = make.edition()
        missed = sit(actions.begin(edition, by=ada), right=2)
        other = make.sitting(make.person(), edition)
        with pytest.raises(NotAllowedError, match="You can try again from"):
            actions.begin(edition, by=ada)

        time_machine.move_to(timezone.now() + timedelta(days=1))
        again = actions.begin(edition, by=ada)

        assert list(Sitting.objects.filter(person=ada)) == [again]
        assert not Answer.objects.filter(sitting=missed.pk).exists()
        assert again.answers.count() == other.answers.count() == 4

    def test_certificate_is_renewed_with_fewer_questions_and_no_loss_of_time(self, ada):
        edition, until = make.edition(), timezone.now() + timedelta(days=30)
        make.sitting(ada, edition, state=SittingState.PASSED, valid_until=until)

        renewed = sit(actions.begin(edition, by=ada), right=2)

        assert renewed.asked == 2
        assert renewed.valid_until
        assert renewed.valid_until > until + timedelta(days=729)

    def test_missed_refresher_leads_to_the_whole_assessment(self, ada, time_machine):
        edition, until = make.edition(), timezone.now() + timedelta(days=30)
        make.sitting(ada, edition, state=SittingState.PASSED, valid_until=until)
        sit(actions.begin(edition, by=ada), right=1)

        time_machine.move_to(timezone.now() + timedelta(days=1))

        assert actions.begin(edition, by=ada).asked == 4


class TestAnswering:
    def test_answer_can_be_changed(self, ada):
        asked = make.sitting(ada).answers.get(number=1)

        actions.answer(asked, chosen=[1], by=ada)
        actions.answer(asked, chosen=[2, 0, 2], by=ada)

        assert Answer.objects.get(pk=asked.pk).chosen == [0, 2]
        assert not Entry.objects.exists()

    def test_somebody_else_does_not_answer(self, ada):
        asked = make.sitting(ada).answers.get(number=1)

        with pytest.raises(NotAllowedError, match="Only the person"):
            actions.answer(asked, chosen=[0], by=make.programme_member())

    def test_answer_that_is_not_offered_is_refused(self, ada):
        asked = make.sitting(ada).answers.get(number=2)

        with pytest.raises(NotAllowedError, match="no such answer"):
            actions.answer(asked, chosen=[2], by=ada)

    def test_nothing_is_answered_after_the_end(self, ada):
        asked = make.sitting(ada, state=SittingState.NOT_PASSED).answers.get(number=1)

        with pytest.raises(NotNowError):
            actions.answer(asked, chosen=[0], by=ada)


class TestFinishing:
    def test_pass_mark_gives_a_certificate(self, ada):
        sitting = sit(make.sitting(ada), right=3)

        assert (sitting.state, sitting.right, sitting.score) == ("passed", 3, 75)
        assert sitting.is_valid
        assert sitting.valid_until
        entry = Entry.objects.get()
        assert (entry.kind, entry.people) == ("assessment passed", [ada.pk])
        assert facts_of(entry) == {
            "sitting": sitting.pk,
            "course": "Speaking for the council",
            "version": sitting.edition.version,
            "until": sitting.valid_until.isoformat(),
            "by": ada.pk,
        }

    def test_less_gives_none(self, ada):
        sitting = sit(make.sitting(ada), right=2)

        assert (sitting.state, sitting.right, sitting.valid_until) == ("not_passed", 2, None)

    def test_of_a_try_without_a_certificate_the_record_holds_no_score(self, ada):
        sitting = sit(make.sitting(ada), right=2)

        entry = Entry.objects.get()
        assert (entry.kind, entry.people) == ("assessment handed in", [ada.pk])
        assert facts_of(entry) == {
            "sitting": sitting.pk,
            "course": "Speaking for the council",
            "by": ada.pk,
        }
        (said,) = told()
        assert said.startswith("Ada Lovelace handed in an assessment or a pre-test of the course")

    def test_unanswered_question_holds_it_up(self, ada):
        sitting = make.sitting(ada)

        with pytest.raises(NotAllowedError, match="Questions 1, 2, 3 and 4 are not answered yet"):
            actions.finish(sitting, by=ada)

        assert Sitting.objects.get().state == SittingState.UNDER_WAY

    def test_somebody_else_does_not_finish(self, ada):
        with pytest.raises(NotAllowedError):
            actions.finish(make.sitting(ada), by=make.person())

    def test_nobody_finishes_twice(self, ada):
        sitting = sit(make.sitting(ada), right=4)

        with pytest.raises(NotNowError):
            actions.finish(sitting, by=ada)

    def test_some_right_choices_are_not_enough(self, ada):
        asked = make.sitting(ada).answers.get(number=1)

        assert not actions.answer(asked, chosen=[0], by=ada).is_right
        assert not actions.answer(asked, chosen=[0, 1, 2], by=ada).is_right
        assert actions.answer(asked, chosen=[0, 2], by=ada).is_right


def test_mark_is_a_note_to_oneself(ada):
    module = make.edition().modules.get(number=1)

    actions.mark(module, by=ada, is_read=True)
    actions.mark(module, by=ada, is_read=True)
    assert Mark.objects.count() == 1
    actions.mark(module, by=ada, is_read=False)

    assert not Mark.objects.exists()
    assert not Entry.objects.exists()
