"""The pages on which administrators keep the staff."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.common.confirming import insist_on_confirmation
from tabard.common.rules import insist
from tabard.common.templatetags.moments import day
from tabard.people import actions, queries, rules
from tabard.people.forms import staff as forms
from tabard.people.links import can_email
from tabard.people.models import Person
from tabard.people.requests import StaffRequest
from tabard.people.rules.invitations import may_invite
from tabard.people.rules.sessions import may_sign_out
from tabard.people.settings import DAYS_CLOSED, GROUP_ROLES, takes_passwords

ROWS_ON_A_PAGE = 25


@require_safe
def everybody(request: StaffRequest) -> HttpResponse:
    """Show the staff, and look for somebody."""
    insist(rules.may_keep_staff(request.user))
    form = forms.SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "show": ""}
    found = queries.staff(asked["q"], asked["show"])
    page = Paginator(found, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "found": f"{page.paginator.count:,}",
        "is_asked": any(asked.values()),
    }
    return render(request, "people/everybody.html", context)


@require_safe
def person(request: StaffRequest, person_id: int) -> HttpResponse:
    """Show what is known of somebody, and what was done with it."""
    known = _person(request, person_id)
    context = {
        "person": known,
        "roles": [role.label for role in known.all_roles],
        "events": queries.events_of(known),
        "absences": queries.absences_of(known),
        "stand_ins": queries.named_by(known),
        "counts_as_left_on": queries.counts_as_left_on(known),
        "is_last_administrator": queries.is_the_last_administrator(known),
        "may_note_death": rules.may_note_death(request.user, known) is None,
        "may_close": rules.may_deactivate(request.user, known) is None,
        "may_invite": _may_invite(request.user, known),
        "may_send_link": can_email() and _may_send_link(request.user, known),
        "may_help": known.is_active and may_sign_out(request.user, known) is None,
        "may_give_roles": rules.may_give_roles(request.user, known) is None,
        "may_set_date": rules.may_set_leaving_date(request.user, known) is None,
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: StaffRequest) -> HttpResponse:
    """Enter a member of staff."""
    insist(rules.may_keep_staff(request.user))
    form = forms.PersonForm(request.POST or None)
    if form.is_valid():
        try:
            entered = actions.enter(form.particulars, by=request.user)
        except actions.UnfitError as unfit:
            form.add_error(unfit.field, str(unfit))
        else:
            messages.success(request, f"{entered} is on the staff now.")
            return redirect("people:person", entered.pk)
    return render(request, "people/enter.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, person_id: int) -> HttpResponse:
    """Change what is known of somebody."""
    known = _person(request, person_id)
    form = forms.PersonForm(request.POST or None, known)
    if form.is_valid():
        try:
            actions.change(known, form.particulars, by=request.user)
        except actions.UnfitError as unfit:
            form.add_error(unfit.field, str(unfit))
        else:
            messages.success(request, "Saved.")
            return redirect("people:person", known.pk)
    return render(request, "people/change.html", {"form": form, "person": known})


@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: StaffRequest, person_id: int) -> HttpResponse:
    """Give and take somebody's roles."""
    known = _person(request, person_id)
    insist(rules.may_give_roles(request.user, known))
    form = forms.RolesForm(request.POST or None, initial={"roles": known.roles})
    if form.is_valid():
        # Who has which role decides what everybody else may do.
        insist_on_confirmation(request)
        actions.set_roles(known, form.chosen, by=request.user)
        messages.success(request, f"The roles of {known} are saved.")
        return redirect("people:person", known.pk)
    context = {"form": form, "person": known, "from_groups": GROUP_ROLES.value}
    return render(request, "people/roles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: StaffRequest, person_id: int) -> HttpResponse:
    """Set somebody's last working day, or take it away."""
    known = _person(request, person_id)
    insist(rules.may_set_leaving_date(request.user, known))
    initial = {"leaves_on": known.leaves_on}
    form = forms.LeavingForm(request.POST or None, initial=initial)
    if form.is_valid():
        chosen = form.cleaned_data["leaves_on"]
        actions.set_leaving_date(known, chosen, by=request.user)
        told = f"{known}'s last working day is {day(chosen)}." if chosen else "No date is set."
        messages.success(request, told)
        return redirect("people:person", known.pk)
    context = {
        "form": form,
        "person": known,
        "is_last_administrator": queries.is_the_last_administrator(known),
    }
    return render(request, "people/leaving.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: StaffRequest, person_id: int) -> HttpResponse:
    """Close somebody's sign-in, after asking once more."""
    known = _person(request, person_id)
    insist(rules.may_deactivate(request.user, known))
    form = forms.CloseForm(request.POST or None, days=DAYS_CLOSED.value)
    if form.is_valid():
        meant = form.cleaned_data["meant"]
        if meant == "left":
            actions.leave_at_once(known, by=request.user)
        else:
            actions.deactivate(known, by=request.user, comes_back=meant == "away")
        messages.success(request, f"{known} cannot sign in any more. You can undo this below.")
        return redirect("people:person", known.pk)
    return render(request, "people/deactivate.html", {"person": known, "form": form})


@require_POST
def reactivate(request: StaffRequest, person_id: int) -> HttpResponse:
    """Let somebody sign in again."""
    known = _person(request, person_id)
    actions.reactivate(known, by=request.user)
    messages.success(request, f"{known} can sign in again.")
    return redirect("people:person", known.pk)


def _may_invite(by: Person, person: Person) -> bool:
    again_at, now = queries.again_at(person), timezone.now()
    why = may_invite(by, person, again_at=again_at, now=now, can_email=can_email())
    return why is None


def _may_send_link(by: Person, person: Person) -> bool:
    return rules.may_send_link(by, person, takes_passwords=takes_passwords()) is None


def _person(request: StaffRequest, person_id: int) -> Person:
    insist(rules.may_keep_staff(request.user))
    return get_object_or_404(Person.objects.select_related("service", "manager"), pk=person_id)
