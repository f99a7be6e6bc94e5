"""The days that matter to posts: events, silences, and the bank holidays that are known."""

from datetime import date, timedelta
from typing import cast

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.common.rules import insist
from tabard.council import actions, queries
from tabard.council.forms import OccasionForm
from tabard.council.models import Occasion
from tabard.council.rules import Keeper, may_keep_days
from tabard.council.settings import PART_OF_THE_UK

# How far ahead bank holidays are shown.
AHEAD = timedelta(days=366)


@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """List the days to come, and those that are on now."""
    insist(may_keep_days(_keeper(request)))
    today = localdate()
    context = {
        "occasions": queries.occasions(today, date.max),
        "bank_holidays": queries.bank_holidays(today, today + AHEAD),
        "part": PART_OF_THE_UK,
        "today": today,
    }
    return render(request, "council/days.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Enter days."""
    insist(may_keep_days(_keeper(request)))
    form = OccasionForm(request.POST or None)
    if form.is_valid():
        entered = Occasion(**form.cleaned_data)
        occasion = actions.add_occasion(entered, by=_keeper(request))
        messages.success(request, f"Entered: {occasion.name}.")
        return redirect("council:days")
    return render(request, "council/occasion.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """Change days that were entered."""
    insist(may_keep_days(_keeper(request)))
    occasion = get_object_or_404(Occasion, pk=occasion_id)
    form = OccasionForm(request.POST or None, initial=model_to_dict(occasion))
    if form.is_valid():
        changed = Occasion(pk=occasion.pk, **form.cleaned_data)
        occasion = actions.change_occasion(changed, by=_keeper(request))
        messages.success(request, f"Saved: {occasion.name}.")
        return redirect("council:days")
    return render(request, "council/occasion.html", {"form": form, "occasion": occasion})


@require_POST
def remove(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """Take days out again."""
    insist(may_keep_days(_keeper(request)))
    occasion = get_object_or_404(Occasion, pk=occasion_id)
    actions.remove_occasion(occasion, by=_keeper(request))
    messages.success(request, f"Taken out: {occasion.name}.")
    return redirect("council:days")


def _keeper(request: HttpRequest) -> Keeper:
    # Pages are closed, so whoever asks is staff, of whom an app above this one knows.
    return cast("Keeper", request.user)
