"""The pages of those who endorse, decide and hear appeals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.accounts.queries import known_names
from tabard.accounts.settings import COUNCILLORS
from tabard.accreditation import actions, forms, queries, rules
from tabard.accreditation.models import Accreditation, Application, ApplicationState, Today
from tabard.accreditation.settings import (
    DAYS_TO_APPEAL,
    DAYS_TO_CONNECT,
    MANAGER_AGREES,
    MANAGER_QUESTIONS,
)
from tabard.accreditation.views.finding import to_decide
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError, Refused, insist
from tabard.common.templatetags.moments import day
from tabard.people.models import Person
from tabard.people.requests import StaffRequest
from tabard.training.queries import certificates_of, preparation_of, preparations_of
from tabard.training.rules import is_prepared

ROWS_ON_A_PAGE = 25
DECIDING = ["GET", "HEAD", "POST"]
# Somebody was quicker.
CONFLICT = 409
# They may not, or not any more.
FORBIDDEN = 403

# Those who can do one of these are shown whether the names are still to be had.
DECIDES = {"accredit", "overturn"}

type Act = Callable[[Mapping[str, Any]], str]


@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """Show what waits for this person as line manager, programme team or for an appeal."""
    page = Paginator(queries.waiting_for(request.user), ROWS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    endorsed = [one for one in page if one.state == ApplicationState.ENDORSED]
    people = {one.applicant_id for one in endorsed}
    preparations = preparations_of(people, timezone.now())
    waits_for = {
        one.pk: is_prepared(one.applicant, preparations[one.applicant_id]) for one in endorsed
    }
    rows = [(one, waits_for.get(one.pk)) for one in page]
    return render(request, "accreditation/waiting.html", {"page": page, "rows": rows})


@require_safe
def application(request: StaffRequest, application_id: int) -> HttpResponse:
    """Show one application, what happened to it and what this person can do about it."""
    return _application(request, application_id)


@require_POST
def endorse(request: StaffRequest, application_id: int) -> HttpResponse:
    """Agree as line manager, or for them."""
    asked = to_decide(request.user, application_id, "endorse")
    form = forms.EndorseForm(request.POST, words=MANAGER_AGREES.value)
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
    wishes = _wishes(asked, moves)
    context = {
        "application": asked,
        "wishes": wishes,
        "checks_names": bool(DECIDES & set(moves)),
        "compares_councillors": bool(COUNCILLORS.value),
        "events": queries.events(asked),
        "moves": moves,
        "code": preparation.code,
        "practice": preparation.practice,
        "unprepared": is_prepared(asked.applicant, preparation) or _has_lost_a_name(wishes),
        "is_mine": asked.applicant_id == request.user.pk,
        "certificates": certificates_of(asked.applicant),
        "left_to_connect": _left_to_connect(request.user, asked),
    }
    if "endorse" in moves:
        agrees = MANAGER_AGREES.value
        context |= {
            "agrees": agrees,
            "questions": MANAGER_QUESTIONS.value,
            "form": form or forms.EndorseForm(words=agrees),
        }
    return render(request, "accreditation/application.html", context)


def _wishes(application: Application, moves: list[str]) -> list[queries.Wished]:
    """Give what was asked for; to those who decide with what is wrong with the names by now."""
    known = known_names(application.applicant) if DECIDES & set(moves) else None
    return queries.wishes_of(application, known)


def _has_lost_a_name(wishes: list[queries.Wished]) -> Refused | None:
    if not any(wish.problem for wish in wishes):
        return None
    return Refused("A name that was asked for is not to be had. Send the application back for it.")


def _left_to_connect(person: Person, application: Application) -> list[str]:
    """Give the networks that this person can open again for the applicant."""
    accreditation = getattr(application, "accreditation", None)
    if accreditation is None or rules.may_reopen(person, accreditation, timezone.now()):
        return []
    return queries.without_leave(application)


@require_http_methods(DECIDING)
def send_back(request: StaffRequest, application_id: int) -> HttpResponse:
    """Give an application back, with words."""
    asked, refusal = _asked(request, application_id, "send_back")

    def act(said: Mapping[str, Any]) -> str:
        actions.send_back(asked, by=request.user, **said)
        return f"The application is with {asked.applicant} again, with your words."

    form = forms.SendBackForm(request.POST or None)
    return _decide(request, Page("send_back", asked, form, refusal), act)


@require_http_methods(DECIDING)
def accredit(request: StaffRequest, application_id: int) -> HttpResponse:
    """Accredit until a date."""
    asked, refusal = _asked(request, application_id, "accredit")

    def act(said: Mapping[str, Any]) -> str:
        actions.accredit(asked, by=request.user, **said)
        return f"{asked.applicant} is accredited until {day(said['until'])}."

    form = forms.AccreditForm(request.POST or None)
    return _decide(request, Page("accredit", asked, form, refusal), act)


@require_http_methods(DECIDING)
def decline(request: StaffRequest, application_id: int) -> HttpResponse:
    """Say no, why, and what would change the answer."""
    asked, refusal = _asked(request, application_id, "decline")

    def act(said: Mapping[str, Any]) -> str:
        actions.decline(asked, by=request.user, **said)
        return f"The application of {asked.applicant} is declined."

    form = forms.DeclineForm(request.POST or None)
    return _decide(request, Page("decline", asked, form, refusal), act)


@require_http_methods(DECIDING)
def hear(request: StaffRequest, application_id: int) -> HttpResponse:
    """Answer an appeal: the decision stands, or is overturned."""
    asked, refusal = _asked(request, application_id, "uphold")
    unprepared = is_prepared(asked.applicant, preparation_of(asked.applicant, timezone.now()))
    form = forms.HearForm(request.POST or None, unprepared=unprepared)

    def act(said: Mapping[str, Any]) -> str:
        if not form.overturns:
            actions.uphold(asked, by=request.user, answer=said["answer"])
            return f"The answer to {asked.applicant} stays as it was."
        until = said.get("until")
        given = actions.overturn(asked, by=request.user, answer=said["answer"], until=until)
        if given is None:
            return (
                f"The answer is another. The programme team accredits {asked.applicant} once ready."
            )
        return f"{asked.applicant} is accredited until {day(given.until)}."

    return _decide(request, Page("hear", asked, form, refusal), act)


@dataclass(frozen=True, slots=True)
class Page:
    """A page on which somebody decides about an application, and why they may not."""

    name: str
    asked: Application
    form: django_forms.Form
    refusal: Refused | None


def _asked(
    request: StaffRequest, application_id: int, move: str
) -> tuple[Application, Refused | None]:
    """Give an application, and why this person cannot do this; nobody opens a page in vain.

    Whoever has written something already is told beside it, and keeps their words.
    """
    application = get_object_or_404(queries.applications(), pk=application_id)
    application.line = queries.line_now(application)
    today = queries.today(request.user)
    refusal = rules.MAY[move](request.user, application, today)
    if move == "accredit" and refusal is None:
        refusal = _cannot_be_accredited(application, request.user, today)
    if request.method == "POST" and refusal is not None:
        insist(rules.may_see(request.user, application, today))
        return application, refusal
    insist(refusal)
    if request.method != "POST":
        application.after(move)
    return application, None


def _cannot_be_accredited(application: Application, by: Person, today: Today) -> Refused | None:
    applicant = application.applicant
    return (
        rules.may_accredit(by, application, queries.in_force(applicant), today)
        or is_prepared(applicant, preparation_of(applicant, today.now))
        or rules.may_have_names(application, known_names(applicant))
    )


def _decide(request: StaffRequest, page: Page, act: Act) -> HttpResponse:
    """Do what was decided; where that cannot be, say so and keep what was typed."""
    form, status = page.form, None
    if page.refusal is not None:
        form.add_error(None, page.refusal.why)
        status = FORBIDDEN
    elif form.is_valid():
        try:
            messages.success(request, act(form.cleaned_data))
            return redirect("accreditation:waiting")
        except NotNowError as quicker:
            form.add_error(None, str(quicker))
            status = CONFLICT
        except NotAllowedError as refused:
            form.add_error(None, str(refused))
            status = FORBIDDEN
    context = {
        "application": page.asked,
        "wishes": queries.wishes_of(page.asked),
        "form": form,
        "late": status is not None,
        "days_to_appeal": DAYS_TO_APPEAL.value,
    }
    return render(request, f"accreditation/{page.name}.html", context, status=status)


@require_POST
def reopen(request: StaffRequest, accreditation_id: int) -> HttpResponse:
    """Give an accredited person time to connect accounts again."""
    accreditation = get_object_or_404(Accreditation, pk=accreditation_id)
    actions.reopen(accreditation, by=request.user)
    days = DAYS_TO_CONNECT.value
    messages.success(request, f"{accreditation.person} has {days} days to connect accounts.")
    return redirect("accreditation:application", accreditation.application_id)
