"""The pages on which something new is asked for, decided, watched, stopped and learned from."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.accreditation.queries import permission
from tabard.common.rules import insist
from tabard.composing import actions, queries, rules
from tabard.composing.forms import (
    APPROVE,
    ComplaintForm,
    ConcernForm,
    DecideForm,
    ExperimentForm,
    ResultForm,
    WhyForm,
    shown_of,
)
from tabard.composing.models import EXPERIMENT_LIFECYCLE, Experiment, ExperimentState, Message
from tabard.notices.actions import mark_page_read
from tabard.people.requests import StaffRequest

ON_A_PAGE = 20
# Each part of the list, with the states that stand in it.
PARTS = {
    "Waiting for a decision": [ExperimentState.ASKED],
    "Running": [ExperimentState.RUNNING, ExperimentState.PAUSED],
    "Finished": [ExperimentState.FINISHED],
    "Not tried": [ExperimentState.DECLINED, ExperimentState.WITHDRAWN],
}


@require_safe
@login_not_required
def learned(request: HttpRequest) -> HttpResponse:
    """Tell residents what is tried today, and what was learned from what is over."""
    page = Paginator(queries.results(), ON_A_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "running": queries.tried_now()}
    return render(request, "composing/experiments/learned.html", shown)


@require_safe
def everything(request: StaffRequest) -> HttpResponse:
    """List what is asked for, tried and over; everybody's, since what is tried is tried openly."""
    page = Paginator(queries.in_order(), ON_A_PAGE).get_page(request.GET.get("page"))
    parts = [(part, [one for one in page if one.state in states]) for part, states in PARTS.items()]
    shown = {
        "page": page,
        "parts": [(part, found) for part, found in parts if found],
        "refusal": rules.may_register(permission(request.user)),
    }
    return render(request, "composing/experiments/list.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: StaffRequest) -> HttpResponse:
    """Ask to try something new."""
    insist(rules.may_register(permission(request.user)))
    form = ExperimentForm(request.POST or None)
    if form.is_valid():
        experiment = actions.register(form.plan, by=request.user)
        messages.success(request, "Registered. You hear when somebody has decided.")
        return redirect("composing:experiment", experiment.pk)
    return render(request, "composing/experiments/register.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, experiment_id: int) -> HttpResponse:
    """Change what was registered, while nobody has decided."""
    experiment = _experiment(experiment_id)
    insist(rules.may_change_experiment(request.user, experiment))
    form = ExperimentForm(request.POST or None, initial=shown_of(experiment))
    if form.is_valid():
        actions.change_experiment(experiment, form.plan, by=request.user)
        messages.success(request, "Saved. Whoever decides sees it as it is now.")
        return redirect("composing:experiment", experiment.pk)
    shown = {"form": form, "experiment": experiment}
    return render(request, "composing/experiments/register.html", shown)


@require_safe
def experiment(request: StaffRequest, experiment_id: int) -> HttpResponse:
    """Show one experiment as it was registered, with its posts, signs and what happened."""
    found = _experiment(experiment_id)
    mark_page_read(request.user, request.path)
    is_watched = rules.may_watch(request.user, found) is None
    shown = {
        "experiment": found,
        "checks": [queries.check_title(name) for name in found.relaxed],
        "is_watched": is_watched,
        "posts": list(queries.posts_within(found)) if is_watched else [],
        "signs": list(found.signs.select_related("by", "message")) if is_watched else [],
        "steps": queries.steps_of(found, reader=request.user) if is_watched else [],
        "can": _can(request, found),
    }
    return render(request, "composing/experiments/experiment.html", shown)


def _can(request: StaffRequest, found: Experiment) -> frozenset[str]:
    """Name what this person can do about an experiment now."""
    allows, person = EXPERIMENT_LIFECYCLE.allows, request.user
    decides = rules.may_decide(person, found) is None
    is_own = person == found.owner
    asked = {
        "change": rules.may_change_experiment(person, found) is None,
        "decide": decides and allows(found.state, "approve"),
        "pause": rules.may_pause(person, found) is None and allows(found.state, "pause"),
        "go_on": decides and allows(found.state, "go_on") and not found.is_over,
        "finish": is_own and allows(found.state, "finish"),
        "complain": rules.may_enter_complaint(person, found) is None,
        "write": is_own and found.goes_on,
    }
    return frozenset(name for name, holds in asked.items() if holds)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: StaffRequest, experiment_id: int) -> HttpResponse:
    """Let it be tried, or say why not."""
    found = _experiment(experiment_id)
    insist(rules.may_decide(request.user, found))
    EXPERIMENT_LIFECYCLE.after(found.state, "approve")
    form = DecideForm(request.POST or None, initial={"asked_at": found.asked_at.isoformat()})
    if form.is_valid():
        said = form.cleaned_data
        if said["decision"] == APPROVE:
            actions.approve_experiment(found, by=request.user, asked_at=said["asked_at"])
            messages.success(request, f"Approved. {found.owner} can begin on the first day.")
        else:
            actions.decline_experiment(found, by=request.user, why=said["why"])
            messages.success(request, f"Declined. {found.owner} reads why.")
        return redirect("composing:experiment", found.pk)
    checks = [queries.check_title(name) for name in found.relaxed]
    shown = {"form": form, "experiment": found, "checks": checks}
    return render(request, "composing/experiments/decide.html", shown)


@require_POST
def withdraw(request: StaffRequest, experiment_id: int) -> HttpResponse:
    """Give an experiment up before anybody has decided."""
    found = actions.withdraw_experiment(_experiment(experiment_id), by=request.user)
    messages.success(request, "Withdrawn. Nobody decides about it any more.")
    return redirect("composing:experiment", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: StaffRequest, experiment_id: int) -> HttpResponse:
    """Pause an experiment by hand."""
    found = _experiment(experiment_id)
    insist(rules.may_pause(request.user, found))
    EXPERIMENT_LIFECYCLE.after(found.state, "pause")
    form = WhyForm(request.POST or None)

    def act() -> str:
        actions.pause_experiment(found, by=request.user, why=form.cleaned_data["why"])
        return "Paused. What has not gone yet is reviewed first."

    return _asked(request, found, form, act, "composing/experiments/pause.html")


@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request: StaffRequest, experiment_id: int) -> HttpResponse:
    """Let an experiment that was paused go on."""
    found = _experiment(experiment_id)
    insist(rules.may_decide(request.user, found))
    EXPERIMENT_LIFECYCLE.after(found.state, "go_on")
    form = WhyForm(request.POST or None)

    def act() -> str:
        actions.let_experiment_go_on(found, by=request.user, why=form.cleaned_data["why"])
        return "It goes on. Signs are counted anew from now."

    return _asked(request, found, form, act, "composing/experiments/go_on.html")


