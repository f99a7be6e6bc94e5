"""Signing in through the council's own sign-on: there, and back."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, cast

from allauth.account.utils import get_next_redirect_url
from allauth.core.ratelimit import respond_429
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tabard.common.confirming import confirmed
from tabard.common.rules import Refused
from tabard.people.actions import sign_on as actions
from tabard.people.doors import may_knock
from tabard.people.provider import CouncilOpenID, CouncilSaml, CouncilSignOn
from tabard.people.queries import has_another_name, is_connected
from tabard.people.requests import StaffRequest
from tabard.people.rules.second_step import was_two_steps
from tabard.people.settings import SIGN_ON_STEPS, TRUST_SIGN_ON
from tabard.people.sign_on import CONFIRM, Said, SignOnError, in_use, offered
from tabard.people.views import confirming

TOO_OLD = (
    "This sign-in was begun in another browser or more than ten minutes ago, or was used already."
)
ANOTHER_NAME = (
    "You have connected another account of the council's sign-on already. Disconnect it first."
)
NOT_LET_IN = "The council's sign-on did not let you in: {why}."


@never_cache
@require_safe
@login_not_required
def begin(request: HttpRequest) -> HttpResponse:
    """Send somebody to the council's sign-on."""
    provider = _sign_on(request)
    try:
        return provider.redirect(request, AuthProcess.LOGIN, get_next_redirect_url(request))
    except SignOnError as trouble:
        return _failed(request, str(trouble))


@never_cache
@require_safe
@login_not_required
def back(request: HttpRequest) -> HttpResponse:
    """Take somebody in who comes back by OpenID Connect, once all of it holds."""
    provider = _provider(request, CouncilOpenID)
    try:
        state = provider.unstash_redirect_state(request, request.GET.get("state", ""))
    except PermissionDenied:
        return _failed(request, TOO_OLD)
    if "code" not in request.GET:
        return _failed(request, _why_not(request), state)
    try:
        said = provider.said(state, code=request.GET["code"], issuer=request.GET.get("iss"))
    except SignOnError as trouble:
        return _failed(request, str(trouble), state)
    return _take(request, provider, state, said)


@csrf_exempt
@require_POST
@login_not_required
def saml_answer(request: HttpRequest) -> HttpResponse:
    """Prove an answer by SAML that a browser brings from another site, and send it on to ours."""
    provider = _provider(request, CouncilSaml)
    if not may_knock(request, "saml_answer"):
        too_many: HttpResponse = respond_429(request)
        return too_many
    try:
        key = provider.keep(request.POST.get("SAMLResponse", ""))
    except SignOnError as trouble:
        return _failed(request, str(trouble))
    return redirect(f"{reverse('saml_back')}?{urlencode({'answer': key})}")


@never_cache
@require_safe
@login_not_required
def saml_back(request: HttpRequest) -> HttpResponse:
    """Take somebody in whose answer was proved, if this browser has asked for it."""
    provider = _provider(request, CouncilSaml)
    answer = provider.take(request.GET.get("answer", ""))
    if answer is None:
        return _failed(request, TOO_OLD)
    try:
        state = provider.unstash_redirect_state(request, answer.question)
    except PermissionDenied:
        return _failed(request, TOO_OLD)
    return _take(request, provider, state, answer.said)


@require_safe
@login_not_required
def saml_metadata(request: HttpRequest) -> HttpResponse:
    """Describe us to the council's identity provider."""
    told = _provider(request, CouncilSaml).saml.metadata()
    return HttpResponse(told, content_type="application/samlmetadata+xml")


@never_cache
@require_safe
def confirm_there(request: StaffRequest) -> HttpResponse:
    """Send somebody who is here to the council's sign-on, to be asked again who they are."""
    provider, after = _sign_on(request), get_next_redirect_url(request)
    try:
        return provider.redirect(request, CONFIRM, after)
    except SignOnError as trouble:
        return _failed(request, str(trouble), {"process": CONFIRM, "next": after})


@never_cache
@require_safe
def connect(request: StaffRequest) -> HttpResponse:
    """Offer to connect the council's sign-on, or to give it up."""
    _sign_on(request)
    return _connect_page(request)


@require_POST
@confirmed
def begin_connecting(request: StaffRequest) -> HttpResponse:
    """Give the way to the sign-on, as a link.

    Somebody's browser is not sent there by itself: then another site could have it done.
    """
    provider = _sign_on(request)
    try:
        way_there = provider.way_there(request, AuthProcess.CONNECT, reverse("connect_sign_on"))
    except SignOnError as trouble:
        return _failed(request, str(trouble))
    return _connect_page(request, way_there)


@require_POST
@confirmed
def disconnect(request: StaffRequest) -> HttpResponse:
    """Let the council's sign-on open the door no more."""
    _sign_on(request)
    actions.disconnect(request.user)
    messages.success(request, "The council's sign-on is not connected any more.")
    return redirect("connect_sign_on")


def _connect_page(request: StaffRequest, way_there: str = "") -> HttpResponse:
    told = {"connected": is_connected(request.user), "way_there": way_there, "name": offered()}
    return render(request, "people/connect.html", told)


def _take(
    request: HttpRequest, provider: CouncilSignOn, state: dict[str, Any], said: Said
) -> HttpResponse:
    """Go on with what somebody was sent to the sign-on for."""
    if state["process"] != CONFIRM:
        return _take_in(request, provider, state, said)
    answer = confirming.come_back(request, state, said)
    return _failed(request, answer.why, state) if isinstance(answer, Refused) else answer


def _take_in(
    request: HttpRequest, provider: CouncilSignOn, state: dict[str, Any], said: Said
) -> HttpResponse:
    if state["process"] == AuthProcess.LOGIN and actions.meet(said) is None:
        return render(request, "people/not_known.html", status=HTTPStatus.FORBIDDEN)
    connects = state["process"] == AuthProcess.CONNECT
    if connects and has_another_name(cast("StaffRequest", request).user, said):
        return _failed(request, ANOTHER_NAME)
    login = provider.sociallogin_from_response(request, said)
    two_steps = was_two_steps(said, steps=SIGN_ON_STEPS.value, trusted=TRUST_SIGN_ON.value)
    login.state = {**state, "two_steps": two_steps}
    answer: HttpResponse = complete_social_login(request, login)
    return answer


def _provider[P: CouncilSignOn](request: HttpRequest, kind: type[P]) -> P:
    """Give the sign-on that the council has, if it is of this kind."""
    provider = _sign_on(request)
    if not isinstance(provider, kind):
        raise Http404
    return provider


def _sign_on(request: HttpRequest) -> CouncilSignOn:
    """Give the sign-on that the council has, of whichever kind."""
    if not in_use():
        raise Http404
    provider: CouncilSignOn = get_adapter(request).get_provider(request, in_use())
    return provider


def _why_not(request: HttpRequest) -> str:
    """Say what the sign-on said, in its own words as far as it has any."""
    said = request.GET.get("error_description") or request.GET.get("error") or "no reason given"
    return NOT_LET_IN.format(why=" ".join(said.split())[:200].rstrip("."))


def _failed(
    request: HttpRequest, why: str, state: Mapping[str, Any] = MappingProxyType({})
) -> HttpResponse:
    """Say what did not work, and lead back to where it began."""
    again = confirming.address(state.get("next")) if state.get("process") == CONFIRM else ""
    context = {"why": why, "again": again}
    return render(request, "people/sign_on_failed.html", context, status=HTTPStatus.BAD_REQUEST)
