"""Turns a rule's no into a page that says why."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError

STATUS = {NotAllowedError: 403, NotNowError: 409}


class RefusalMiddleware:
    """Answers an action's refusal: 403 when a rule says no, 409 when it is not the time for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Show the reason of a refusal; leave every other error alone."""
        status = STATUS.get(type(error))
        if status is None:
            return None
        return render(request, "refused.html", {"why": str(error)}, status=status)


@requires_csrf_token
def page_too_old(request: HttpRequest, **_reason: str) -> HttpResponse:
    """Say that a form was not taken, as the browser no longer shows that it came from our page."""
    return render(request, "page_too_old.html", status=403)