@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: StaffRequest, experiment_id: int) -> HttpResponse:
    """Say what came of an experiment."""
    found = _experiment(experiment_id)
    insist(rules.may_finish(request.user, found))
    EXPERIMENT_LIFECYCLE.after(found.state, "finish")
    form = ResultForm(request.POST or None)

    def act() -> str:
        actions.finish_experiment(found, by=request.user, **form.cleaned_data)
        return "Finished. Thank you: everybody can read what was learned."

    return _asked(request, found, form, act, "composing/experiments/finish.html")


@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: StaffRequest, experiment_id: int) -> HttpResponse:
    """Enter what a resident complained of."""
    found = _experiment(experiment_id)
    insist(rules.may_enter_complaint(request.user, found))
    form = ComplaintForm(request.POST or None)

    def act() -> str:
        actions.enter_complaint(found, by=request.user, **form.cleaned_data)
        return "Entered. It counts as one sign, however often it is entered."

    return _asked(request, found, form, act, "composing/experiments/complain.html")


@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: StaffRequest, message_id: int) -> HttpResponse:
    """Say what worries somebody about a post of an experiment."""
    message = get_object_or_404(
        Message.objects.select_related("author__service", "experiment"), pk=message_id
    )
    insist(rules.may_raise_concern(request.user, message))
    form = ConcernForm(request.POST or None)
    if form.is_valid():
        actions.raise_concern(message, by=request.user, said=form.cleaned_data["said"])
        messages.success(request, "Thank you. Your concern counts towards the stop rule.")
        return redirect("publishing:post", message.pk)
    shown = {"form": form, "message": message}
    return render(request, "composing/experiments/concern.html", shown)


def _asked(
    request: StaffRequest,
    found: Experiment,
    form: Form,
    act: Callable[[], str],
    template: str,
) -> HttpResponse:
    """Act when the form is whole, and show the experiment; else ask again."""
    if form.is_valid():
        messages.success(request, act())
        return redirect("composing:experiment", found.pk)
    return render(request, template, {"form": form, "experiment": found})


def _experiment(experiment_id: int) -> Experiment:
    return get_object_or_404(queries.experiments(), pk=experiment_id)
