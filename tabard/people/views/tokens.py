"""The page on which administrators let other systems in."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tabard.common.confirming import insist_on_confirmation
from tabard.common.rules import insist
from tabard.people import actions, rules
from tabard.people.forms.tokens import TokenForm
from tabard.people.models import ApiToken
from tabard.people.requests import StaffRequest

ROWS_ON_A_PAGE = 25


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: StaffRequest) -> HttpResponse:
    """Show which systems are let in, and let one in; what it signs in with is shown this once."""
    insist(rules.may_keep_tokens(request.user))
    form, secret = TokenForm(request.POST or None), ""
    if form.is_valid():
        # Whoever has a token can enter people and, by groups, give roles.
        insist_on_confirmation(request)
        made, secret = actions.make_token(**form.cleaned_data, by=request.user)
        messages.success(request, f"{made} is let in.")
        form = TokenForm()
    found = ApiToken.objects.select_related("made_by").order_by("-pk")
    context = {
        "form": form,
        "secret": secret,
        "address": f"{settings.PUBLIC_URL}/scim/v2",
        "page": Paginator(found, ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
        "now": timezone.now(),
    }
    return render(request, "people/tokens.html", context)


@require_POST
def end_token(request: StaffRequest, token_id: int) -> HttpResponse:
    """Let a system in no more."""
    ended = actions.end_token(get_object_or_404(ApiToken, pk=token_id), by=request.user)
    messages.success(request, f"{ended} is let in no more.")
    return redirect("people:tokens")
