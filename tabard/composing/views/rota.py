"""The page on which the programme team sets who is told first of what waits for a review."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tabard.common.rules import insist
from tabard.composing import actions, queries, rules
from tabard.composing.forms import RotaForm
from tabard.composing.settings import ESCALATE_AFTER, ESCALATE_BEFORE, REMIND_AFTER, REMIND_BEFORE
from tabard.people.requests import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def rota(request: StaffRequest) -> HttpResponse:
    """Show on which days each reviewer is told first, and set it."""
    insist(rules.may_set_rota(request.user))
    reviewers = list(queries.reviewers())
    form = RotaForm(reviewers, queries.days_of(reviewers), request.POST or None)
    if form.is_valid():
        actions.set_rota(form.days, by=request.user)
        messages.success(request, "The rota is saved. It counts from the next post on.")
        return redirect("composing:waiting")
    settings = [REMIND_BEFORE, REMIND_AFTER, ESCALATE_BEFORE, ESCALATE_AFTER]
    return render(request, "composing/rota.html", {"form": form, "settings": settings})
