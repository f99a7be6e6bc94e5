"""What servers read of the council's software, and how they send people to this very machine."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from tabard.accounts import queries
from tabard.accounts.models import known_by_address
from tabard.accounts.views.asking import back_to


@login_not_required
@require_safe
def known(request: HttpRequest, network: str) -> HttpResponse:
    """Show to servers by what they know the council's software; nothing before one was asked."""
    del request
    connector = known_by_address(network)
    application = queries.registered(network, "", back_to(network)) if connector else None
    if connector is None or application is None or not application.client_secret:
        raise Http404
    return JsonResponse(connector.document(application))


@login_not_required
@require_safe
def back_by_number(request: HttpRequest, network: str) -> HttpResponse:
    """Lead whoever was sent to this machine by its number on to its name, where they signed in."""
    there = f"{settings.PUBLIC_URL}{reverse('accounts:back', args=[network])}"
    return redirect(f"{there}?{request.GET.urlencode()}")
