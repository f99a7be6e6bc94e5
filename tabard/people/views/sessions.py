"""Where somebody is signed in, and signing out there."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from tabard.people.actions import sessions as actions
from tabard.people.queries import sessions_of
from tabard.people.requests import StaffRequest
from tabard.people.rules.devices import device
from tabard.people.staying import stay


@require_safe
def sessions(request: StaffRequest) -> HttpResponse:
    """Show where somebody is signed in."""
    here = request.session.session_key
    rows = [_row(session, here) for session in sessions_of(request.user)]
    others = sum(not row["is_here"] for row in rows)
    return render(request, "people/sessions.html", {"rows": rows, "others": others})


def _row(session: UserSession, here: str | None) -> dict[str, Any]:
    return {
        "session": session,
        "device": device(session.user_agent),
        "is_here": session.session_key == here,
    }


@require_POST
def end_one(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign somebody out in one place."""
    session = get_object_or_404(sessions_of(request.user), pk=pk)
    actions.end_session(session, by=request.user)
    messages.success(request, "You are signed out there.")
    return redirect("sessions")


@require_POST
def end_others(request: StaffRequest) -> HttpResponse:
    """Sign somebody out everywhere but here."""
    actions.end_sessions(request.user, why="they asked for it", keep=request.session.session_key)
    stay(request)
    messages.success(request, "You are signed out everywhere but here.")
    return redirect("sessions")
