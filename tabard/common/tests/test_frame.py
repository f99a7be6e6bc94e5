"""Tests of the frame around every page, and of the pages that say what went wrong."""

from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string

HOSTILE = """"><script>alert('x')</script>"""
COUNCIL = SimpleNamespace(
    name="Exampleton & District", contact_email="us@exampleton.example", is_demonstration=False
)
PLACES = [
    SimpleNamespace(label="Posts", url="/posts/", current=True, count=0),
    SimpleNamespace(label="To review", url="/review/", current=False, count=3),
]
STAFF = SimpleNamespace(is_authenticated=True, name="Ada <b>")


class EmptyForm(forms.Form):
    name = forms.CharField()


def page(**context: Any) -> str:
    return render_to_string("404.html", {"council": COUNCIL, **context})


def test_the_title_names_page_service_and_council():
    title = page().split("<title>")[1].split("</title>")[0].split("\N{EN DASH}")

    assert [part.strip() for part in title] == [
        "Page not found",
        "Tabard",
        "Exampleton &amp; District",
    ]


def test_the_title_says_that_there_is_an_error():
    title = page(form=EmptyForm({})).split("<title>")[1].split()

    assert title[:3] == ["Error:", "Page", "not"]


def test_the_frame_shows_who_is_signed_in_and_where_they_can_go():
    html = page(user=STAFF, navigation=PLACES)

    assert "Ada &lt;b&gt;" in html
    assert "Sign out" in html
    assert html.count('aria-current="true"') == 1
    assert '<span class="tabard-count">3<span class="govuk-visually-hidden"> waiting</span>' in html


def test_the_frame_offers_residents_no_more_than_sign_in():
    html = page()

    assert "Staff sign-in" in html
    assert "Sign out" not in html
    assert "<nav" not in html


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_a_demonstration_says_that_it_is_one(is_demonstration):
    council = SimpleNamespace(**vars(COUNCIL) | {"is_demonstration": is_demonstration})

    assert ("is not a real council" in page(council=council)) == is_demonstration


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500"])
def test_error_pages_need_nothing_from_a_broken_service(name):
    html = render_to_string(f"{name}.html")

    assert '<h1 class="govuk-heading-l">' in html
    assert "Your council" in html


def test_a_page_that_is_not_for_somebody_says_as_whom_they_are_here():
    assert "You are signed in as Ada &lt;b&gt;." in render_to_string("403.html", {"user": STAFF})


def test_a_refusal_gives_its_reason():
    assert "&lt;script&gt;" in render_to_string("refused.html", {"why": HOSTILE})


def test_no_page_carries_a_script_or_style_inside():
    html = page(user=STAFF, navigation=PLACES)

    assert html.count("<script") == html.count("<script src=")
    assert "<style" not in html
    assert " style=" not in html
    assert " onclick=" not in html
