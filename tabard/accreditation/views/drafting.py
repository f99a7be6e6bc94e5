"""A page on which something is written, saved as one goes, and sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tabard.accreditation import actions, queries
from tabard.common.drafts import page_named, typed
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError
from tabard.people.requests import StaffRequest

# Another tab was quicker.
CONFLICT = 409
# What was written cannot be sent, although nothing is missing.
FORBIDDEN = 403


@dataclass(frozen=True, slots=True)
class Writing:
    """What is written on a page: its template, what it is about, its form, and what comes of it."""

    template: str
    about: str
    form: django_forms.Form
    # Sends what was written, and says what came of it.
    send: Callable[[], str]
    context: Callable[[], Mapping[str, Any]] = dict
    # Says of what is kept, and not sent yet, what could not be sent; says whether there is any.
    look_over: Callable[[], bool] = bool


def write(request: StaffRequest, page: Writing) -> HttpResponse:
    """Keep what was written, and send it if that was asked for and nothing is missing."""
    if not request.POST:
        page.look_over()
        return _shown(request, page)
    try:
        actions.keep_draft(
            request.user,
            typed(page.form),
            about=page.about,
            seen=request.POST.get("seen", ""),
            page=page_named(request.POST.get("page", "")),
        )
    except NotNowError as elsewhere:
        status = None if request.htmx else CONFLICT
        return _shown(request, page, conflict=str(elsewhere), status=status)
    return _shown(request, page) if request.htmx else _kept(request, page)


def _kept(request: StaffRequest, page: Writing) -> HttpResponse:
    """Go on with what was kept: leave it for later, or send it if nothing is missing."""
    if request.POST.get("do", "send") == "save":
        messages.success(request, "What you wrote is saved, and not sent yet.")
        return redirect(request.path if page.look_over() else "accreditation:mine")
    return _sent(request, page) if page.form.is_valid() else _shown(request, page)


def _sent(request: StaffRequest, page: Writing) -> HttpResponse:
    try:
        messages.success(request, page.send())
    except NotAllowedError as refused:
        page.form.add_error(None, str(refused))
        return _shown(request, page, status=FORBIDDEN)
    return redirect("accreditation:mine")


def _shown(
    request: StaffRequest, page: Writing, *, conflict: str = "", status: int | None = None
) -> HttpResponse:
    saved = {
        "draft": queries.draft_of(request.user, page.about),
        "conflict": conflict,
        "page": page_named(request.POST.get("page", "")),
    }
    if request.htmx:
        return render(request, "frame/saved.html", saved, status=status)
    context = {"form": page.form, **saved, **page.context()}
    return render(request, page.template, context, status=status)
