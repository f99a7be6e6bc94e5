"""How long a session lasts: so long from its beginning, and so long without anything done."""

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse

from tabard.people.settings import IDLE_MINUTES, SESSION_HOURS

ENDS_AT, SEEN_AT, IDLE = "ends_at", "seen_at", "idle_seconds"
# How exactly it is known when something was last done, in seconds; noting it costs a query.
NOTED_EVERY = 60
A_MINUTE, AN_HOUR = 60, 3_600


def connect() -> None:
    """Hear that somebody has signed in."""
    user_logged_in.connect(_signed_in)


def _signed_in(request: HttpRequest, **_how: Any) -> None:
    begin(request)


def begin(request: HttpRequest) -> None:
    """Begin to count, by what the council has set now."""
    now = time.time()
    request.session[ENDS_AT] = now + SESSION_HOURS.value * AN_HOUR
    request.session[IDLE] = IDLE_MINUTES.value * A_MINUTE
    request.session[SEEN_AT] = now


class SessionLimitMiddleware:
    """Signs somebody out whose session has lasted long enough."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _go_on(request)
        return self._get_response(request)


def _go_on(request: HttpRequest) -> None:
    session, now = request.session, time.time()
    if ENDS_AT not in session:
        # It began before sessions were counted.
        begin(request)
    elif now >= session[ENDS_AT] or now - session[SEEN_AT] >= session[IDLE]:
        logout(request)
    elif now - session[SEEN_AT] >= NOTED_EVERY:
        session[SEEN_AT] = now
