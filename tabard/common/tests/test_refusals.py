"""A refusal becomes a page that says why."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from tabard.common.lifecycle import NotNowError
from tabard.common.refusals import RefusalMiddleware
from tabard.common.rules import NotAllowedError
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def refusals() -> RefusalMiddleware:
    return RefusalMiddleware(lambda _request: HttpResponse("well"))


@pytest.mark.parametrize(("error", "status"), [(NotAllowedError, 403), (NotNowError, 409)])
def test_the_reason_is_shown_escaped(refusals, rf, error: type[Exception], status: int):
    request = rf.get("/")
    request.user = None

    answer = refusals.process_exception(request, error("Not <you>."))

    assert answer is not None
    assert answer.status_code == status
    assert "Not &lt;you&gt;." in answer.content.decode()


def test_saving_that_comes_too_late_is_answered_where_the_page_says_what_is_saved(refusals, rf):
    request = rf.post("/", {"page": "abcdefghijklmnop"}, headers={"HX-Target": "saved"})

    answer = refusals.process_exception(request, NotNowError("It was <sent>."))

    assert answer is not None
    assert answer.status_code == 200
    assert "It was &lt;sent&gt;." in answer.content.decode()
    assert 'name="page" value="abcdefghijklmnop"' in answer.content.decode()


def test_saving_that_is_not_allowed_is_refused_as_ever(refusals, rf):
    request = rf.post("/", headers={"HX-Target": "saved"})
    request.user = None

    answer = refusals.process_exception(request, NotAllowedError("No."))

    assert answer is not None
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/reviews/7/?page=2", "/reviews/7/?page=2"),
        ("http://testserver", "/"),
        ("http://testserver//elsewhere.example/", "/%2Felsewhere.example/"),
        ("", None),
        ("http://elsewhere.example/reviews/7/", None),
        ("http://[", None),
        ("javascript:alert(1)", None),
        ("http://testserver/messages/7/edit/", None),
    ],
)
def test_way_back_is_a_page_of_ours(refusals, rf, came_from: str, back: str | None):
    request = rf.get("/messages/7/edit/", headers={"Referer": came_from})
    request.user = None

    answer = refusals.process_exception(request, NotNowError("Not now."))

    page = answer.content.decode()
    assert (f'href="{back}">Go back to where you were</a>' in page) is (back is not None)
    assert ('href="/">Go to the first page</a>' in page) is (back is None)


def test_other_errors_are_left_alone(refusals):
    assert refusals.process_exception(HttpRequest(), ValueError("Ours.")) is None


def test_all_else_goes_through(refusals):
    assert refusals(HttpRequest()).content == b"well"


@pytest.mark.parametrize("signed_in", [False, True])
def test_form_without_the_cookie_is_told_in_our_own_words(*, signed_in: bool):
    browser = Client(enforce_csrf_checks=True)
    if signed_in:
        browser.force_login(make.person())

    answer = browser.post("/messages/write/", {"words": "Much work."})

    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 403
    assert "You were signed out, or this page was open too long." in page
    assert "What you wrote has not been saved." in page
    assert f'href="{reverse("account_login")}">sign in</a>' in page
    assert "govuk-template" in page
