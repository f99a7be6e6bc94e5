"""Confirming who is here at the council's sign-on, and going on with what was about to be done."""

import logging
from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.utils import passthrough_next_redirect_url
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tabard.common.rules import Refused
from tabard.people.queries import is_connected, known_as
from tabard.people.requests import StaffRequest
from tabard.people.rules.confirming import has_confirmed
from tabard.people.settings import takes_passwords
from tabard.people.sign_on import Said, offered

log = logging.getLogger(__name__)


@never_cache
@require_safe
def confirm(request: StaffRequest) -> HttpResponse:
    """Offer the way to the sign-on, beside whatever other ways somebody has."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    others = [way for way in ways if way["url"] != request.path]
    context = {
        "connected": is_connected(request.user),
        "name": offered(),
        "takes_passwords": takes_passwords(),
        "way_there": _with_next(request, reverse("confirm_there")),
        "reauthentication_alternatives": [
            {**way, "url": _with_next(request, way["url"])} for way in others
        ],
    }
    return render(request, "people/confirm.html", context)


def come_back(request: HttpRequest, state: dict[str, Any], said: Said) -> Refused | HttpResponse:
    """Take somebody for confirmed who has just shown it there, and go on with what they wanted."""
    asked_at = datetime.fromtimestamp(state["asked_at"], tz=UTC)
    told = {"asked_at": asked_at, "now": timezone.now()}
    refused = has_confirmed(request.user, known_as(said), said, **told)
    if refused is not None:
        log.warning("Person %s has not confirmed who they are: %s", request.user.pk, refused.why)
        return refused
    how = {"provider": said.provider, "uid": said.uid, "reauthenticated": True}
    record_authentication(request, request.user, "socialaccount", **how)
    return _go_on(request, state.get("next") or reverse("mfa_index"))


def address(after: str | None) -> str:
    """Give the address of the page that leads to the sign-on, and on to what comes after."""
    page = reverse("confirm_at_sign_on")
    return f"{page}?{urlencode({'next': after})}" if after else page


def _go_on(request: HttpRequest, after: str) -> HttpResponse:
    """Do what was asked for before, if it was more than to see a page."""
    request.GET = QueryDict(urlencode({"next": after}))
    answer: HttpResponse | None = resume_request(request)
    return answer or redirect(after)


def _with_next(request: HttpRequest, address: str) -> str:
    there: str = passthrough_next_redirect_url(request, address, "next")
    return there
