"""The pages of training."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.people.models import Person
from tabard.training.models import Edition, Mark, Sitting, SittingState
from tests import make

pytestmark = pytest.mark.django_db

# Session, person, council and what the frame of every page counts.
CHROME = 4
COURSES = reverse("training:courses")
PASSED = reverse("training:passed")
S = SittingState


@pytest.fixture
def ada() -> Person:
    make.council()
    return make.person(last_name="Lovelace")


@pytest.fixture
def browser(ada: Person) -> Client:
    return by(ada)


def by(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def begin_page(edition: Edition) -> str:
    return reverse("training:begin", args=[edition.course.slug])


def page(name: str, sitting: Sitting, *number: int) -> str:
    return reverse(f"training:{name}", args=[sitting.pk, *number])


class TestCourses:
    def test_without_a_course_the_page_says_so(self, browser):
        assert "There is no course yet" in read(browser, COURSES)

    def test_course_is_shown_with_its_modules_and_what_comes_next(self, browser, ada):
        edition = make.edition()
        Mark.objects.create(person=ada, module=edition.modules.get(number=1))
        Mark.objects.create(person=make.person(), module=edition.modules.get(number=2))

        shown = read(browser, COURSES)

        assert "about 40 minutes" in shown
        assert shown.count("You have read it") == 1
        assert "Take the assessment" in shown
        assert PASSED not in shown

    def test_page_says_how_much_i_have_read_and_where_to_go_on(self, browser, ada):
        first, second = make.edition().modules.all()
        assert "You have marked" not in read(browser, COURSES)
        Mark.objects.create(person=ada, module=first)

        shown = read(browser, COURSES)
        assert "You have marked 1 of 2 modules as read." in shown
        assert "Go on with module 2" in shown
        Mark.objects.create(person=ada, module=second)

        shown = read(browser, COURSES)
        assert "You have marked 2 of 2 modules as read." in shown
        assert "Go on with module" not in shown

    def test_newest_edition_takes_the_place_of_earlier_ones(self, browser):
        make.edition("pilot", title="Old words")
        make.edition("pilot", title="New words")

        shown = read(browser, COURSES)

        assert "New words" in shown
        assert "Old words" not in shown

    @pytest.mark.parametrize(
        ("differs", "words"),
        [
            ({}, ["Assessment under way", "Go on with the assessment"]),
            ({"state": S.NOT_PASSED}, ["Not passed yet", "You can try again from"]),
            ({"state": S.PASSED}, ["Passed", "See your certificate", "You can renew it from"]),
            (
                {"state": S.PASSED, "valid_until": timezone.now() + timedelta(days=30)},
                ["Passed", "Renew your certificate"],
            ),
            (
                {"state": S.PASSED, "valid_until": timezone.now() - timedelta(days=1)},
                ["Run out", "Take the assessment"],
            ),
        ],
    )
    def test_page_says_where_i_am(self, browser, ada, differs, words):
        make.sitting(ada, **differs)

        shown = read(browser, COURSES)

        assert [one for one in words if one not in shown] == []

    def test_programme_team_finds_who_holds_a_certificate(self):
        assert PASSED in read(by(make.programme_member()), COURSES)

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_page_asks_as_often_for_many_courses(
        self, browser, ada, how_many, django_assert_num_queries
    ):
        for _ in range(how_many):
            make.sitting(ada, state=S.PASSED)

        # My latest sittings, certificates, arrangement, editions with course, modules; the
        # scenarios that are there, those that I passed, how many the council asks for, for how
        # many days answers are kept, and for whom I enter some.
        with django_assert_num_queries(CHROME + 5 + 5):
            browser.get(COURSES)


class TestModule:
    def test_module_is_set_as_text_with_its_neighbours(self, browser):
        first, second = make.edition().modules.all()

        shown = read(browser, reverse("training:module", args=[first.pk]))

        assert '<h2 class="govuk-heading-m" id="in-short">In short</h2>' in shown
        assert reverse("training:module", args=[second.pk]) in shown
        assert "Previous module" not in shown
        assert "module 1 of 2" in shown
        assert "This is the last module" not in shown
        assert "This is the last module" in read(
            browser, reverse("training:module", args=[second.pk])
        )

    def test_marking_leads_to_the_next_and_after_the_last_to_the_course(self, browser, ada):
        first, second = make.edition().modules.all()

        after_first = browser.post(reverse("training:mark", args=[first.pk]), {"is_read": "on"})
        after_second = browser.post(reverse("training:mark", args=[second.pk]), {"is_read": "on"})

        assert after_first.url == reverse("training:module", args=[second.pk])
        assert after_second.url == COURSES
        assert Mark.objects.filter(person=ada).count() == 2
        assert "Mark it as not read yet" in read(browser, after_first.url)

    def test_mark_can_be_taken_away(self, browser, ada):
        module = make.edition().modules.get(number=1)
        Mark.objects.create(person=ada, module=module)

        browser.post(reverse("training:mark", args=[module.pk]))

        assert not Mark.objects.exists()


class TestSitting:
    def test_whole_way_from_begin_to_certificate(self, browser, ada):
        edition = make.edition()
        assert "There are 4 questions" in read(browser, begin_page(edition))

        next_page = browser.post(begin_page(edition)).url
        sitting = Sitting.objects.get(person=ada)
        assert next_page == page("sit", sitting, 1)
        for asked in sitting.answers.select_related("question"):
            next_page = browser.post(
                page("sit", sitting, asked.number), {"chosen": asked.question.right_choices}
            ).url
        assert next_page == page("finish", sitting)
        assert "You have answered every question" in read(browser, next_page)
        result = browser.post(next_page).url
        shown = read(browser, result)

        assert "You have passed" in shown
        assert "4 of 4 answers are right: 100%" in shown
        assert "Certificate of Ada Lovelace" in read(browser, page("certificate", sitting))

    def test_sitting_under_way_goes_on_where_it_stopped(self, browser, ada):
        sitting = make.sitting(ada)
        sitting.answers.filter(number=1).update(chosen=[0])

        assert browser.get(begin_page(sitting.edition)).url == page("sit", sitting, 2)
        sitting.answers.update(chosen=[0])
        assert browser.get(page("result", sitting)).url == page("finish", sitting)

    def test_begin_is_refused_during_the_pause(self, browser, ada):
        sitting = make.sitting(ada, state=S.NOT_PASSED)

        answer = browser.get(begin_page(sitting.edition))

        assert answer.status_code == 403
        assert "You can try again from" in answer.content.decode()

    def test_refresher_says_that_it_is_shorter(self, browser, ada):
        until = timezone.now() + timedelta(days=30)
        sitting = make.sitting(ada, state=S.PASSED, valid_until=until)

        assert "There are 2 questions" in read(browser, begin_page(sitting.edition))

    def test_course_without_a_pause_says_so(self, browser):
        assert "again at once" in read(browser, begin_page(make.edition(pause_days=0)))

    @pytest.mark.parametrize(
        ("number", "words"), [(1, "Choose at least one answer"), (2, "Choose an answer")]
    )
    def test_page_without_an_answer_is_shown_again(self, browser, ada, number, words):
        sitting = make.sitting(ada)

        answer = browser.post(page("sit", sitting, number), {})

        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert sitting.answers.get(number=number).chosen == []

    def test_answer_that_is_not_offered_changes_nothing(self, browser, ada):
        sitting = make.sitting(ada)

        answer = browser.post(page("sit", sitting, 2), {"chosen": "7"})

        assert answer.status_code == 200
        assert sitting.answers.get(number=2).chosen == []

    def test_answer_given_before_is_shown(self, browser, ada):
        sitting = make.sitting(ada)
        sitting.answers.filter(number=1).update(chosen=[0, 2])
        sitting.answers.filter(number=2).update(chosen=[1])

        assert read(browser, page("sit", sitting, 1)).count(" checked") == 2
        assert read(browser, page("sit", sitting, 2)).count(" checked") == 1
        assert "Be &lt;b&gt;rude&lt;/b&gt;." in read(browser, page("sit", sitting, 2))

    def test_unanswered_questions_are_told_before_the_end(self, browser, ada):
        sitting = make.sitting(ada)
        sitting.answers.filter(number__lt=4).update(chosen=[0])

        shown = read(browser, page("finish", sitting))

        assert "Question 4 is not answered yet." in shown
        assert "Hand in your answers" not in shown
        assert browser.post(page("finish", sitting)).status_code == 403

    @pytest.mark.parametrize(("name", "number"), [("sit", [1]), ("finish", [])])
    def test_finished_sitting_leads_to_its_result(self, browser, ada, name, number):
        sitting = make.sitting(ada, state=S.PASSED)

        assert browser.get(page(name, sitting, *number)).url == page("result", sitting)

    @pytest.mark.parametrize("name", ["finish", "result"])
    def test_nobody_else_sees_it(self, ada, name):
        sitting = make.sitting(ada, state=S.PASSED)

        assert by(make.programme_member()).get(page(name, sitting)).status_code == 403


class TestResult:
    def test_missed_assessment_says_what_to_read_again(self, browser, ada):
        sitting = make.sitting(ada, state=S.NOT_PASSED)
        sitting.answers.filter(number__gt=1).update(chosen=[1])

        shown = read(browser, page("result", sitting))

        assert "You have not passed yet" in shown
        assert "1 of 4 answers are right: 25%" in shown
        assert "You can try again from" in shown
        assert shown.count("It does not help.") == 4
        assert reverse("training:module", args=[sitting.edition.modules.get(number=1).pk]) in shown

    def test_after_the_pause_it_offers_another_go(self, browser, ada):
        sitting = make.sitting(ada, make.edition(pause_days=0), state=S.NOT_PASSED)

        assert "Try again" in read(browser, page("result", sitting))

    def test_earlier_result_stands_without_its_answers(self, browser, ada):
        sitting = make.sitting(ada, state=S.NOT_PASSED)
        sitting.answers.all().delete()
        make.sitting(ada, sitting.edition)

        shown = read(browser, page("result", sitting))

        assert "Your answers have been deleted" in shown
        assert "Try again" not in shown


class TestCertificates:
    def test_certificate_that_ran_out_says_so(self, browser, ada):
        past = timezone.now() - timedelta(days=1)
        sitting = make.sitting(ada, state=S.PASSED, valid_until=past)

        assert "Run out" in read(browser, page("certificate", sitting))

    def test_missed_assessment_has_no_certificate(self, browser, ada):
        sitting = make.sitting(ada, state=S.NOT_PASSED)

        assert browser.get(page("certificate", sitting)).status_code == 404

    def test_programme_team_reads_a_certificate_and_others_do_not(self, ada):
        sitting = make.sitting(ada, state=S.PASSED)

        assert by(make.person()).get(page("certificate", sitting)).status_code == 403
        assert PASSED in read(by(make.programme_member()), page("certificate", sitting))

    def test_list_shows_the_last_certificate_of_each_and_no_score(self, ada):
        edition, now = make.edition(), timezone.now()
        make.sitting(ada, edition, state=S.PASSED, valid_until=now - timedelta(days=9))
        make.sitting(ada, edition, state=S.PASSED, right=3)
        make.sitting(make.person(last_name="Hidden"), edition, state=S.NOT_PASSED)

        shown = read(by(make.programme_member()), PASSED)

        assert shown.count("Ada Lovelace") == 1
        assert "Hidden" not in shown
        assert "75%" not in shown

    def test_list_without_certificates_says_so(self):
        assert "Nobody holds a certificate yet" in read(by(make.programme_member()), PASSED)

    def test_list_is_refused_to_others(self, browser):
        assert browser.get(PASSED).status_code == 403

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_list_asks_as_often_for_many(self, how_many, django_assert_num_queries):
        make.council()
        edition = make.edition()
        for _ in range(how_many):
            make.sitting(make.person(), edition, state=S.PASSED)
        team = by(make.programme_member())

        # How many, and the rows.
        with django_assert_num_queries(CHROME + 2):
            team.get(PASSED)
