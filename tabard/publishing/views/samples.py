"""The pages on which reviewers look at posts that went at once and were drawn by lot."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tabard.common.rules import insist
from tabard.people.queries import line_of
from tabard.people.requests import StaffRequest
from tabard.publishing import actions, queries, rules
from tabard.publishing.forms import SampleForm
from tabard.publishing.models import Sample, SampleState
from tabard.publishing.settings import SAMPLE_ONE_IN

ON_A_PAGE = 20


@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """List what was drawn and waits to be looked at, the first drawn first."""
    insist(rules.may_see_samples(request.user))
    found = queries.samples_to_look_at(request.user)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "one_in": SAMPLE_ONE_IN.value}
    return render(request, "publishing/samples.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def sample(request: StaffRequest, sample_id: int) -> HttpResponse:
    """Show one post that was drawn, and let a reviewer say that it is fine, or something else."""
    found = get_object_or_404(queries.samples(), pk=sample_id)
    insist(rules.may_look_at(request.user, found, line_of(found.author)))
    form = SampleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _looked_at(request, found, form)
    is_waiting = found.state == SampleState.WAITING
    shown = {"sample": found, "message": found.message, "form": form, "is_waiting": is_waiting}
    return render(request, "publishing/sample.html", shown)


def _looked_at(request: StaffRequest, sample: Sample, form: SampleForm) -> HttpResponse:
    """Do as the form says, and show what waits next."""
    if form.cleaned_data["came"] == SampleState.FINE:
        actions.find_fine(sample, by=request.user)
        told = f"Thank you. {sample.author} sees that the post is fine."
    else:
        actions.comment(sample, by=request.user, said=form.cleaned_data["said"])
        told = f"Thank you. {sample.author} reads your words."
    messages.success(request, told)
    return redirect("publishing:samples")
