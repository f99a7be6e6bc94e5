"""The pages on which administrators import staff."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.common.rules import NotAllowedError, insist
from tabard.people import actions, queries, rules
from tabard.people.forms.importing import ApplyForm, ColumnsForm, UploadForm
from tabard.people.models import Outcome, StaffImport
from tabard.people.requests import StaffRequest
from tabard.people.work.importing.columns import lacking
from tabard.people.work.importing.reading import UnreadableError

ROWS_ON_A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: StaffRequest) -> HttpResponse:
    """Show earlier imports, and take in a file."""
    insist(rules.may_keep_staff(request.user))
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return _taken_in(request, form.upload)
        except UnreadableError as problem:
            form.add_error("file", str(problem))
    page = Paginator(queries.imports(), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/imports.html", {"form": form, "page": page})


def _taken_in(request: StaffRequest, file: actions.Upload) -> HttpResponse:
    taken = actions.upload(file, by=request.user)
    if lacking(taken.columns):
        return redirect("people:import_columns", taken.pk)
    actions.check(taken, taken.columns, by=request.user)
    return redirect("people:import", taken.pk)


@require_safe
def one(request: StaffRequest, import_id: int) -> HttpResponse:
    """Show how far an import is, and what it would change."""
    taken = _import(request, import_id)
    if request.htmx and not taken.is_under_way:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if request.htmx:
        return render(request, "people/import.html#progress", {"import": taken})
    counts = queries.outcomes(taken)
    outcome = _outcome(request, counts)
    page = Paginator(queries.rows(taken, outcome), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "import": taken,
        "counts": counts,
        "outcome": outcome,
        "page": page,
        "rows": queries.shown(page),
        "form": ApplyForm(),
    }
    return render(request, "people/import.html", context)


def _outcome(request: StaffRequest, counts: list[tuple[str, str, int]]) -> str:
    """Give the outcome that is asked for, else the first to which rows came."""
    asked = request.GET.get("outcome")
    if asked in Outcome:
        return str(asked)
    return next((name for name, _, count in counts if count), str(Outcome.ADD))


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: StaffRequest, import_id: int) -> HttpResponse:
    """Say which column holds what."""
    taken = _import(request, import_id)
    form = ColumnsForm(taken, request.POST or None)
    if form.is_valid():
        actions.check(taken, form.columns, by=request.user)
        return redirect("people:import", taken.pk)
    context = {"form": form, "import": taken, "lacking": lacking(taken.columns)}
    return render(request, "people/import_columns.html", context)


@require_safe
def refused(request: StaffRequest, import_id: int) -> StreamingHttpResponse:
    """Give the refused rows as a file, with why."""
    taken = _import(request, import_id)
    name = f"refused-{taken.pk}.csv"
    return StreamingHttpResponse(
        queries.refused_file(taken),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
def apply(request: StaffRequest, import_id: int) -> HttpResponse:
    """Do what was shown."""
    taken = _import(request, import_id)
    form = ApplyForm(request.POST)
    if form.is_valid():
        try:
            actions.apply(taken, by=request.user, leavers=form.leavers)
        except actions.NumberNeededError as needed:
            form.add_error("how_many", str(needed))
        except NotAllowedError as refused:
            form.add_error("leave_on", str(refused))
        else:
            return redirect("people:import", taken.pk)
    context = {"form": form, "import": taken, "asks_number": "how_many" in form.errors}
    return render(request, "people/import_apply.html", context)


@require_POST
def drop(request: StaffRequest, import_id: int) -> HttpResponse:
    """Let a file go."""
    taken = actions.drop(_import(request, import_id), by=request.user)
    messages.success(request, f"{taken} is dropped. Nothing was changed.")
    return redirect("people:imports")


def _import(request: StaffRequest, import_id: int) -> StaffImport:
    insist(rules.may_keep_staff(request.user))
    return get_object_or_404(queries.imports(), pk=import_id)
