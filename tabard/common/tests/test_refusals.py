"""A refusal becomes a page that says why."""

import pytest
from django.http import HttpRequest, HttpResponse

from tabard.common.lifecycle import NotNowError
from tabard.common.refusals import RefusalMiddleware
from tabard.common.rules import NotAllowedError

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


def test_other_errors_are_left_alone(refusals):
    assert refusals.process_exception(HttpRequest(), ValueError("Ours.")) is None


def test_all_else_goes_through(refusals):
    assert refusals(HttpRequest()).content == b"well"
