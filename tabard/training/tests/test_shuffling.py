"""Every sitting offers the answers in an order of its own, and explains them in the same."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from tabard.training.forms import AnswerForm
from tabard.training.models import Answer, Question, Sitting, SittingState
from tests import make

CHOICES = [{"says": f"{place}", "right": place == 0, "because": "B."} for place in range(6)]


def answer(seed: int, number: int = 1, *, chosen: list[int] | None = None) -> Answer:
    sitting = Sitting(pk=1, seed=seed)
    question = Question(asks="What now?", kind="one", choices=CHOICES)
    return Answer(sitting=sitting, question=question, number=number, chosen=chosen or [])


@given(st.integers(0, 2**32), st.integers(1, 200))
def test_every_choice_is_offered_once_and_the_same_order_comes_again(seed: int, number: int):
    offered = answer(seed, number).offered

    assert sorted(place for place, _ in offered) == list(range(6))
    assert all(choice["says"] == str(place) for place, choice in offered)
    assert offered == answer(seed, number).offered


def test_orders_differ_between_sittings_and_between_questions():
    of_sittings = {tuple(place for place, _ in answer(seed).offered) for seed in range(50)}
    of_questions = {tuple(place for place, _ in answer(1, number).offered) for number in range(50)}

    assert len(of_sittings) > 40
    assert len(of_questions) > 40


@given(st.integers(0, 2**32), st.integers(0, 5))
def test_what_is_chosen_on_the_page_is_what_is_explained(seed: int, place: int):
    form = AnswerForm(answer(seed), {"chosen": str(place)})
    assert form.is_valid()

    explained = answer(seed, chosen=form.places).explained

    assert [choice["says"] for choice, is_chosen in explained if is_chosen] == [str(place)]
    assert answer(seed, chosen=form.places).is_right == (place == 0)
    shown = [choice["says"] for _, choice in answer(seed).offered]
    assert [choice["says"] for choice, _ in explained] == shown
    assert [label for _, label in form.fields["chosen"].choices] == shown  # type: ignore[attr-defined]  # a field of choices


@pytest.mark.django_db
def test_pages_keep_to_the_order():
    make.council()
    sitting = make.sitting(make.person(), state=SittingState.UNDER_WAY)
    make.arrangement(sitting.person)
    asked = sitting.answers.select_related("sitting", "question").get(number=1)
    client = Client()
    client.force_login(sitting.person)

    says = [escape(choice["says"]) for _, choice in asked.offered]

    for name, number in (("sit", [1]), ("paper", [])):
        address = reverse(f"training:{name}", args=[sitting.pk, *number])
        shown = client.get(address).content.decode()
        places = [shown.index(one) for one in says]
        assert places == sorted(places)
