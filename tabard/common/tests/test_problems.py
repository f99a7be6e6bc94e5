"""Tests of what is wrong with an answer, and where."""

import pytest
from django import forms

from tabard.common.fields import GovukDateField
from tabard.common.problems import control_id, errors_of
from tabard.common.tests.questions import NETWORKS, field


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (forms.CharField(label="E-mail address"), "Enter e-mail address"),
        (forms.CharField(label="IP address"), "Enter IP address"),
        (forms.CharField(label="What do you do?"), "Answer “What do you do?”"),
        (forms.ChoiceField(label="Service", choices=NETWORKS), "Choose service"),
        (forms.FileField(label="Picture"), "Choose picture"),
        (forms.BooleanField(label="I agree"), "Tick “I agree”"),
        (forms.CharField(error_messages={"required": "Say who"}), "Say who"),
    ],
)
def test_a_missing_answer_is_asked_for_by_name(kind, error):
    assert errors_of(field(kind, data={})) == [error]


def test_controls_have_ids_where_a_form_gives_none():
    assert control_id(field(forms.CharField(), auto_id=False, prefix="first")) == "first-answer"


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ({}, "id_answer-day"),
        ({"answer_day": "1", "answer_month": "1"}, "id_answer-year"),
        ({"answer_day": "1", "answer_month": "1", "answer_year": "2027"}, "id_answer-day"),
    ],
)
def test_an_error_links_to_the_part_that_has_to_be_changed(typed, target):
    assert control_id(field(GovukDateField(), data=typed)) == target
