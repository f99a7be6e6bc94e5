"""The pages of practice: choose a scenario, answer its residents, see what came of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.people.requests import StaffRequest
from tabard.practice.queries import posts_in
from tabard.training import actions, queries, rules
from tabard.training.forms import AgainForm, ReplyForm
from tabard.training.models import Rehearsal, RehearsalState
from tabard.training.settings import DAYS_PRACTICE_IS_KEPT, SUPPORT
from tabard.training.work.scenarios.debriefing import debrief
from tabard.training.work.scenarios.loaded import answers_in, script_of
from tabard.training.work.text import typeset


@require_safe
def scenarios(request: StaffRequest) -> HttpResponse:
    """Show what can be practised, and how far I have come."""
    latest = queries.rehearsals_of(request.user)
    passed = queries.scenarios_passed(request.user)
    rows = [
        {
            "version": version,
            "latest": latest.get(version.scenario_id),
            "is_passed": version.scenario_id in passed,
        }
        for version in queries.offered_scenarios()
    ]
    context = {
        "rows": rows,
        "standing": queries.practice_standing(request.user),
        "days": DAYS_PRACTICE_IS_KEPT.value,
        "support": SUPPORT.value,
    }
    return render(request, "training/scenarios.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def scenario(request: StaffRequest, slug: str) -> HttpResponse:
    """Say what a scenario is about, and begin it."""
    version = get_object_or_404(queries.offered_scenarios(), scenario__slug=slug)
    if request.method == "POST":
        again = AgainForm(request.POST)
        seed = again.cleaned_data["seed"] if again.is_valid() else None
        begun = actions.rehearse(version, by=request.user, seed=seed)
        return redirect("training:rehearsal", begun.pk)
    context = {
        "version": version,
        "setting": typeset(version.told["setting"]),
        "latest": queries.rehearsals_of(request.user).get(version.scenario_id),
        "days": DAYS_PRACTICE_IS_KEPT.value,
        "support": SUPPORT.value,
    }
    return render(request, "training/scenario.html", context)


def _own(person: Person, rehearsal_id: int) -> Rehearsal:
    """Give a go to the person whose it is."""
    found = get_object_or_404(
        Rehearsal.objects.select_related("version__scenario", "thread"), pk=rehearsal_id
    )
    insist(rules.may_see_rehearsal(person, found))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def rehearsal(request: StaffRequest, rehearsal_id: int) -> HttpResponse:
    """Show the conversation, and take an answer."""
    found = _own(request.user, rehearsal_id)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        before = posts_in(found.thread).count() if found.thread else 0
        actions.reply(found, form.said, by=request.user)
        return redirect(f"{reverse('training:rehearsal', args=[found.pk])}#post-{before}")
    if found.thread is None:
        return redirect("training:debrief", found.pk)
    context = {
        "rehearsal": found,
        "version": found.version,
        "posts": posts_in(found.thread),
        "setting": typeset(found.version.told["setting"]),
        "form": form,
        "is_over": found.state != RehearsalState.UNDER_WAY,
        "told": script_of(found.version).states[found.at].told,
    }
    return render(request, "training/rehearsal.html", context)


@require_safe
def debriefing(request: StaffRequest, rehearsal_id: int) -> HttpResponse:
    """Show what a good answer would have noticed, and which of my words showed it."""
    found = _own(request.user, rehearsal_id)
    if found.state == RehearsalState.UNDER_WAY:
        return redirect("training:rehearsal", found.pk)
    script = script_of(found.version)
    context = {
        "rehearsal": found,
        "version": found.version,
        "told": script.states[found.at].told,
        "debrief": debrief(script, answers_in(found)),
        "good": found.version.told["good"],
        "standing": queries.practice_standing(request.user),
        "support": SUPPORT.value,
        "days": DAYS_PRACTICE_IS_KEPT.value,
    }
    return render(request, "training/debrief.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: StaffRequest, rehearsal_id: int) -> HttpResponse:
    """Stop, after saying what becomes of what was written."""
    found = _own(request.user, rehearsal_id)
    if request.method == "POST":
        actions.leave(found, by=request.user)
        messages.success(request, "You have stopped. What you wrote is deleted.")
        return redirect("training:scenarios")
    context = {"rehearsal": found, "version": found.version, "support": SUPPORT.value}
    return render(request, "training/leave.html", context)
