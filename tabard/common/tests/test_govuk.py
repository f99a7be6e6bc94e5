"""Tests of the tags in templates."""

from typing import Any

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory, SimpleTestCase

from tabard.common.fields import GovukDateField

HOSTILE = """"><script>alert('x')</script>"""
same = SimpleTestCase().assertHTMLEqual


class QuestionForm(forms.Form):
    name = forms.CharField()
    until = GovukDateField(called="the end date")
    when = forms.ChoiceField(
        choices=[("now", "Now"), ("later", "Later")], widget=forms.RadioSelect, initial="now"
    )
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("The account is paused")


def shown(template: str, **context: Any) -> str:
    return Template(template).render(Context(context))


def test_any_component_takes_parameters_inside_parameters():
    html = shown('{% govuk "phase-banner" tag__text="Pilot" text=words %}', words=HOSTILE)

    assert "Pilot" in html
    assert "<script" not in html


def test_a_form_without_errors_has_no_summary():
    assert shown("{% govuk_errors form %}", form=QuestionForm()) == ""


def test_the_summary_links_each_error_to_where_it_is_mended():
    form = QuestionForm({"until_day": "1", "until_year": "2027", "when": "now"})

    same(
        shown("{% govuk_errors form %}", form=form),
        """
        <div class="govuk-error-summary" data-module="govuk-error-summary">
          <div role="alert">
            <h2 class="govuk-error-summary__title">There is a problem</h2>
            <div class="govuk-error-summary__body">
              <ul class="govuk-list govuk-error-summary__list">
                <li>The account is paused</li>
                <li>Enter token</li>
                <li><a href="#id_name">Enter name</a></li>
                <li><a href="#id_until-month">The end date must include a month</a></li>
              </ul>
            </div>
          </div>
        </div>
        """,
    )


def test_one_summary_can_speak_for_several_forms():
    first, second = QuestionForm({}, prefix="first"), QuestionForm({}, prefix="second")

    html = shown("{% govuk_errors first second %}", first=first, second=second)

    assert html.count("There is a problem") == 1
    assert 'href="#id_first-name"' in html
    assert 'href="#id_second-name"' in html


def test_a_field_takes_options_and_a_further_question():
    html = shown('{% govuk_field form.when size="m" later=form.until %}', form=QuestionForm())

    assert "govuk-fieldset__legend--m" in html
    assert 'id="conditional-id_when-2"' in html
    assert 'name="until_day"' in html


def test_a_button_sends_its_form_once():
    same(
        shown('{% govuk_button "Send" %}'),
        """
        <button type="submit" class="govuk-button" data-module="govuk-button"
                data-prevent-double-click="true">Send</button>
        """,
    )


def test_a_quieter_button_can_say_which_it_was():
    same(
        shown('{% govuk_button "Save" variant="secondary" name="save" value="1" %}'),
        """
        <button type="submit" name="save" value="1" class="govuk-button govuk-button--secondary"
                data-module="govuk-button" data-prevent-double-click="true">Save</button>
        """,
    )


def test_a_button_with_an_address_is_a_link():
    same(
        shown('{% govuk_button "Apply" href="/apply" variant="warning" %}'),
        """
        <a href="/apply" role="button" draggable="false" class="govuk-button govuk-button--warning"
           data-module="govuk-button">Apply</a>
        """,
    )


def test_a_start_button_has_its_arrow():
    assert "govuk-button--start" in shown('{% govuk_button "Start" href="/" variant="start" %}')


def test_an_unknown_button_is_refused():
    with pytest.raises(ValueError, match="no button “loud”"):
        shown('{% govuk_button "Send" variant="loud" %}')


def test_a_tag_has_words_and_a_colour():
    same(
        shown("{% govuk_tag words 'yellow' %}", words=HOSTILE),
        '<strong class="govuk-tag govuk-tag--yellow">&quot;&gt;&lt;script&gt;alert(&#x27;x&#x27;)'
        "&lt;/script&gt;</strong>",
    )


