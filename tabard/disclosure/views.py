"""Reading the record."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tabard.common.rules import insist
from tabard.disclosure import queries, rules
from tabard.disclosure.forms import FilterForm
from tabard.people.requests import StaffRequest
from tabard.record.models import Entry
from tabard.record.queries import facts_of

ON_A_PAGE = 50


@require_safe
def record(request: StaffRequest) -> HttpResponse:
    """Show what happened: everything, or to others than oversight what concerns them."""
    whole = rules.may_read_everything(request.user) is None
    form = FilterForm(request.GET or None, of_everybody=whole)
    asked = form.asked() if form.is_valid() else queries.Asked()
    found = queries.entries(asked, about=None if whole else request.user)
    if form.is_valid() and form.cleaned_data["order"]:
        found = found.reverse()
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "told": queries.told(page), "whole": whole}
    return render(request, "disclosure/record.html", context)


@require_safe
def entry(request: StaffRequest, entry_id: int) -> HttpResponse:
    """Show one entry: its facts, what was committed to, and its place in the chain."""
    found = get_object_or_404(Entry.objects.select_related("link"), pk=entry_id)
    insist(rules.may_read(request.user, found, facts_of(found)))
    [told] = queries.told([found])
    return render(request, "disclosure/entry.html", {"told": told})
