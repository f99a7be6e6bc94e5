"""The pages of the code of practice."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.people.models import Person
from tabard.training.models import CodeAgreement, CodeDraft, CodeVersion
from tests import make

pytestmark = pytest.mark.django_db

CHROME = 4
CODE, PEOPLE = reverse("training:code"), reverse("training:code_people")
DRAFT, PREVIEW = reverse("training:code_draft"), reverse("training:code_preview")
PUBLISH, DISCARD = reverse("training:code_publish"), reverse("training:code_discard")
VERSIONS = reverse("training:code_versions")
NOW = timezone.now()


@pytest.fixture
def ada() -> Person:
    make.council()
    return make.person(last_name="Lovelace")


@pytest.fixture
def browser(ada: Person) -> Client:
    return by(ada)


@pytest.fixture
def team() -> Client:
    make.council()
    return by(make.programme_member(last_name="Lindqvist"))


def by(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def parts(last: date) -> dict[str, int]:
    return {"agree_by_day": last.day, "agree_by_month": last.month, "agree_by_year": last.year}


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


class TestReading:
    def test_without_a_version_the_page_says_so(self, browser):
        shown = read(browser, CODE)

        assert "There is no code of practice yet" in shown
        assert "Agree" not in shown
        assert "Write the first version" not in shown

    def test_newcomer_reads_it_and_can_agree(self, browser):
        make.code(text="## Promise\n\nBe kind.")

        shown = read(browser, CODE)

        assert "Be kind." in shown
        assert "Whoever speaks for the council agrees to this code first" in shown
        assert "What is new" not in shown

    def test_agreeing_is_kept_and_the_page_says_so(self, browser, ada):
        make.code()

        answer = browser.post(CODE, {"number": 1, "agrees": "on"}, follow=True)

        assert "You have agreed to version 1" in answer.content.decode()
        assert CodeAgreement.objects.get().person == ada
        assert "agree to it</label>" not in answer.content.decode()

    def test_nobody_agrees_without_the_tick(self, browser):
        make.code()

        answer = browser.post(CODE, {"number": 1})

        assert "Tick the box if you agree" in answer.content.decode()
        assert not CodeAgreement.objects.exists()

    def test_nobody_agrees_to_a_version_that_they_were_not_shown(self, browser):
        make.code()
        make.code()

        answer = browser.post(CODE, {"number": 1, "agrees": "on"})

        assert answer.status_code == 403
        assert "There is a newer version" in answer.content.decode()
        assert browser.post(CODE, {"number": 9, "agrees": "on"}).status_code == 404

    def test_what_is_new_is_shown_with_its_deadline(self, browser, ada):
        make.code_agreement(ada, make.code(text="I answer within a day.", agree_by=NOW))
        make.code(text="I answer within two days.", what_changed="More time.")

        shown = read(browser, CODE)

        assert "What is new since you agreed" in shown
        assert "More time." in shown
        assert "[new: </span>two days." in shown
        assert "[removed: </span>a day." in shown
        assert "If you have not agreed by then, your posts are checked before they go" in shown

    def test_after_the_deadline_it_says_what_that_means(self, browser, ada):
        past = NOW - timedelta(days=1)
        make.code_agreement(ada, make.code(agree_by=past))
        make.code(agree_by=past)

        assert "Your posts are checked first" in read(browser, CODE)

    def test_version_is_shown_as_it_was_and_leads_to_the_newest(self, browser):
        make.code(text="Old words.")
        make.code(text="New words.")

        shown = read(browser, reverse("training:code_version", args=[1]))

        assert "Old words." in shown
        assert "no longer in force" in shown
        assert "no longer" not in read(browser, reverse("training:code_version", args=[2]))

    def test_changes_of_a_version_are_those_since_the_one_before(self, browser):
        make.code(text="Be kind.")
        make.code(text="Be kind, always.")

        assert "always." in read(browser, reverse("training:code_changes", args=[2]))
        assert browser.get(reverse("training:code_changes", args=[1])).status_code == 404

    def test_history_without_a_version_says_so(self, browser):
        assert "No version has been published yet" in read(browser, VERSIONS)

    @pytest.mark.parametrize("how_many", [1, 30])
    def test_history_asks_as_often_for_many(self, how_many, browser, django_assert_num_queries):
        for _ in range(how_many):
            make.code()

        # How many, and the rows.
        with django_assert_num_queries(CHROME + 2):
            browser.get(VERSIONS)


class TestWriting:
    def test_team_writes_previews_and_publishes(self, team):
        make.code(text="Be kind.")
        begun = team.post(reverse("training:code_begin"))
        words = {"text": "Be kind, always.", "what_changed": "Always.", "change": 0}

        saved = team.post(DRAFT, {**words, "preview": "yes"})
        shown = read(team, PREVIEW)
        last = timezone.localdate() + timedelta(days=20)
        told = team.post(PUBLISH, {"change": 1, **parts(last)}, follow=True)

        assert (begun.url, saved.url) == (DRAFT, PREVIEW)
        assert "[new: </span>kind, always." in shown
        assert "Version 2 is published" in told.content.decode()
        newest = CodeVersion.objects.last()
        assert newest is not None
        assert newest.text == "Be kind, always."
        assert timezone.localtime(newest.agree_by).date() == last
        assert not CodeDraft.objects.exists()

    def test_saving_alone_stays_on_the_page(self, team):
        make.code_draft()

        saved = team.post(DRAFT, {"text": "Be fair.", "change": 0}, follow=True)

        assert "The draft is saved" in saved.content.decode()
        assert CodeDraft.objects.get().text == "Be fair."

    def test_words_of_somebody_who_was_slower_are_kept_on_the_page(self, team):
        make.code_draft(make.programme_member(first_name="Ben", last_name="Hill"), change=1)
        words = {"text": "My own words.", "change": 0}

        shown = team.post(DRAFT, words).content.decode()

        assert "Ben Hill changed the draft while you had it open" in shown
        assert "My own words." in shown
        assert 'name="change" value="1"' in shown
        assert CodeDraft.objects.get().text == "Be kinder."

        team.post(DRAFT, words | {"change": 1})

        assert CodeDraft.objects.get().text == "My own words."

    def test_draft_without_words_is_not_saved(self, team):
        make.code_draft()

        assert "Enter the code of practice" in team.post(DRAFT, {"change": 0}).content.decode()
        assert CodeDraft.objects.get().text == "Be kinder."

    def test_preview_of_an_unready_draft_says_why(self, team):
        make.code(text="Be kinder.")
        make.code_draft()

        shown = read(team, PREVIEW)

        assert "Nothing has changed yet" in shown
        assert PUBLISH not in shown
        assert team.get(PUBLISH).status_code == 403

    def test_preview_of_the_first_version_has_nothing_to_compare(self, team):
        make.code_draft()

        shown = read(team, PREVIEW)

        assert "Be kinder." in shown
        assert "struck through" not in shown

    @pytest.mark.parametrize(
        ("days", "said"), [(6, "at least 7 days away"), (367, "within the next year")]
    )
    def test_deadline_too_near_or_too_far_is_asked_again(self, team, days, said):
        make.code_draft()
        last = timezone.localdate() + timedelta(days=days)

        shown = team.post(PUBLISH, {"change": 0, **parts(last)}).content.decode()

        assert said in shown
        assert not CodeVersion.objects.exists()

    def test_draft_is_thrown_away_after_asking(self, team):
        make.code_draft()

        assert "You cannot undo this" in read(team, DISCARD)
        assert "thrown away" in team.post(DISCARD, follow=True).content.decode()
        assert not CodeDraft.objects.exists()

    def test_there_is_no_page_without_a_draft(self, team):
        assert [team.get(url).status_code for url in (DRAFT, PREVIEW, PUBLISH, DISCARD)] == [
            404,
            404,
            404,
            404,
        ]

    def test_team_is_offered_to_begin_or_to_go_on(self, team):
        assert "Write the first version" in read(team, CODE)
        make.code()
        assert "Write the next version" in read(team, CODE)
        make.code_draft()
        assert "Go on with the next version" in read(team, CODE)


class TestPeople:
    def test_those_with_the_first_deadline_come_first(self, team):
        old = make.code(agree_by=NOW - timedelta(days=9))
        behind, agreed, gone = (
            make.person(last_name=name) for name in ("Behind", "Agreed", "Gone")
        )
        gone.is_active = False
        gone.save()
        for person in (behind, agreed, gone):
            make.code_agreement(person, old)
        make.code_agreement(agreed, make.code(agree_by=NOW - timedelta(days=1)))

        shown = read(team, PEOPLE)

        assert shown.index("Ada Behind") < shown.index("Ada Agreed")
        assert "Posts checked first" in shown
        assert "Ada Gone" not in shown

    def test_before_anybody_agreed_it_says_so(self, team):
        assert "Nobody has agreed to the code yet" in read(team, PEOPLE)

    @pytest.mark.parametrize("how_many", [1, 20])
    def test_list_asks_as_often_for_many(self, how_many, team, django_assert_num_queries):
        version = make.code()
        for _ in range(how_many):
            make.code_agreement(make.person(), version)

        # How many, and the rows.
        with django_assert_num_queries(CHROME + 2):
            team.get(PEOPLE)


def test_command_publishes_ours_once(capsys):
    call_command("load_code")
    call_command("load_code")

    assert CodeVersion.objects.count() == 1
    said = capsys.readouterr().out
    assert "Published version 1, to be agreed to by" in said
    assert "There is a code of practice already" in said
