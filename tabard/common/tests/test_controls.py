"""Tests of form fields as controls of the Design System."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import SimpleTestCase
from django.utils.safestring import mark_safe

from tabard.common.controls import control
from tabard.common.fields import GovukDateField
from tabard.common.tests.questions import HOSTILE, field

same = SimpleTestCase().assertHTMLEqual


def test_a_text_field_has_label_hint_and_input_that_belong_together():
    asked = field(forms.CharField(label="Your name", help_text="As residents know you"))

    same(
        control(asked, {}),
        """
        <div class="govuk-form-group">
          <label class="govuk-label" for="id_answer">Your name</label>
          <div id="id_answer-hint" class="govuk-hint">As residents know you</div>
          <input class="govuk-input" id="id_answer" name="answer" type="text"
                 aria-describedby="id_answer-hint">
        </div>
        """,
    )


def test_an_error_is_tied_to_its_input():
    asked = field(forms.CharField(label="Name", max_length=2), data={"answer": "Ada"})

    same(
        control(asked, {}),
        """
        <div class="govuk-form-group govuk-form-group--error">
          <label class="govuk-label" for="id_answer">Name</label>
          <p id="id_answer-error" class="govuk-error-message">
            <span class="govuk-visually-hidden">Error:</span>
            Ensure this value has at most 2 characters (it has 3).
          </p>
          <input class="govuk-input govuk-input--error" id="id_answer" name="answer" type="text"
                 value="Ada" aria-describedby="id_answer-error">
        </div>
        """,
    )


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        (forms.CharField(), 'type="text"'),
        (forms.EmailField(), 'type="email"'),
        (forms.URLField(assume_scheme="https"), 'type="url"'),
        (forms.IntegerField(min_value=1), 'type="text" inputmode="numeric"'),
        (forms.CharField(widget=forms.PasswordInput), 'type="password" spellcheck="false"'),
    ],
)
def test_the_widget_chooses_the_input(kind, start):
    assert f'name="answer" {start}' in control(field(kind), {})


def test_a_password_is_never_shown_again():
    asked = field(forms.CharField(widget=forms.PasswordInput), data={"answer": "s3cret"})

    assert "s3cret" not in control(asked, {})


def test_a_hidden_field_is_only_its_input():
    asked = field(forms.CharField(widget=forms.HiddenInput), initial={"answer": HOSTILE})

    same(
        control(asked, {}),
        '<input type="hidden" name="answer" id="id_answer" value="&lt;/textarea&gt;&lt;script&gt;'
        'alert(&quot;x&quot;)&lt;/script&gt;">',
    )


@pytest.mark.parametrize(
    "kind",
    [
        forms.CharField(),
        forms.CharField(widget=forms.Textarea),
        forms.ChoiceField(choices=[(HOSTILE, HOSTILE)]),
        forms.ChoiceField(choices=[(HOSTILE, HOSTILE)], widget=forms.RadioSelect),
        forms.MultipleChoiceField(
            choices=[(HOSTILE, HOSTILE)], widget=forms.CheckboxSelectMultiple
        ),
        forms.BooleanField(),
        forms.FileField(),
        GovukDateField(),
    ],
)
def test_hostile_words_are_escaped_in_every_control(kind):
    kind.label, kind.help_text = HOSTILE, HOSTILE
    options = {"hints": {HOSTILE: HOSTILE}}
    known = None if isinstance(kind, GovukDateField) else HOSTILE

    html = control(field(kind, initial={"answer": known}), options)

    assert "<script" not in html
    assert "&lt;script" in html


def test_hostile_words_are_escaped_in_errors_and_typed_dates():
    kind = GovukDateField(called=HOSTILE)
    typed = {"answer_day": HOSTILE, "answer_month": "1", "answer_year": "2027"}

    html = control(field(kind, data=typed), {})

    assert "<script" not in html
    assert html.count("&lt;script") == 2


def test_help_that_is_marked_safe_stays_as_it_is():
    asked = field(forms.CharField(help_text=mark_safe("<b>Short</b>")))

    assert "<b>Short</b>" in control(asked, {})


def test_an_optional_field_says_so():
    asked = field(forms.CharField(label="Nickname", required=False))

    assert "Nickname (optional)" in control(asked, {})
    assert "(optional)" not in control(asked, {"mark_optional": False})


def test_what_a_template_says_goes_before_what_the_form_says():
    asked = field(forms.CharField(label="A", help_text="b"))

    html = control(asked, {"label": "Name", "hint": "", "autocomplete": "name"})

    same(
        html,
        """
        <div class="govuk-form-group">
          <label class="govuk-label" for="id_answer">Name</label>
          <input class="govuk-input" id="id_answer" name="answer" type="text" autocomplete="name">
        </div>
        """,
    )


def test_width_size_prefix_and_suffix_change_how_an_input_looks():
    html = control(
        field(forms.CharField(label="Cap")),
        {"width": 5, "size": "m", "page_heading": True, "prefix": "£", "suffix": "a month"},
    )

    same(
        html,
        """
        <div class="govuk-form-group">
          <h1 class="govuk-label-wrapper">
            <label class="govuk-label govuk-label--m" for="id_answer">Cap</label>
          </h1>
          <div class="govuk-input__wrapper">
            <div class="govuk-input__prefix" aria-hidden="true">£</div>
            <input class="govuk-input govuk-input--width-5" id="id_answer" name="answer"
                   type="text">
            <div class="govuk-input__suffix" aria-hidden="true">a month</div>
          </div>
        </div>
        """,
    )


def test_a_width_may_be_a_share_of_the_column():
    assert "govuk-!-width-two-thirds" in control(field(forms.CharField()), {"width": "two-thirds"})


def test_what_browsers_would_enforce_is_left_to_the_server():
    html = control(field(forms.CharField(max_length=10, min_length=2)), {})

    assert "maxlength" not in html
    assert "required" not in html


def test_attributes_for_scripts_are_kept():
    kind = forms.CharField(widget=forms.TextInput({"hx-post": "/count", "placeholder": "Name"}))

    html = control(field(kind), {})

    assert 'hx-post="/count"' in html
    assert "placeholder" not in html


@pytest.mark.parametrize("words", ["", "\nA first line that is empty", "two\nlines"])
def test_a_textarea_keeps_the_words_as_they_are(words):
    asked = field(forms.CharField(widget=forms.Textarea), initial={"answer": words})

    assert f">\n{words}</textarea>" in control(asked, {})


def test_a_textarea_counts_when_asked():
    asked = field(forms.CharField(widget=forms.Textarea({"rows": 3})))

    html = control(asked, {"count": 300})

    assert 'data-module="govuk-character-count" data-maxlength="300"' in html
    assert "You can enter up to 300 characters" in html
    assert 'rows="3"' in html
    assert "govuk-character-count" not in control(asked, {})


def test_a_file_is_chosen_with_the_browsers_own_button():
    picture = SimpleUploadedFile("cat.png", b"x")
    kind = forms.FileField(label="Picture", widget=forms.FileInput({"accept": "image/png"}))
    form = type("QuestionForm", (forms.Form,), {"answer": kind})({}, {"answer": picture})

    same(
        control(form["answer"], {}),
        """
        <div class="govuk-form-group">
          <label class="govuk-label" for="id_answer">Picture</label>
          <input class="govuk-file-upload" id="id_answer" name="answer" type="file"
                 accept="image/png">
        </div>
        """,
    )


def test_several_errors_are_all_told():
    def refuse(_value):
        raise forms.ValidationError([HOSTILE, "Second %(thing)s"], params={"thing": "x"})

    html = control(field(forms.CharField(validators=[refuse]), data={"answer": "x"}), {})

    assert "<br>Second" in html
    assert "<script" not in html


def test_a_disabled_field_is_disabled():
    assert " disabled" in control(field(forms.CharField(disabled=True)), {})


def test_a_widget_without_a_control_is_named():
    asked = field(forms.SplitDateTimeField(widget=forms.SplitDateTimeWidget))

    with pytest.raises(
        TypeError, match=r"No control for SplitDateTimeWidget of the field answer\."
    ):
        control(asked, {})
