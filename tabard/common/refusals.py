"""Turns a rule's no into a page that says why."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme
from django.views.decorators.csrf import requires_csrf_token

from tabard.common.drafts import page_named
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError

TOO_LARGE = 413
STATUS = {NotAllowedError: 403, NotNowError: 409}
# The part of a page that shows what is kept of it as it is written.
SAVED = "saved"


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
        if isinstance(error, NotNowError) and request.headers.get("HX-Target") == SAVED:
            # A saving came after the sending, which the page says where it says what is saved.
            page = page_named(request.POST.get("page", ""))
            return render(request, "frame/saved.html", {"conflict": str(error), "page": page})
        context = {"why": str(error), "back": _where_from(request)}
        return render(request, "refused.html", context, status=status)


def _where_from(request: HttpRequest) -> str:
    """Give the page of ours from which somebody came, or nothing; never the one they are on."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()})
    if not ours:
        return ""
    parts = urlsplit(came_from)
    query = f"?{parts.query}" if parts.query else ""
    # Two slashes would begin another host.
    path = escape_leading_slashes(f"{parts.path or '/'}{query}")
    return "" if path == request.get_full_path() else path


@requires_csrf_token
def page_too_old(request: HttpRequest, **_reason: str) -> HttpResponse:
    """Say that a form was not taken, as the browser no longer shows that it came from our page."""
    return render(request, "page_too_old.html", status=403)


def could_not_read(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a request could not be read; of one that is too large, how to get back to it."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "too_much.html", status=TOO_LARGE)
    return render(request, "400.html", status=400)
