"""The pages on which people say that they are away, and who stands in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.common.rules import NotAllowedError, insist
from tabard.people import actions, queries, rules
from tabard.people.forms.away import AbsenceForm, StandInForm
from tabard.people.models import Absence, Person, StandIn
from tabard.people.requests import StaffRequest


@require_safe
def away(request: StaffRequest, person_id: int | None = None) -> HttpResponse:
    """Show who stands in for somebody, for whom they do, and when they are away."""
    person = _person(request, person_id)
    context = {
        "person": person,
        "is_own": person == request.user,
        "absences": queries.absences_of(person),
        "stand_ins": queries.named_by(person),
        "team": queries.team_of(person),
        "standing_in": queries.named_for(person),
        "today": localdate(),
    }
    return render(request, "people/away.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def name_stand_in(request: StaffRequest, person_id: int) -> HttpResponse:
    """Let a colleague stand in on some days."""
    person = get_object_or_404(Person, pk=person_id)
    insist(rules.may_name_stand_in(request.user, person))
    form = StandInForm(request.POST or None)
    if form.is_valid():
        try:
            named = actions.name_stand_in(person, **form.cleaned_data, by=request.user)
        except actions.UnfitError as unfit:
            form.add_error(unfit.field, str(unfit))
        except NotAllowedError as refused:
            form.add_error("stands_in", str(refused))
        else:
            messages.success(request, f"{named.stands_in} stands in on these days.")
            return _on(request, person)
    context = {
        "form": form,
        "person": person,
        "is_own": person == request.user,
        "may_say_away": rules.may_say_away(request.user, person) is None,
    }
    return render(request, "people/stand_in.html", context)


def _on(request: StaffRequest, person: Person) -> HttpResponse:
    """Go on to the days on which somebody is away, which are not for everybody to see."""
    if rules.may_say_away(request.user, person):
        return redirect("home:start")
    return redirect("people:away_of", person.pk)


@require_POST
def end_stand_in(request: StaffRequest, stand_in_id: int) -> HttpResponse:
    """Let nobody stand in any more."""
    named = get_object_or_404(StandIn.objects.select_related("person", "stands_in"), pk=stand_in_id)
    actions.end_stand_in(named, by=request.user)
    messages.success(request, f"{named.stands_in} does not stand in any more.")
    return _on(request, named.person)


@require_http_methods(["GET", "HEAD", "POST"])
def say_away(request: StaffRequest, person_id: int) -> HttpResponse:
    """Say on which days somebody is away."""
    person = _person(request, person_id)
    form = AbsenceForm(request.POST or None)
    if form.is_valid():
        try:
            actions.say_away(person, **form.cleaned_data, by=request.user)
        except actions.UnfitError as unfit:
            form.add_error(unfit.field, str(unfit))
        else:
            messages.success(request, "The days are entered.")
            return redirect("people:away_of", person.pk)
    context = {"form": form, "person": person, "is_own": person == request.user}
    return render(request, "people/absence.html", context)


@require_POST
def say_back(request: StaffRequest, absence_id: int) -> HttpResponse:
    """Say that somebody is back, or not away after all."""
    absence = get_object_or_404(Absence.objects.select_related("person"), pk=absence_id)
    actions.say_back(absence, by=request.user)
    messages.success(request, "These days do not count any more.")
    return redirect("people:away_of", absence.person_id)


def _person(request: StaffRequest, person_id: int | None) -> Person:
    if person_id is None:
        return request.user
    person = get_object_or_404(Person, pk=person_id)
    insist(rules.may_say_away(request.user, person))
    return person
