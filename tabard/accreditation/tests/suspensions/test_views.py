"""The pages of a suspension."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tabard.accreditation.models import Suspension
from tabard.accreditation.tests.pages import CHROME, by, to
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _council():
    make.council()


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def day_in(days: int) -> dict[str, str]:
    at = timezone.localdate() + timedelta(days=days)
    return {
        "review_on_day": f"{at.day}",
        "review_on_month": f"{at.month}",
        "review_on_year": f"{at.year}",
    }


def test_suspending_leads_to_its_page_and_to_telling_the_person():
    one = make.accreditation()
    client = by(make.oversight_officer())

    answer = client.post(to("suspend", one), {"reason": "A complaint.", **day_in(10)}, follow=True)

    page = words_of(answer)
    assert "Tell them yourself, too." in page
    assert "Not by a person yet To do" in page
    assert "Note that you told them" in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"reason": "Why."}, "Enter the day to look again"),
        ({"reason": "Why.", **day_in(0)}, "must be after today"),
        ({"reason": "Why.", **day_in(60)}, "or earlier"),
    ],
)
def test_day_to_look_again_is_asked_for(sent, said):
    one = make.accreditation()

    answer = by(make.programme_member()).post(to("suspend", one), sent)

    assert said in words_of(answer)
    assert not Suspension.objects.exists()


def test_person_reads_what_it_means_and_says_so():
    suspension = make.suspension()
    client = by(suspension.person)

    mine = words_of(client.get(to("mine")))
    page = words_of(client.get(to("suspension", suspension)))
    answer = client.post(to("say_read", suspension), follow=True)

    assert "Read what was decided, and what happens next" in mine
    assert "What is out stays out, and you can still take it down." in page
    assert "It says only that you have read it, not that you agree." in page
    assert "Note that you told them" not in page
    assert "said so on" in words_of(answer)
    assert "Read the suspension" in words_of(client.get(to("mine")))


def test_telling_is_noted_with_its_words_and_the_person_reads_them():
    suspension = make.suspension()
    team = by(make.programme_member())

    empty = team.post(to("tell", suspension), {"words": ""})
    answer = team.post(to("tell", suspension), {"words": "I rang on Tuesday."}, follow=True)

    assert "Enter how you told them" in words_of(empty)
    assert f"It is noted that you told {suspension.person}." in words_of(answer)
    page = words_of(by(suspension.person).get(to("suspension", suspension)))
    assert "“I rang on Tuesday.”" in page


def test_suspension_goes_on_until_another_day():
    suspension = make.suspension(review_on=timezone.localdate() - timedelta(days=1))
    client = by(make.oversight_officer())

    before = words_of(client.get(to("suspension", suspension)))
    answer = client.post(
        to("look_again", suspension), {"reason": "Not heard yet.", **day_in(9)}, follow=True
    )

    assert "Overdue" in before
    assert "It is looked at again by" in words_of(answer)
    assert "Overdue" not in words_of(answer)


def test_line_manager_reads_it_and_can_do_nothing():
    boss = make.person()
    suspension = make.suspension(make.accreditation(make.person(manager=boss)))

    page = words_of(by(boss).get(to("suspension", suspension)))

    assert suspension.reason in page
    assert "End the suspension" not in page


def test_ended_suspension_says_when():
    suspension = make.suspension(ended_at=timezone.now())

    page = words_of(by(make.programme_member()).get(to("suspension", suspension)))

    assert "It ended on" in page
    assert "Note that you told them" not in page


@pytest.mark.parametrize("how_many", [1, 3])
def test_who_is_suspended_is_listed_with_what_is_to_be_done(
    how_many: int, django_assert_num_queries
):
    found = [make.suspension() for _ in range(how_many)]
    client = by(make.oversight_officer())

    with django_assert_num_queries(CHROME + 2):
        answer = client.get(to("suspensions"))

    page = answer.content.decode()
    assert [to("suspension", one) in page for one in found] == [True] * how_many
    assert words_of(answer).count("Not told by a person") == how_many


def test_list_says_what_is_late_and_what_is_not_read():
    told: Any = {
        "told_by": make.programme_member(),
        "told_at": timezone.now(),
        "told_words": "I rang.",
    }
    make.suspension(**told, review_on=timezone.localdate() - timedelta(days=1))

    page = words_of(by(make.programme_member()).get(to("suspensions")))

    assert "Overdue" in page
    assert "Not read yet" in page
    assert "Not told by a person" not in page


def test_without_suspensions_the_list_says_so():
    make.suspension(ended_at=timezone.now())

    assert "Nobody is suspended." in words_of(by(make.programme_member()).get(to("suspensions")))


def test_those_who_look_after_it_get_back_to_it_from_the_people_and_others_are_not_shown_it():
    suspension = make.suspension()
    make.suspension(ended_at=timezone.now())

    page = by(make.oversight_officer()).get(to("people")).content.decode()

    assert page.count("See the suspension") == 1
    assert to("suspension", suspension) in page


def test_person_says_their_side_and_the_officers_read_it():
    suspension = make.suspension()
    client = by(suspension.person)

    before = words_of(client.get(to("suspension", suspension)))
    empty = words_of(client.post(to("say_side", suspension), {"words": ""}))
    sent = {"words": "The parents had agreed."}
    after = words_of(client.post(to("say_side", suspension), sent, follow=True))

    assert "Say your side" in before
    assert "Enter your side" in empty
    assert "Your side The parents had agreed." in after
    assert "Change your side" in after
    page = words_of(by(make.oversight_officer()).get(to("suspension", suspension)))
    assert "Their side The parents had agreed." in page
    assert "Change your side" not in page


def test_person_asks_somebody_else_who_upholds_it():
    suspension = make.suspension()
    officer = by(make.oversight_officer())

    asked = words_of(by(suspension.person).post(to("ask_again", suspension), follow=True))
    listed = words_of(officer.get(to("suspensions")))
    page = words_of(officer.get(to("suspension", suspension)))
    form = words_of(officer.get(to("hear_suspension", suspension)))
    empty = words_of(officer.post(to("hear_suspension", suspension), {"answer": ""}))
    sent = {"decision": "uphold", "answer": "Not heard yet.", **day_in(9)}
    answer = words_of(officer.post(to("hear_suspension", suspension), sent, follow=True))

    assert "Asked to look again on" in asked
    assert "Ask somebody else to look again" not in asked
    assert "Somebody else is asked to look" in listed
    assert "Look again, and decide" in page
    assert "has not said their side in words" in form
    assert "Choose what you decide" in empty
    assert "Enter why" in empty
    assert "The suspension goes on." in answer
    assert "“Not heard yet.”" in answer
    assert "Look again, and decide" not in answer


def test_somebody_else_overturns_it_without_a_day():
    suspension = make.suspension(
        asked_at=timezone.now(), side="They had agreed.", side_at=timezone.now()
    )
    officer = by(make.oversight_officer())

    form = words_of(officer.get(to("hear_suspension", suspension)))
    sent = {"decision": "overturn", "answer": "They had."}
    answer = words_of(officer.post(to("hear_suspension", suspension), sent, follow=True))

    assert "They had agreed." in form
    assert "The suspension has ended." in answer
    assert "It ended on" in answer


def test_whoever_suspended_is_not_offered_to_answer():
    suspension = make.suspension(asked_at=timezone.now())

    client = by(suspension.by)

    page = words_of(client.get(to("suspension", suspension)))
    assert "Waiting" in page
    assert "Look again, and decide" not in page
    assert client.get(to("hear_suspension", suspension)).status_code == 403


def test_page_of_a_suspension_that_was_not_answered_before_its_end_says_no_more_that_it_waits():
    suspension = make.suspension(asked_at=timezone.now(), ended_at=timezone.now())

    page = words_of(by(suspension.person).get(to("suspension", suspension)))

    assert "Asked to look again on" in page
    assert "Waiting" not in page
    assert "Say your side" not in page


def test_own_page_shows_a_suspended_person_that_alone_and_whom_to_talk_to():
    boss = make.person()
    suspension = make.suspension(make.accreditation(make.person(manager=boss)))

    page = words_of(by(suspension.person).get(to("mine")))

    assert f"{suspension.by} suspended you" in page
    assert f"You can talk to {boss}, your line manager, too." in page
    assert "Take down what is out." in page
    assert "Say your side , or ask somebody else to look again" in page
    assert "Where you stand" not in page
    assert "first rung" not in page
    assert "What would move you up" not in page


def test_own_page_names_who_told_and_offers_no_second_question():
    team = make.programme_member()
    suspension = make.suspension(
        make.accreditation(make.person(manager=None)),
        told_by=team,
        told_at=timezone.now(),
        told_words="I rang.",
        read_at=timezone.now(),
        asked_at=timezone.now(),
    )

    page = words_of(by(suspension.person).get(to("mine")))

    assert f"{suspension.by} suspended you, and {team} told you." in page
    assert "You can talk to" not in page
    assert "or ask somebody else" not in page
