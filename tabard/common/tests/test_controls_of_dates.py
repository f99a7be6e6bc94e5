"""Tests of dates as controls of the Design System."""

from django.test import SimpleTestCase

from tabard.common.controls import control
from tabard.common.fields import GovukDateField, GovukDateTimeField
from tabard.common.tests.questions import field

same = SimpleTestCase().assertHTMLEqual


def test_a_date_marks_only_the_parts_that_are_wrong():
    typed = {"answer_day": "27", "answer_month": "", "answer_year": "2027"}
    asked = field(GovukDateField(label="Until?"), data=typed)

    html = control(asked, {})

    same(
        html,
        """
        <div class="govuk-form-group govuk-form-group--error">
          <fieldset class="govuk-fieldset" role="group" aria-describedby="id_answer-error">
            <legend class="govuk-fieldset__legend">Until?</legend>
            <p id="id_answer-error" class="govuk-error-message">
              <span class="govuk-visually-hidden">Error:</span> The date must include a month
            </p>
            <div class="govuk-date-input" id="id_answer">
              <div class="govuk-date-input__item"><div class="govuk-form-group">
                <label class="govuk-label govuk-date-input__label" for="id_answer-day">Day</label>
                <input class="govuk-input govuk-date-input__input govuk-input--width-2"
                       id="id_answer-day" name="answer_day" type="text" value="27"
                       inputmode="numeric">
              </div></div>
              <div class="govuk-date-input__item"><div class="govuk-form-group">
                <label class="govuk-label govuk-date-input__label" for="id_answer-month">Month
                </label>
                <input class="govuk-input govuk-date-input__input govuk-input--width-2
                              govuk-input--error"
                       id="id_answer-month" name="answer_month" type="text" value=""
                       inputmode="numeric">
              </div></div>
              <div class="govuk-date-input__item"><div class="govuk-form-group">
                <label class="govuk-label govuk-date-input__label" for="id_answer-year">Year
                </label>
                <input class="govuk-input govuk-date-input__input govuk-input--width-4"
                       id="id_answer-year" name="answer_year" type="text" value="2027"
                       inputmode="numeric">
              </div></div>
            </div>
          </fieldset>
        </div>
        """,
    )


def test_a_time_is_asked_for_beside_the_date():
    html = control(field(GovukDateTimeField()), {})

    assert 'name="answer_time" type="text" value="" inputmode="text"' in html
    assert "govuk-input--error" not in html


def test_a_missing_date_marks_every_part():
    html = control(field(GovukDateField(), data={}), {})

    assert html.count("govuk-input--error") == 3
