"""When I am e-mailed, and how I stop it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tabard.notices import actions, queries, rules
from tabard.notices.forms import PreferencesForm
from tabard.notices.models import Preferences
from tabard.notices.work import URGENT, planning, writing
from tabard.people.requests import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: StaffRequest) -> HttpResponse:
    """Show what I chose and what comes of it, and choose anew."""
    now = queries.preferences_of(request.user)
    form = PreferencesForm(now, request.POST or None)
    if form.is_valid() and "try" not in request.POST:
        actions.prefer(form.preferences())
        messages.success(request, "Saved. You are e-mailed like this from now on.")
        return redirect("notices:preferences")
    tried = form.preferences() if form.is_bound and form.is_valid() else now
    held = planning.chosen()
    context = {
        "form": form,
        "emails": _emails_with(tried, request),
        "days": queries.LOOKED_BACK.days,
        "urgent": [(one.what, one.because.of(held.get(one.because.key))) for one in URGENT],
        "hints": {"council": f"{planning.council_quiet(held).in_words}."},
        "is_on": settings.EMAIL_IS_ON,
    }
    page = "notices/preferences.html#preview" if request.htmx else "notices/preferences.html"
    return render(request, page, context)


def _emails_with(preferences: Preferences, request: StaffRequest) -> int:
    rhythm = planning.rhythm(preferences, planning.chosen())
    return rules.emails_of(rhythm, queries.lately(request.user))


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop optional e-mails of whoever holds the link, without signing in (RFC 8058).

    A mail program posts here by itself, with no session and no form of ours: the signed link is
    what shows that it may.
    """
    try:
        person, groups = writing.read_stop_token(token)
    except (signing.BadSignature, ValueError) as wrong:
        raise Http404 from wrong
    if request.method == "POST":
        actions.stop(person, groups)
    context = {"groups": groups, "is_stopped": request.method == "POST"}
    return render(request, "notices/stop.html", context)
