"""Signing in through the council's own sign-on: there, and back."""

from http import HTTPStatus
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tabard.people.actions import sign_on as actions
from tabard.people.provider import CouncilOpenID
from tabard.people.rules.second_step import was_two_steps
from tabard.people.settings import SIGN_ON_STEPS, TRUST_SIGN_ON
from tabard.people.sign_on import Said, SignOnError, offered

TOO_OLD = (
    "This sign-in was begun in another browser or more than ten minutes ago, or was used already."
)
NOT_LET_IN = "The council's sign-on did not let you in: {why}."


@never_cache
@require_safe
@login_not_required
def begin(request: HttpRequest) -> HttpResponse:
    """Send somebody to the council's sign-on."""
    provider = _provider(request)
    try:
        return provider.redirect(request, AuthProcess.LOGIN, get_next_redirect_url(request))
    except SignOnError as trouble:
        return _failed(request, str(trouble))


@never_cache
@require_safe
@login_not_required
def back(request: HttpRequest) -> HttpResponse:
    """Take somebody in who comes back from the council's sign-on, once all of it holds."""
    provider = _provider(request)
    try:
        state = provider.unstash_redirect_state(request, request.GET.get("state", ""))
    except PermissionDenied:
        return _failed(request, TOO_OLD)
    if "code" not in request.GET:
        return _failed(request, _why_not(request))
    try:
        claims = provider.claims(state, code=request.GET["code"], issuer=request.GET.get("iss"))
    except SignOnError as trouble:
        return _failed(request, str(trouble))
    login = provider.sociallogin_from_response(request, claims)
    return _take_in(request, login, state, provider.said(claims))


def _take_in(request: HttpRequest, login: Any, state: dict[str, Any], said: Said) -> HttpResponse:
    if state["process"] == AuthProcess.LOGIN and actions.meet(said) is None:
        return render(request, "people/not_known.html", status=HTTPStatus.FORBIDDEN)
    two_steps = was_two_steps(said, steps=SIGN_ON_STEPS.value, trusted=TRUST_SIGN_ON.value)
    login.state = {**state, "two_steps": two_steps}
    answer: HttpResponse = complete_social_login(request, login)
    return answer


def _provider(request: HttpRequest) -> CouncilOpenID:
    if not offered():
        raise Http404
    provider: CouncilOpenID = get_adapter(request).get_provider(request, provider=CouncilOpenID.id)
    return provider


def _why_not(request: HttpRequest) -> str:
    """Say what the sign-on said, in its own words as far as it has any."""
    said = request.GET.get("error_description") or request.GET.get("error") or "no reason given"
    return NOT_LET_IN.format(why=" ".join(said.split())[:200].rstrip("."))


def _failed(request: HttpRequest, why: str) -> HttpResponse:
    context = {"why": why}
    return render(request, "people/sign_on_failed.html", context, status=HTTPStatus.BAD_REQUEST)
