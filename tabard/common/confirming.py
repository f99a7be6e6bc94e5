"""Has whoever is here show once more who they are, before what nobody else may do."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse


def insist_on_confirmation(request: HttpRequest) -> None:
    """Lead somebody to a way to confirm who they are, and then on with what they asked for.

    allauth asks nobody who has neither password nor second step here, so it is not asked.
    """
    if not was_confirmed(request):
        raise ReauthenticationRequired


def was_confirmed(request: HttpRequest) -> bool:
    """Say whether somebody has just confirmed who they are."""
    ways = get_authentication_records(request, request.user)
    last = max((way["at"] for way in ways if way.get("reauthenticated")), default=0)
    return bool(time.time() - last < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def confirmed[Asked: HttpRequest, **More](
    view: Callable[Concatenate[Asked, More], HttpResponse],
) -> Callable[Concatenate[Asked, More], HttpResponse]:
    """Open a view only to whoever has just confirmed who they are."""

    @wraps(view)
    def asked_first(request: Asked, /, *about: More.args, **how: More.kwargs) -> HttpResponse:
        insist_on_confirmation(request)
        return view(request, *about, **how)

    return asked_first
