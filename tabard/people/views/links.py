"""Having a link sent to somebody, to set a password."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from tabard.people.actions import links as actions
from tabard.people.links import can_email
from tabard.people.models import Person
from tabard.people.requests import StaffRequest


@require_POST
def send_link(request: StaffRequest, person_id: int) -> HttpResponse:
    """Have a link sent to somebody."""
    person = get_object_or_404(Person, pk=person_id)
    actions.send_link(person, by=request.user)
    if can_email():
        messages.success(request, f"A link is on its way to {person.email}.")
    else:
        messages.error(request, "Tabard has no mail server. Ask whoever runs it for a link.")
    return redirect("people:person", person.pk)
