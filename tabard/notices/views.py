"""What I was told."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tabard.notices import actions, queries
from tabard.notices.forms import ReadForm
from tabard.people.requests import StaffRequest

ON_A_PAGE = 30


@require_safe
def list_(request: StaffRequest) -> HttpResponse:
    """Show what I was told, the unread first."""
    page = Paginator(queries.told(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    shown = [notice.pk for notice in page if notice.read_at is None]
    form = ReadForm(initial={"oldest": min(shown), "newest": max(shown)}) if shown else None
    return render(request, "notices/list.html", {"page": page, "form": form})


@require_POST
def read(request: StaffRequest) -> HttpResponse:
    """Note that I have read what the page showed me."""
    form = ReadForm(request.POST)
    if form.is_valid():
        how_many = actions.mark_read(request.user, **form.cleaned_data)
        messages.success(
            request, f"{how_many} marked as read." if how_many else "Nothing was unread."
        )
    return redirect("notices:list")
