"""Renewing a certificate: a pre-test, and a refresher that is shorter for whoever passes it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.common.rules import NotAllowedError
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.training import actions, queries
from tabard.training.models import Edition, Sitting, SittingKind, SittingState
from tabard.training.settings import PASS_MARK, PAUSE_DAYS
from tabard.training.work.forgetting import forget_answers
from tests import make

pytestmark = pytest.mark.django_db

S, K = SittingState, SittingKind
DAY = timedelta(days=1)


@pytest.fixture
def ada() -> Person:
    make.council()
    return make.person(last_name="Lovelace")


@pytest.fixture
def edition() -> Edition:
    return make.edition(modules=4, questions=8, refresher_questions=8, pretest_questions=4)


def hold(ada: Person, edition: Edition, *, left: timedelta = 30 * DAY) -> Sitting:
    return make.sitting(ada, edition, state=S.PASSED, valid_until=timezone.now() + left)


def sit(sitting: Sitting, *, wrong: int = 0) -> Sitting:
    """Answer so many questions wrong, and all others right."""
    for asked in sitting.answers.select_related("sitting", "question"):
        right = asked.question.right_choices
        chosen = [1] if asked.number <= wrong else right
        actions.answer(asked, chosen=chosen, by=sitting.person)
    return actions.finish(sitting, by=sitting.person)


def pretest(ada: Person, edition: Edition, *, wrong: int) -> Sitting:
    return sit(actions.begin(edition, by=ada, kind=K.PRETEST), wrong=wrong)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def numbers(sitting: Sitting) -> set[int]:
    return set(sitting.answers.values_list("question__module__number", flat=True))


class TestPretest:
    def test_it_draws_from_every_module_and_is_not_recorded(self, ada, edition):
        hold(ada, edition)

        begun = actions.begin(edition, by=ada, kind=K.PRETEST)

        assert (begun.kind, begun.asked, numbers(begun)) == (K.PRETEST, 4, {1, 2, 3, 4})
        assert kinds() == []

    def test_every_answer_right_renews_the_certificate(self, ada, edition):
        held = hold(ada, edition)

        renewed = pretest(ada, edition, wrong=0)

        assert held.valid_until
        assert renewed.valid_until
        assert renewed.valid_until > held.valid_until + 700 * DAY
        assert kinds() == ["assessment passed"]
        assert queries.certificates_of(ada).get() == renewed

    def test_who_passes_refreshes_only_what_was_wrong(self, ada, edition):
        held = hold(ada, edition)
        passed = pretest(ada, edition, wrong=1)
        wrong = passed.answers.get(number=1).question.module

        refresher = actions.begin(edition, by=ada)

        assert (passed.state, passed.valid_until) == (S.PASSED, None)
        assert (refresher.kind, refresher.asked) == (K.REFRESHER, 2)
        assert numbers(refresher) == {wrong.number}
        assert queries.certificates_of(ada).get() == held
        assert kinds() == ["assessment handed in"]
        assert sit(refresher).is_valid

    def test_who_does_not_pass_sits_the_whole_refresher_at_once(self, ada, edition):
        held = hold(ada, edition)
        missed = pretest(ada, edition, wrong=2)

        refresher = actions.begin(edition, by=ada)

        assert (missed.state, missed.score) == (S.NOT_PASSED, 50)
        assert (refresher.asked, numbers(refresher)) == (8, {1, 2, 3, 4})
        assert queries.certificates_of(ada).get() == held
        assert kinds() == ["assessment handed in"]

    def test_there_is_one_pretest_for_a_certificate(self, ada, edition):
        hold(ada, edition)
        pretest(ada, edition, wrong=1)

        with pytest.raises(NotAllowedError, match="not what comes next for you"):
            actions.begin(edition, by=ada, kind=K.PRETEST)

    def test_there_is_none_without_a_certificate(self, ada, edition):
        with pytest.raises(NotAllowedError, match="not what comes next for you"):
            actions.begin(edition, by=ada, kind=K.PRETEST)

    def test_pretest_of_an_old_edition_shortens_nothing(self, ada, edition):
        hold(ada, edition)
        pretest(ada, edition, wrong=1)
        newer = make.edition(edition.course.slug, modules=4, questions=8, refresher_questions=8)

        assert actions.begin(newer, by=ada).asked == 8

    def test_after_its_answers_are_deleted_the_refresher_is_whole(self, ada, edition):
        hold(ada, edition)
        pretest(ada, edition, wrong=1)

        with time_machine.travel(timezone.now() + 14 * DAY):
            assert forget_answers() == 4
            assert actions.begin(edition, by=ada).asked == 8

    def test_pretest_alone_is_no_certificate_for_accreditation(self, ada):
        pilot = make.edition("pilot", modules=4, pretest_questions=4)
        hold(ada, pilot, left=DAY)
        pretest(ada, pilot, wrong=1)

        assert queries.preparation_of(ada, timezone.now()).is_trained
        assert not queries.preparation_of(ada, timezone.now() + 2 * DAY).is_trained

    def test_database_gives_no_certificate_for_a_pretest_with_a_wrong_answer(self, ada, edition):
        until = timezone.now() + DAY

        with pytest.raises(IntegrityError, match="pretest_is_a_certificate"), transaction.atomic():
            make.sitting(ada, edition, kind=K.PRETEST, state=S.PASSED, right=3, valid_until=until)

        make.sitting(ada, edition, kind=K.PRETEST, state=S.PASSED, right=3, valid_until=None)


class TestTerms:
    def test_council_says_pass_mark_and_pause_where_the_course_does_not(self, ada):
        edition = make.edition(pass_mark=None, pause_days=None)
        make.chosen(PASS_MARK, 100)
        make.chosen(PAUSE_DAYS, 5)
        begun = actions.begin(edition, by=ada)
        make.chosen(PASS_MARK, 50)

        missed = sit(begun, wrong=1)

        assert (begun.pass_mark, missed.state) == (100, S.NOT_PASSED)
        with time_machine.travel(timezone.now() + 4 * DAY), pytest.raises(NotAllowedError):
            actions.begin(edition, by=ada)
        with time_machine.travel(timezone.now() + 6 * DAY):
            assert actions.begin(edition, by=ada).pass_mark == 50

    def test_course_that_says_them_is_obeyed(self, ada):
        make.chosen(PASS_MARK, 100)
        edition = make.edition(pass_mark=75, pause_days=0)

        assert sit(actions.begin(edition, by=ada), wrong=1).state == S.PASSED


class TestPages:
    @pytest.fixture
    def browser(self, ada) -> Client:
        client = Client()
        client.force_login(ada)
        return client

    def begin_page(self, edition: Edition) -> str:
        return reverse("training:begin", args=[edition.course.slug])

    def test_both_ways_to_renew_are_offered(self, ada, browser, edition):
        hold(ada, edition)

        shown = browser.get(self.begin_page(edition)).content.decode()

        assert "How would you like to renew your certificate?" in shown
        assert "4 questions. If you pass, the refresher" in shown
        assert "8 questions from all the modules." in shown

    def test_choice_has_to_be_made(self, ada, browser, edition):
        hold(ada, edition)

        shown = browser.post(self.begin_page(edition)).content.decode()

        assert "Choose how you would like to renew your certificate" in shown
        assert Sitting.objects.count() == 1

    def test_choice_that_is_not_open_is_refused_in_words(self, ada, browser, edition):
        hold(ada, edition)

        shown = browser.post(self.begin_page(edition), {"kind": "assessment"}).content.decode()

        assert "This is not what comes next for you" in shown

    def test_pretest_is_begun_and_leads_to_the_shorter_refresher(self, ada, browser, edition):
        hold(ada, edition)
        browser.post(self.begin_page(edition), {"kind": "pretest"})
        passed = sit(Sitting.objects.get(kind=K.PRETEST), wrong=1)
        wrong = passed.answers.get(number=1).question.module

        result = browser.get(reverse("training:result", args=[passed.pk])).content.decode()
        begin = browser.get(self.begin_page(edition)).content.decode()
        browser.post(self.begin_page(edition))

        assert "The refresher is only about the modules below" in result
        assert "Go on to the refresher" in result
        assert "What is left are 2 questions about:" in begin
        assert wrong.title in begin
        assert Sitting.objects.filter(kind=K.REFRESHER, asked=2).exists()

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [(0, "so there is nothing to refresh"), (4, "The refresher is about all the modules")],
    )
    def test_result_says_what_follows(self, ada, browser, edition, wrong, said):
        hold(ada, edition)
        done = pretest(ada, edition, wrong=wrong)

        assert said in browser.get(reverse("training:result", args=[done.pk])).content.decode()

    @pytest.mark.parametrize("kind", [K.PRETEST, K.REFRESHER])
    def test_training_says_what_is_under_way(self, ada, browser, edition, kind):
        hold(ada, edition)
        actions.begin(edition, by=ada, kind=kind)

        shown = browser.get(reverse("training:courses")).content.decode()

        assert f"{kind.label} under way" in shown
        assert f"Go on with the {kind.label.lower()}" in shown
