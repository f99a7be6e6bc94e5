"""Tests of components as HTML."""

import pytest
from django.test import SimpleTestCase
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from tabard.common.pages import component

HOSTILE = """"><script>alert('x')</script>&amp;"""
ESCAPED = "&#34;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;"
same = SimpleTestCase().assertHTMLEqual


def test_component_is_found_by_its_name_in_the_design_system():
    html = component("warning-text", {"text": "Mind the gap", "iconFallbackText": "Careful"})

    same(
        html,
        """
        <div class="govuk-warning-text">
          <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
          <strong class="govuk-warning-text__text">
            <span class="govuk-visually-hidden">Careful</span> Mind the gap
          </strong>
        </div>
        """,
    )


@pytest.mark.parametrize("name", ["text", "html", "classes"])
def test_hostile_words_are_escaped_under_every_name(name):
    html = component("inset-text", {"text": "", name: HOSTILE})

    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_hostile_words_are_escaped_deep_inside():
    rows = [{"key": {"html": HOSTILE}, "value": {"text": HOSTILE}}]

    html = component("summary-list", {"rows": rows})

    assert html.count("&lt;script&gt;") == 2
    assert "<script" not in html


def test_hostile_words_are_escaped_in_attributes():
    html = component("tag", {"text": "Held", "attributes": {"data-why": HOSTILE}})

    assert f'data-why="{ESCAPED}"' in html


def test_attributes_as_text_are_refused():
    with pytest.raises(TypeError, match="names with values"):
        component("tag", {"text": "Held", "attributes": "onclick=alert(1)"})


def test_html_that_is_marked_safe_stays_as_it_is():
    html = component("inset-text", {"html": mark_safe("<em>Now</em>")})

    assert "<em>Now</em>" in html


def test_words_for_translation_are_read_when_they_are_shown():
    html = component("inset-text", {"text": gettext_lazy("Now & then")})

    assert "Now &amp; then" in html


def test_a_component_in_a_component_is_not_indented():
    radios = {
        "name": "when",
        "fieldset": {"legend": {"text": "When?"}},
        "items": [
            {
                "value": "later",
                "text": "Later",
                "conditional": {"html": mark_safe("<textarea>one\ntwo</textarea>")},
            }
        ],
    }

    html = component("radios", radios)

    assert "<textarea>one\ntwo</textarea>" in html
