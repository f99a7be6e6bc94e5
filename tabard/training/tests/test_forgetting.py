"""Answers do not outlive what they are needed for."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tabard.training.models import Answer, Sitting, SittingState
from tabard.training.settings import DAYS_ANSWERS_ARE_KEPT
from tabard.training.work.forgetting import forget_answers
from tests import make

pytestmark = pytest.mark.django_db

S = SittingState
DAY = timedelta(days=1)


def handed_in(*, days_ago: int, state: SittingState = S.PASSED) -> Sitting:
    at = timezone.now() - days_ago * DAY
    return make.sitting(make.person(), state=state, started_at=at, finished_at=at)


def test_answers_are_deleted_some_days_after_they_were_handed_in():
    passed = handed_in(days_ago=14)
    missed = handed_in(days_ago=20, state=S.NOT_PASSED)
    fresh = handed_in(days_ago=13)
    slow = make.sitting(make.person(), started_at=timezone.now() - 400 * DAY)

    assert forget_answers() == passed.asked + missed.asked

    kept = set(Answer.objects.values_list("sitting", flat=True))
    assert kept == {fresh.pk, slow.pk}
    assert Sitting.objects.count() == 4


def test_council_says_how_many_days():
    make.chosen(DAYS_ANSWERS_ARE_KEPT, 3)
    handed_in(days_ago=2)
    handed_in(days_ago=3)

    assert forget_answers() == 4


def test_page_says_until_when_and_afterwards_that_they_are_gone():
    make.council()
    sitting = handed_in(days_ago=13)
    client = Client()
    client.force_login(sitting.person)
    result = reverse("training:result", args=[sitting.pk])

    shown = client.get(result).content.decode()
    Sitting.objects.update(finished_at=timezone.now() - 14 * DAY)
    forget_answers()
    after = client.get(result).content.decode()

    assert "then your answers are deleted" in shown
    assert "It helps." in shown
    assert "Your answers have been deleted. Only the result is kept." in after
    assert "It helps." not in after
    assert reverse("training:certificate", args=[sitting.pk]) in after
