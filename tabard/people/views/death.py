"""The pages on which an administrator notes that somebody has died, or that this was a mistake."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from tabard.common.rules import insist
from tabard.people import actions, rules
from tabard.people.forms.staff import TakeBackForm
from tabard.people.models import Person
from tabard.people.requests import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def note_death(request: StaffRequest, person_id: int) -> HttpResponse:
    """Note that somebody has died, after saying what that does."""
    known = get_object_or_404(Person, pk=person_id)
    insist(rules.may_note_death(request.user, known))
    if request.method == "POST":
        actions.note_death(known, by=request.user)
        messages.success(request, f"Noted. What was {known}'s rests now, and nothing was deleted.")
        return redirect("people:person", known.pk)
    return render(request, "people/note_death.html", {"person": known})


@require_http_methods(["GET", "HEAD", "POST"])
def take_death_back(request: StaffRequest, person_id: int) -> HttpResponse:
    """Say that it was a mistake."""
    known = get_object_or_404(Person, pk=person_id)
    insist(rules.may_take_death_back(request.user, known))
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        actions.take_death_back(known, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, f"Taken back. {known} can sign in again.")
        return redirect("people:person", known.pk)
    return render(request, "people/take_death_back.html", {"person": known, "form": form})
