"""Leads people who need a second step to come in, and have taken none, to one; nowhere else."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from tabard.home.queries import why_second_step
from tabard.people import second_step
from tabard.people.models import Person

# Where people sign in and out, and set up how.
OPEN = ("/sign-in/", "/sign-out/", "/security/")


class SecondStepMiddleware:
    """Asks before every page and action but those of sign-in itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if request.path_info.startswith(OPEN) or not isinstance(person, Person):
            return self._get_response(request)
        if second_step.was_taken(request) or not why_second_step(person):
            return self._get_response(request)
        return _led_to(request, _way_of(person))


def _way_of(person: Person) -> str:
    """Give the page where somebody takes the step that they have, or sets one up."""
    kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    if Authenticator.Type.WEBAUTHN in kinds:
        return "mfa_reauthenticate_webauthn"
    return "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "home:second_step"


def _led_to(request: HttpRequest, page: str) -> HttpResponse:
    """Lead there, and back to where somebody wanted to go if that was a page."""
    wanted = request.get_full_path() if request.method == "GET" else "/"
    address = f"{reverse(page)}?{urlencode({'next': wanted})}"
    if "HX-Request" in request.headers:
        return HttpResponseClientRedirect(address)
    return redirect(address)
