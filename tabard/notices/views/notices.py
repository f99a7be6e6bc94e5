"""What I was told."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from tabard.notices import actions, queries
from tabard.notices.forms import ReadForm
from tabard.notices.models import Group, Notice
from tabard.people.requests import StaffRequest

ON_A_PAGE = 30


@require_safe
def list_(request: StaffRequest) -> HttpResponse:
    """Show what I was told, the unread first; of one group, if I ask for it."""
    group = request.GET.get("group", "")
    group = group if group in Group.values else ""
    told = queries.told(request.user, group)
    page = Paginator(told, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = [notice.pk for notice in page if notice.read_at is None]
    ends = {"oldest": min(shown, default=0), "newest": max(shown, default=0)}
    form = ReadForm(initial={**ends, "group": group})
    unread = queries.unread_by_group(request.user)
    context = {
        "page": page,
        "form": form if shown else None,
        "group": group,
        "groups": [(one.value, one.label, unread.get(one.value, 0)) for one in Group],
    }
    return render(request, "notices/list.html", context)


@require_POST
def read(request: StaffRequest) -> HttpResponse:
    """Note that I have read what the page showed me."""
    form = ReadForm(request.POST)
    if not form.is_valid():
        return redirect("notices:list")
    how_many = actions.mark_read(request.user, **form.cleaned_data)
    messages.success(request, f"{how_many} marked as read." if how_many else "Nothing was unread.")
    return _back(form.cleaned_data["group"])


@require_POST
def turn(request: StaffRequest, notice_id: int) -> HttpResponse:
    """Mark one of my notices as read, or as unread if I have read it."""
    actions.turn(get_object_or_404(Notice, pk=notice_id), by=request.user)
    return _back(request.POST.get("group", ""))


def _back(group: str) -> HttpResponse:
    query = f"?{urlencode({'group': group})}" if group in Group.values else ""
    return redirect(f"{reverse('notices:list')}{query}")
