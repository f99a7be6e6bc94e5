"""The code of practice, as everybody reads it and agrees to it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tabard.common.rules import insist
from tabard.people.requests import StaffRequest
from tabard.training import actions, queries, rules
from tabard.training.forms import AgreeForm
from tabard.training.models import CodeDraft, CodeStanding, CodeVersion
from tabard.training.work.difference import compare, how_many, stretches
from tabard.training.work.text import typeset

ROWS_ON_A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: StaffRequest) -> HttpResponse:
    """Show the code that is in force and what is new in it for me, and take my agreement."""
    newest = queries.newest_code()
    form = AgreeForm(request.POST or None, initial={"number": newest.number if newest else None})
    if form.is_valid():
        shown = get_object_or_404(CodeVersion, pk=form.cleaned_data["number"])
        actions.agree(shown, by=request.user)
        messages.success(request, f"You have agreed to version {shown.number} of the code.")
        return redirect("training:code")
    standing = queries.code_standing(request.user, timezone.now())
    context = {
        "newest": newest,
        "page": typeset(newest.text) if newest else None,
        "standing": standing,
        "form": form,
        "may_write": not rules.may_write_code(request.user),
        "may_see_who_agreed": not rules.may_see_who_agreed(request.user),
        "draft": CodeDraft.objects.first(),
        **_new_for(standing, newest),
    }
    return render(request, "training/code.html", context)


def _new_for(standing: CodeStanding, newest: CodeVersion | None) -> dict[str, object]:
    """Give what is new since somebody agreed, if they agreed to an earlier version."""
    if newest is None or not standing.agreed or not standing.is_asked:
        return {}
    agreed = CodeVersion.objects.get(pk=standing.agreed)
    blocks = compare(agreed.text, newest.text)
    since = queries.versions_since(agreed.number)
    return {"since": since, "stretches": stretches(blocks), "how_many": how_many(blocks)}


@require_safe
def versions(request: StaffRequest) -> HttpResponse:
    """Show every version that was ever published."""
    page = Paginator(queries.history(), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "training/code_versions.html", {"page": page})


@require_safe
def version(request: StaffRequest, number: int) -> HttpResponse:
    """Show one version as it was published."""
    shown = get_object_or_404(CodeVersion.objects.select_related("published_by"), pk=number)
    newest = queries.newest_code()
    context = {"version": shown, "newest": newest, "page": typeset(shown.text)}
    return render(request, "training/code_version.html", context)


@require_safe
def changes(request: StaffRequest, number: int) -> HttpResponse:
    """Show what one version changed of the one before."""
    shown = get_object_or_404(CodeVersion, pk=number)
    before = get_object_or_404(CodeVersion, pk=number - 1)
    blocks = compare(before.text, shown.text)
    context = {"version": shown, "stretches": stretches(blocks), "how_many": how_many(blocks)}
    return render(request, "training/code_changes.html", context)


@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """Show who agreed to which version, and who has to agree by when."""
    insist(rules.may_see_who_agreed(request.user))
    page = Paginator(queries.who_agreed(), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "now": timezone.now()}
    return render(request, "training/code_people.html", context)
