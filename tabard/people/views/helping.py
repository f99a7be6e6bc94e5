"""Helping somebody who has lost their second step, or whose sessions have to end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from tabard.common.confirming import insist_on_confirmation
from tabard.common.rules import insist
from tabard.people.actions import second_step, sessions
from tabard.people.models import Person
from tabard.people.requests import StaffRequest
from tabard.people.rules.second_step import may_remove_second_step
from tabard.people.rules.sessions import may_sign_out


@require_http_methods(["GET", "HEAD", "POST"])
def remove_second_step(request: StaffRequest, person_id: int) -> HttpResponse:
    """Remove somebody's second step, after asking once more."""
    known = get_object_or_404(Person, pk=person_id)
    insist(may_remove_second_step(request.user, known))
    if request.method == "POST":
        insist_on_confirmation(request)
        second_step.remove(known, by=request.user)
        messages.success(request, f"The second step of {known} is removed. They were told.")
        return redirect("people:person", known.pk)
    return render(request, "people/remove_second_step.html", {"person": known})


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: StaffRequest, person_id: int) -> HttpResponse:
    """Sign somebody out everywhere, after asking once more."""
    known = get_object_or_404(Person, pk=person_id)
    insist(may_sign_out(request.user, known))
    if request.method == "POST":
        sessions.sign_out(known, by=request.user)
        messages.success(request, f"{known} is signed out everywhere, and can sign in again.")
        return redirect("people:person", known.pk)
    return render(request, "people/sign_out.html", {"person": known})
