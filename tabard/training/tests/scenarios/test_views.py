"""The pages of practice."""

import pytest
from django.test import Client
from django.urls import reverse

from tabard.people.models import Person, Role
from tabard.training.models import Rehearsal, RehearsalState
from tabard.training.tests.scenarios.test_actions import HEARD, RUDE, SAFE
from tests import make

pytestmark = pytest.mark.django_db

SCENARIOS = reverse("training:scenarios")
EVERYBODY = {"seen_by": "everybody"}


@pytest.fixture
def ada() -> Person:
    make.council()
    return make.person(first_name="Ada", last_name="Lovelace")


@pytest.fixture
def browser(ada: Person) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def page(name: str, rehearsal: Rehearsal) -> str:
    return reverse(f"training:{name}", args=[rehearsal.pk])


class TestChoosing:
    def test_without_scenarios_the_page_says_so(self, browser):
        assert "There is no scenario yet" in read(browser, SCENARIOS)

    def test_scenarios_are_shown_with_how_far_i_have_come(self, browser, ada):
        make.scenario("child-at-risk")
        make.rehearsal(ada)
        make.passed_rehearsal(ada, "warm-praise")
        make.rehearsal(ada, make.scenario("joke-that-hurt"), "😂😂😂")
        make.passed_rehearsal(make.person(), "child-at-risk")

        shown = read(browser, SCENARIOS)

        assert [shown.count(tag) for tag in ("Under way", "Not yet")] == [1, 1]
        assert "You have passed 1 of 3 scenarios" in shown
        assert "Before you choose it:" in shown
        assert "deleted after 30 days" in shown

    def test_scenario_that_was_taken_out_is_not_shown(self, browser):
        version = make.scenario()
        version.scenario.is_offered = False
        version.scenario.save()

        assert "There is no scenario yet" in read(browser, SCENARIOS)
        address = reverse("training:scenario", args=["angry-pothole"])
        assert browser.get(address).status_code == 404

    @pytest.mark.parametrize("how_many", [1, 6])
    def test_list_asks_as_many_questions_for_many_scenarios(
        self, browser, ada, how_many, django_assert_num_queries
    ):
        every = ["angry-pothole", "warm-praise", "joke-that-hurt", "child-at-risk"]
        every += ["journalist-fishing", "letter-in-the-picture"]
        for slug in every[:how_many]:
            make.rehearsal(ada, make.scenario(slug))

        with django_assert_num_queries(12):
            browser.get(SCENARIOS)

    def test_training_shows_how_far_i_have_come(self, browser, ada):
        make.passed_rehearsal(ada)

        shown = read(browser, reverse("training:courses"))

        assert "Enough practised" in shown
        assert SCENARIOS in shown

    def test_scenario_says_what_it_is_about_and_begins(self, browser, ada):
        address = reverse("training:scenario", args=[make.scenario("child-at-risk").scenario.slug])

        shown = read(browser, address)
        begun = browser.post(address)

        assert "You can leave it out" in shown
        assert "Samaritans" in shown
        assert begun["Location"] == page("rehearsal", Rehearsal.objects.get(person=ada))

    def test_scenario_under_way_is_gone_on_with(self, browser, ada):
        going = make.rehearsal(ada)

        shown = read(browser, reverse("training:scenario", args=["angry-pothole"]))

        assert "Go on where you stopped" in shown
        assert page("rehearsal", going) in shown

    def test_scenario_that_was_tried_says_that_the_words_are_deleted(self, browser, ada):
        make.rehearsal(ada, None, RUDE)

        shown = read(browser, reverse("training:scenario", args=["angry-pothole"]))

        assert "Try again" in shown
        assert "what you wrote last time is deleted" in shown


