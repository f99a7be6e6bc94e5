"""Inviting staff to sign in for the first time."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tabard.common.rules import insist
from tabard.people import actions, queries, rules
from tabard.people.links import can_email
from tabard.people.models import Person
from tabard.people.requests import StaffRequest
from tabard.people.settings import INVITATION_DAYS, takes_passwords


@require_safe
def invitations(request: StaffRequest) -> HttpResponse:
    """Show how many never signed in, and how far those are who were invited."""
    insist(rules.may_keep_staff(request.user))
    rounds = queries.rounds()
    is_under_way = any(one.is_under_way for one in rounds)
    context = {"rounds": rounds, "is_under_way": is_under_way}
    if request.htmx:
        return render(request, "people/invitations.html#rounds", context)
    context |= {
        "how_many": queries.to_invite(timezone.now()).count(),
        "can_email": can_email(),
        "days": INVITATION_DAYS.value,
        "takes_passwords": takes_passwords(),
    }
    return render(request, "people/invitations.html", context)


@require_POST
def invite_all(request: StaffRequest) -> HttpResponse:
    """Invite all who never signed in, or of these whom an import added."""
    insist(rules.may_keep_staff(request.user))
    asked = request.POST.get("import", "")
    of = get_object_or_404(queries.imports(), pk=asked) if asked.isdecimal() else None
    how_many = actions.invite_all(by=request.user, of=of)
    messages.success(request, f"{how_many:,} invited." if how_many else "Nobody has to be invited.")
    return redirect("people:invitations")


@require_POST
def invite(request: StaffRequest, person_id: int) -> HttpResponse:
    """Invite one person."""
    person = get_object_or_404(Person, pk=person_id)
    actions.invite(person, by=request.user)
    messages.success(request, f"An invitation is on its way to {person.email}.")
    return redirect("people:person", person.pk)
