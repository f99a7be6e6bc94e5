"""The page on which administrators keep what the council is called."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from tabard.common.rules import insist
from tabard.council.models import Council
from tabard.people import actions, rules
from tabard.people.forms.council import CouncilForm
from tabard.people.requests import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def council(request: StaffRequest) -> HttpResponse:
    """Change what the council is called, and where residents reach it."""
    insist(rules.may_keep_staff(request.user))
    known = get_object_or_404(Council, pk=1)
    form = CouncilForm(request.POST or None, known)
    if form.is_valid():
        actions.change_council(known, form.about, by=request.user)
        messages.success(request, "Saved.")
        return redirect("people:everybody")
    return render(request, "people/council.html", {"form": form})
