"""The pages of what is arranged for somebody's assessments."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.common.rules import insist
from tabard.people.requests import StaffRequest
from tabard.training import actions, queries, rules
from tabard.training.forms import MEANS, ArrangementForm
from tabard.training.models import Arrangement, ArrangementKind, Sitting

ROWS_ON_A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def arrangements(request: StaffRequest) -> HttpResponse:
    """Show what is arranged for whom, and arrange something."""
    insist(rules.may_see_arrangements(request.user))
    form = ArrangementForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        kinds = [ArrangementKind(kind) for kind in told["kinds"]]
        actions.arrange(
            form.person, kinds=kinds, until=told["until"], helper=told["helper"], by=request.user
        )
        messages.success(
            request, f"It is arranged for {form.person}, who reads it with the training."
        )
        return redirect("training:arrangements")
    page = Paginator(queries.arrangements(), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "training/arrangements.html", {"form": form, "page": page, "means": MEANS}
    )


@require_POST
def end(request: StaffRequest, arrangement_id: int) -> HttpResponse:
    """End what is arranged for somebody."""
    found = get_object_or_404(Arrangement.objects.select_related("person"), pk=arrangement_id)
    actions.end_arrangement(found, by=request.user)
    messages.success(request, f"What was arranged for {found.person} has ended.")
    return redirect("training:arrangements")


@require_safe
def paper(request: StaffRequest, sitting_id: int) -> HttpResponse:
    """Show all questions of a sitting at once, to be printed and answered on paper."""
    sitting = get_object_or_404(Sitting.objects.select_related("edition", "person"), pk=sitting_id)
    arranged = queries.arrangement_of(sitting.person)
    insist(rules.may_enter(request.user, sitting, arranged))
    if arranged is None or ArrangementKind.ON_PAPER not in arranged.kinds:
        raise Http404
    context = {"sitting": sitting, "answers": queries.answers_of(sitting)}
    return render(request, "training/paper.html", context)
