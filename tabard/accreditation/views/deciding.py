"""The pages of those who endorse, decide and hear appeals."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.accreditation import actions, forms, queries, rules
from tabard.accreditation.models import Accreditation, Application
from tabard.accreditation.settings import (
    DAYS_TO_APPEAL,
    DAYS_TO_CONNECT,
    MANAGER_AGREES,
    MANAGER_QUESTIONS,
)
from tabard.accreditation.views.finding import to_decide
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import insist
from tabard.common.templatetags.moments import day
from tabard.people.models import Person
from tabard.people.requests import StaffRequest
from tabard.training.queries import certificates_of, preparation_of
from tabard.training.rules import is_prepared

ROWS_ON_A_PAGE = 25
DECIDING = ["GET", "HEAD", "POST"]
# Somebody was quicker.
CONFLICT = 409

type Act = Callable[[Mapping[str, Any]], str]


@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """Show what waits for this person as line manager, programme team or for an appeal."""
    page = Paginator(queries.waiting_for(request.user), ROWS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "accreditation/waiting.html", {"page": page})


@require_safe
def application(request: StaffRequest, application_id: int) -> HttpResponse:
    """Show one application, what happened to it and what this person can do about it."""
    return _application(request, application_id)


@require_POST
def endorse(request: StaffRequest, application_id: int) -> HttpResponse:
    """Agree as line manager, or for them."""
    asked = to_decide(request.user, application_id, "endorse")
    form = forms.EndorseForm(request.POST)
    if not form.is_valid():
        return _application(request, application_id, form)
    actions.endorse(asked, by=request.user)
    told = f"You have endorsed {asked.applicant}. The application is with the programme team."
    messages.success(request, told)
    return redirect("accreditation:waiting")


def _application(
    request: StaffRequest, application_id: int, form: forms.EndorseForm | None = None
) -> HttpResponse:
    asked = get_object_or_404(queries.applications(), pk=application_id)
    asked.line = queries.line_now(asked)
    today = queries.today(request.user)
    insist(rules.may_see(request.user, asked, today))
    moves = rules.moves_open_to(request.user, asked, today)
    preparation = preparation_of(asked.applicant, today.now)
    context = {
        "application": asked,
        "events": queries.events(asked),
        "moves": moves,
        "code": preparation.code,
        "practice": preparation.practice,
        "unprepared": is_prepared(asked.applicant, preparation),
        "is_mine": asked.applicant_id == request.user.pk,
        "certificates": certificates_of(asked.applicant),
        "left_to_connect": _left_to_connect(request.user, asked),
        "form": form or forms.EndorseForm(),
    }
    if "endorse" in moves:
        context |= {"agrees": MANAGER_AGREES.value, "questions": MANAGER_QUESTIONS.value}
    return render(request, "accreditation/application.html", context)


def _left_to_connect(person: Person, application: Application) -> list[str]:
    """Give the networks that this person can open again for the applicant."""
    accreditation = getattr(application, "accreditation", None)
    if accreditation is None or rules.may_reopen(person, accreditation, timezone.now()):
        return []
    return queries.without_leave(application)


@require_http_methods(DECIDING)
def send_back(request: StaffRequest, application_id: int) -> HttpResponse:
    """Give an application back, with words."""
    asked = to_decide(request.user, application_id, "send_back")

    def act(said: Mapping[str, Any]) -> str:
        actions.send_back(asked, by=request.user, reason=said["reason"])
        return f"The application is with {asked.applicant} again, with your words."

    form = forms.SendBackForm(request.POST or None)
    return _decide(request, asked, "send_back", form=form, act=act)


@require_http_methods(DECIDING)
def accredit(request: StaffRequest, application_id: int) -> HttpResponse:
    """Accredit until a date."""
    asked = to_decide(request.user, application_id, "accredit")
    in_force, today = queries.in_force(asked.applicant), queries.today(request.user)
    insist(rules.may_accredit(request.user, asked, in_force, today))
    insist(is_prepared(asked.applicant, preparation_of(asked.applicant, today.now)))

    def act(said: Mapping[str, Any]) -> str:
        actions.accredit(asked, by=request.user, until=said["until"])
        return f"{asked.applicant} is accredited until {day(said['until'])}."

    form = forms.AccreditForm(request.POST or None)
    return _decide(request, asked, "accredit", form=form, act=act)


@require_http_methods(DECIDING)
def decline(request: StaffRequest, application_id: int) -> HttpResponse:
    """Say no, why, and what would change the answer."""
    asked = to_decide(request.user, application_id, "decline")

    def act(said: Mapping[str, Any]) -> str:
        actions.decline(asked, by=request.user, **said)
        return f"The application of {asked.applicant} is declined."

    form = forms.DeclineForm(request.POST or None)
    return _decide(request, asked, "decline", form=form, act=act)


@require_http_methods(DECIDING)
def hear(request: StaffRequest, application_id: int) -> HttpResponse:
    """Answer an appeal: the decision stands, or is overturned."""
    asked = to_decide(request.user, application_id, "uphold")
    form = forms.HearForm(request.POST or None)

    def act(said: Mapping[str, Any]) -> str:
        if form.overturns:
            actions.overturn(asked, by=request.user, answer=said["answer"], until=said["until"])
            return f"{asked.applicant} is accredited until {day(said['until'])}."
        actions.uphold(asked, by=request.user, answer=said["answer"])
        return f"The answer to {asked.applicant} stays as it was."

    return _decide(request, asked, "hear", form=form, act=act)


def _decide(
    request: StaffRequest, asked: Application, page: str, *, form: django_forms.Form, act: Act
) -> HttpResponse:
    """Do what was decided; where somebody was quicker, say so and keep what was typed."""
    if not form.is_bound:
        asked.after("uphold" if page == "hear" else page)
    late = False
    if form.is_valid():
        try:
            messages.success(request, act(form.cleaned_data))
            return redirect("accreditation:waiting")
        except NotNowError as quicker:
            form.add_error(None, str(quicker))
            late = True
    context = {
        "application": asked,
        "form": form,
        "late": late,
        "days_to_appeal": DAYS_TO_APPEAL.value,
    }
    status = CONFLICT if late else None
    return render(request, f"accreditation/{page}.html", context, status=status)


@require_POST
def reopen(request: StaffRequest, accreditation_id: int) -> HttpResponse:
    """Give an accredited person time to connect accounts again."""
    accreditation = get_object_or_404(Accreditation, pk=accreditation_id)
    actions.reopen(accreditation, by=request.user)
    days = DAYS_TO_CONNECT.value
    messages.success(request, f"{accreditation.person} has {days} days to connect accounts.")
    return redirect("accreditation:application", accreditation.application_id)