class TestAnswering:
    def test_answer_is_followed_by_the_reaction(self, browser, ada):
        going = make.rehearsal(ada)
        told = {**EVERYBODY, "words": HEARD}

        answer = browser.post(page("rehearsal", going), told, follow=True)

        assert answer.redirect_chain == [(f"{page('rehearsal', going)}#post-3", 302)]
        shown = answer.content.decode()
        assert "sorry about your tyre" in shown
        assert "07700 900143" in shown

    def test_direct_message_and_deeds_are_taken(self, browser, ada):
        going = make.rehearsal(ada)
        told = {"seen_by": "privately", "does": ["tells-manager"]}

        shown = browser.post(page("rehearsal", going), told, follow=True).content.decode()

        assert "Direct message" in shown
        assert "You told your manager" in shown

    @pytest.mark.parametrize(
        ("told", "says"),
        [
            (EVERYBODY, "Write an answer, or choose something to do"),
            ({**EVERYBODY, "words": "x" * 501}, "Your answer must be 500 characters or fewer"),
            ({"words": HEARD}, "Choose who sees your answer"),
            ({**EVERYBODY, "words": HEARD, "does": ["flies"]}, "flies"),
        ],
    )
    def test_what_is_wrong_stands_beside_the_answer(self, browser, ada, told, says):
        going = make.rehearsal(ada)

        answer = browser.post(page("rehearsal", going), told)

        assert answer.status_code == 200
        assert says in answer.content.decode()
        assert not going.replies.exists()

    def test_at_the_end_there_is_the_result_and_no_form(self, browser, ada):
        shown = read(browser, page("rehearsal", make.rehearsal(ada, None, RUDE)))

        assert "Out there it would have done harm" in shown
        assert "Your answer" not in shown

    def test_when_it_was_deleted_there_is_the_debrief_alone(self, browser, ada):
        passed = make.rehearsal(ada, None, HEARD, SAFE)
        make.rehearsal(ada)

        shown = browser.get(page("rehearsal", passed), follow=True).content.decode()

        assert "What you wrote is deleted. Only the result is kept." in shown


class TestDebrief:
    def test_my_words_are_shown_that_a_good_answer_needs(self, browser, ada):
        shown = read(browser, page("debrief", make.rehearsal(ada, None, HEARD, SAFE)))

        assert "You have passed" in shown
        assert '<mark class="tabard-mark">sorry</mark> about your tyre.' in " ".join(shown.split())
        assert "What got in the way" not in shown

    def test_what_got_in_the_way_and_what_was_missed_is_shown(self, browser, ada):
        shown = read(browser, page("debrief", make.rehearsal(ada, None, RUDE)))

        assert "You joked, or were rude" in shown
        assert "What you could notice next time" in shown
        assert "Here it has done none" in shown

    def test_what_i_write_is_escaped(self, browser, ada):
        going = make.rehearsal(ada, None, f"<b>{RUDE}</b>")

        assert "<b>People" not in read(browser, page("debrief", going))
        assert "<b>People" not in read(browser, page("rehearsal", going))

    def test_it_is_played_again_with_the_same_residents(self, browser, ada):
        done = make.rehearsal(ada, None, RUDE)
        url = reverse("training:scenario", args=[done.scenario.slug])
        shown = read(browser, page("debrief", done))

        browser.post(url, {"seed": str(done.seed)})

        assert f"The number of this conversation is {done.seed}." in " ".join(shown.split())
        assert f'value="{done.seed}"' in shown
        again = Rehearsal.objects.get(person=ada)
        assert (again.seed, again.state) == (done.seed, RehearsalState.UNDER_WAY)

    @pytest.mark.parametrize("seed", ["", "-1", "x", "99999999999"])
    def test_seed_that_is_none_begins_anew(self, browser, ada, seed):
        version = make.scenario()

        browser.post(reverse("training:scenario", args=[version.scenario.slug]), {"seed": seed})

        assert Rehearsal.objects.get(person=ada).state == RehearsalState.UNDER_WAY

    def test_before_the_end_there_is_no_debrief(self, browser, ada):
        going = make.rehearsal(ada)

        assert browser.get(page("debrief", going))["Location"] == page("rehearsal", going)


class TestLeaving:
    def test_stopping_is_asked_about_and_then_deletes(self, browser, ada):
        going = make.rehearsal(ada, None, "hmm")

        asked = read(browser, page("leave", going))
        assert Rehearsal.objects.exists()
        shown = browser.post(page("leave", going), follow=True).content.decode()

        assert "It counts neither for you nor against you" in asked
        assert "You have stopped. What you wrote is deleted." in shown
        assert not Rehearsal.objects.exists()


@pytest.mark.parametrize("role", [Role.PROGRAMME_TEAM, Role.OVERSIGHT_OFFICER])
@pytest.mark.parametrize("name", ["rehearsal", "debrief", "leave"])
def test_nobody_sees_how_somebody_else_practises(ada, role, name):
    going = make.rehearsal(ada, None, RUDE)
    client = Client()
    client.force_login(make.person(role))

    assert client.get(page(name, going)).status_code == 403
    assert going.state == RehearsalState.HARM
