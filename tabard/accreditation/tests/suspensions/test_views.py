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