def test_an_unknown_colour_is_refused():
    with pytest.raises(ValueError, match="no tag in “pinkish”"):
        shown('{% govuk_tag "Held" "pinkish" %}')


def test_a_notice_tells_and_can_be_told_apart():
    html = shown('{% govuk_notice words kind="success" title="Done" number=2 %}', words=HOSTILE)

    assert "govuk-notification-banner--success" in html
    assert 'id="govuk-notification-banner-title2"' in html
    assert "Done" in html
    assert "<script" not in html


def test_each_message_is_a_banner_of_its_kind():
    messages = [
        Message(constants.SUCCESS, HOSTILE),
        Message(constants.ERROR, "Not sent"),
        Message(constants.WARNING, "Late"),
        Message(constants.INFO, "By the way"),
    ]

    html = shown("{% govuk_messages messages %}", messages=messages)

    assert html.count('class="govuk-notification-banner"') == 3
    assert html.count("govuk-notification-banner--success") == 1
    assert html.count("There is a problem") == 1
    assert html.count("Important") == 2
    assert html.count('id="govuk-notification-banner-title3"') == 1
    assert "<script" not in html


def test_no_messages_are_no_banners():
    assert shown("{% govuk_messages messages %}") == ""


def test_the_way_back():
    same(
        shown("{% govuk_back '/posts/?a=1&b=2' %}"),
        '<a href="/posts/?a=1&amp;b=2" class="govuk-back-link">Back</a>',
    )


@pytest.mark.parametrize("last", ["", " 'This one'"])
def test_breadcrumbs_end_with_this_page_if_it_is_named(last):
    html = shown("{% govuk_breadcrumbs 'Home' '/' 'Posts' '/posts/'" + last + " %}")

    assert html.count("<a ") == 2
    assert html.count('aria-current="page"') == bool(last)


def test_a_summary_shows_what_is_missing():
    html = shown("{% govuk_summary 'Name' name 'Job' job 'Posts' 0 %}", name=HOSTILE, job=None)

    same(
        html,
        """
        <dl class="govuk-summary-list">
          <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">Name</dt>
            <dd class="govuk-summary-list__value">
              &quot;&gt;&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;
            </dd>
          </div>
          <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">Job</dt>
            <dd class="govuk-summary-list__value">None</dd>
          </div>
          <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">Posts</dt>
            <dd class="govuk-summary-list__value">0</dd>
          </div>
        </dl>
        """,
    )


def paged(number: int, *, of: int) -> str:
    request = RequestFactory().get("/", {"q": HOSTILE, "page": "9"})
    page = Paginator(range(of), 1).page(number)
    return shown("{% govuk_pagination page %}", page=page, request=request)


def test_a_list_of_one_page_needs_no_pagination():
    assert paged(1, of=1) == ""


def test_the_first_page_leads_on_and_keeps_the_search():
    html = paged(1, of=2)

    assert "Previous" not in html
    assert "Next" in html
    assert html.count("page=2") == 2
    assert html.count("page=9") == 0
    assert html.count("q=%22%3E%3Cscript%3E") == 3


def test_the_last_page_leads_back():
    html = paged(2, of=2)

    assert "Previous" in html
    assert "Next" not in html


def test_a_page_in_the_middle_leaves_far_ones_out():
    assert paged(50, of=100).count("govuk-pagination__item--ellipsis") == 2


@pytest.mark.parametrize(
    ("used", "look", "bar", "words"),
    [
        (0, "", 0, "300 left"),
        (300, "", 300, "0 left"),
        (301, " tabard-limit--over", 300, "1 too many"),
    ],
)
def test_a_limit_says_in_words_what_is_left(used, look, bar, words):
    html = shown("{% govuk_limit name used=used limit=300 %}", name="<b>", used=used)

    same(
        html,
        f"""
        <div class="tabard-limit{look}"><span>&lt;b&gt;</span>
          <meter class="tabard-limit__bar" aria-hidden="true" max="300" high="270" optimum="0"
                 value="{bar}"></meter>
          <span>{words}</span>
        </div>
        """,
    )
