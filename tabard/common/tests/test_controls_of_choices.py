"""Tests of choices as controls of the Design System."""

from django import forms
from django.test import SimpleTestCase
from django.utils.safestring import mark_safe

from tabard.common.controls import control
from tabard.common.tests.questions import NETWORKS, field

same = SimpleTestCase().assertHTMLEqual


def test_a_select_shows_what_is_chosen():
    kind = forms.ChoiceField(choices=[("", "---------"), *NETWORKS], label="Network")

    html = control(field(kind, initial={"answer": "bluesky"}), {})

    same(
        html,
        """
        <div class="govuk-form-group">
          <label class="govuk-label" for="id_answer">Network</label>
          <select class="govuk-select" id="id_answer" name="answer">
            <option value="">Choose one</option>
            <option value="practice">Practice network</option>
            <option value="bluesky" selected>Bluesky</option>
          </select>
        </div>
        """,
    )


def test_radios_are_a_group_with_a_question():
    kind = forms.ChoiceField(
        choices=[("", "---------"), *NETWORKS], label="Which network?", widget=forms.RadioSelect
    )

    html = control(field(kind, initial={"answer": "bluesky"}), {"hints": {"bluesky": "Any server"}})

    same(
        html,
        """
        <div class="govuk-form-group">
          <fieldset class="govuk-fieldset">
            <legend class="govuk-fieldset__legend">Which network?</legend>
            <div class="govuk-radios" data-module="govuk-radios">
              <div class="govuk-radios__item">
                <input class="govuk-radios__input" id="id_answer" name="answer" type="radio"
                       value="practice">
                <label class="govuk-label govuk-radios__label" for="id_answer">
                  Practice network
                </label>
              </div>
              <div class="govuk-radios__item">
                <input class="govuk-radios__input" id="id_answer-2" name="answer" type="radio"
                       value="bluesky" checked aria-describedby="id_answer-2-item-hint">
                <label class="govuk-label govuk-radios__label" for="id_answer-2">Bluesky</label>
                <div class="govuk-hint govuk-radios__hint" id="id_answer-2-item-hint">
                  Any server
                </div>
              </div>
            </div>
          </fieldset>
        </div>
        """,
    )


def test_radios_offer_no_answer_only_where_none_is_needed():
    choices = [("", "No network"), *NETWORKS]
    kind = forms.ChoiceField(choices=choices, widget=forms.RadioSelect, required=False)

    assert "No network" in control(field(kind), {})


def test_radios_may_be_small_and_beside_each_other():
    kind = forms.ChoiceField(choices=NETWORKS, widget=forms.RadioSelect)

    html = control(field(kind), {"small": True, "inline": True, "size": "m"})

    assert "govuk-radios--small govuk-radios--inline" in html
    assert "govuk-fieldset__legend--m" in html


def test_a_further_question_needs_no_script():
    kind = forms.ChoiceField(choices=NETWORKS, widget=forms.RadioSelect)
    further = mark_safe("<p>Which server?</p>")

    html = control(field(kind), {"conditional": {"bluesky": further}})

    assert '<div class="govuk-radios__conditional govuk-radios__conditional--hidden"' in html
    assert "<p>Which server?</p>" in html
    assert "data-aria-controls" not in html


def test_checkboxes_show_what_is_chosen():
    kind = forms.MultipleChoiceField(choices=NETWORKS, widget=forms.CheckboxSelectMultiple)

    html = control(field(kind, data={"answer": ["practice", "bluesky"]}), {"small": True})

    assert html.count(" checked") == 2
    assert "govuk-checkboxes--small" in html


def test_a_single_checkbox_is_its_own_question():
    asked = field(forms.BooleanField(label="I agree", help_text="To the code"), data={})

    same(
        control(asked, {}),
        """
        <div class="govuk-form-group govuk-form-group--error">
          <p id="id_answer-error" class="govuk-error-message">
            <span class="govuk-visually-hidden">Error:</span> Tick “I agree”
          </p>
          <div class="govuk-checkboxes" data-module="govuk-checkboxes">
            <div class="govuk-checkboxes__item">
              <input class="govuk-checkboxes__input" id="id_answer" name="answer" type="checkbox"
                     value="on" aria-describedby="id_answer-error id_answer-item-hint">
              <label class="govuk-label govuk-checkboxes__label" for="id_answer">I agree</label>
              <div class="govuk-hint govuk-checkboxes__hint" id="id_answer-item-hint">
                To the code
              </div>
            </div>
          </div>
        </div>
        """,
    )


def test_a_single_checkbox_stays_ticked():
    html = control(field(forms.BooleanField(required=False), initial={"answer": True}), {})

    assert " checked" in html
