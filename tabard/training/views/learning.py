"""The pages on which people learn: what courses there are, and their modules."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tabard.people.models import Person
from tabard.people.requests import StaffRequest
from tabard.training import actions, queries, rules
from tabard.training.forms import MarkForm
from tabard.training.models import ArrangementKind, Edition, Mark, Module, Progress, Sitting
from tabard.training.settings import DAYS_ANSWERS_ARE_KEPT
from tabard.training.work.text import typeset


@require_safe
def courses(request: StaffRequest) -> HttpResponse:
    """Show what can be learnt, how long it takes and how far I have come."""
    latest = queries.latest_sittings(request.user)
    held = {one.course_id: one for one in queries.certificates_of(request.user)}
    arranged = queries.arrangement_of(request.user)
    no_pause = arranged is not None and ArrangementKind.NO_PAUSE in arranged.kinds
    rows = [
        _row(edition, latest.get(edition.course_id), held.get(edition.course_id), no_pause)
        for edition in queries.editions_for(request.user)
    ]
    standing = queries.practice_standing(request.user)
    context = {
        "rows": rows,
        "standing": standing,
        "arrangement": arranged,
        "helps": queries.helped_by(request.user),
        "days_answers_are_kept": DAYS_ANSWERS_ARE_KEPT.value,
        "may_see_who_passed": not rules.may_see_who_passed(request.user),
    }
    return render(request, "training/courses.html", context)


def _row(
    edition: Edition,
    latest: Sitting | None,
    held: Sitting | None,
    no_pause: bool,  # noqa: FBT001 - private to this page
) -> dict[str, object]:
    now = timezone.now()
    unread = [module for module in edition.modules.all() if not getattr(module, "is_read", False)]
    progress = Progress(latest, held, 0 if no_pause else queries.pause_days(edition))
    return {
        "edition": edition,
        "latest": latest,
        "held": held,
        "read": len(edition.modules.all()) - len(unread),
        "read_next": unread[0] if unread else None,
        "refused": rules.may_begin(edition, progress, now),
        "next": rules.kinds_open(edition, progress, now)[0],
    }


@require_safe
def module(request: StaffRequest, module_id: int) -> HttpResponse:
    """Show one module to read."""
    shown = get_object_or_404(Module.objects.select_related("edition"), pk=module_id)
    before, after = queries.neighbours(shown)
    context = {
        "module": shown,
        "how_many": shown.edition.modules.count(),
        "page": typeset(shown.text, sources=frozenset(one["id"] for one in shown.sources)),
        "before": before,
        "after": after,
        "is_read": _is_read(request.user, shown),
        "form": MarkForm(initial={"is_read": "on"}),
    }
    return render(request, "training/module.html", context)


def _is_read(person: Person, module: Module) -> bool:
    return Mark.objects.filter(person=person, module=module).exists()


@require_POST
def mark(request: StaffRequest, module_id: int) -> HttpResponse:
    """Note for myself that I have read a module, or not yet."""
    shown = get_object_or_404(Module.objects.defer("text"), pk=module_id)
    form = MarkForm(request.POST)
    is_read = form.is_valid() and form.cleaned_data["is_read"]
    actions.mark(shown, by=request.user, is_read=is_read)
    words = "as read" if is_read else "as not read yet"
    messages.success(request, f"You have marked “{shown.title}” {words}. Only you see this.")
    after = queries.neighbours(shown)[1]
    if is_read and after is not None:
        return redirect("training:module", after.pk)
    return redirect("training:courses")
