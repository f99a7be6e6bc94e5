"""The pages of those who endorse and decide."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.accreditation import actions, forms, queries, rules, settings
from tabard.accreditation.models import Accreditation, Application
from tabard.accreditation.views.finding import for_move
from tabard.common.rules import insist
from tabard.common.templatetags.moments import day
from tabard.people.models import Person
from tabard.people.requests import StaffRequest
from tabard.training.queries import certificates_of, preparation_of
from tabard.training.rules import is_prepared

ROWS_ON_A_PAGE = 25


@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """Show what waits for this person as line manager or programme team."""
    page = Paginator(queries.waiting_for(request.user), ROWS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "accreditation/waiting.html", {"page": page})


@require_safe
def application(request: StaffRequest, application_id: int) -> HttpResponse:
    """Show one application, what happened to it and what this person can do about it."""
    asked = get_object_or_404(queries.applications(), pk=application_id)
    insist(rules.may_see(request.user, asked))
    preparation = preparation_of(asked.applicant, timezone.now())
    context = {
        "application": asked,
        "events": queries.events(asked),
        "moves": rules.moves_open_to(request.user, asked),
        "code": preparation.code,
        "unprepared": is_prepared(asked.applicant, preparation),
        "is_mine": asked.applicant_id == request.user.pk,
        "certificates": certificates_of(asked.applicant),
        "left_to_connect": _left_to_connect(request.user, asked),
    }
    return render(request, "accreditation/application.html", context)


def _left_to_connect(person: Person, application: Application) -> list[str]:
    """Give the networks that this person can open again for the applicant."""
    accreditation = getattr(application, "accreditation", None)
    if accreditation is None or rules.may_reopen(person, accreditation, timezone.now()):
        return []
    return queries.without_leave(application)


@require_POST
def endorse(request: StaffRequest, application_id: int) -> HttpResponse:
    """Agree as line manager."""
    endorsed = for_move(request.user, application_id, "endorse")
    actions.endorse(endorsed, by=request.user)
    told = f"You have endorsed {endorsed.applicant}. The application is with the programme team."
    messages.success(request, told)
    return redirect("accreditation:waiting")


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: StaffRequest, application_id: int) -> HttpResponse:
    """Give an application back, with words."""
    asked = for_move(request.user, application_id, "send_back")
    form = forms.SendBackForm(request.POST or None)
    if form.is_valid():
        actions.send_back(asked, by=request.user, reason=form.cleaned_data["reason"])
        told = f"The application is with {asked.applicant} again, with your words."
        messages.success(request, told)
        return redirect("accreditation:waiting")
    return render(request, "accreditation/send_back.html", {"application": asked, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def accredit(request: StaffRequest, application_id: int) -> HttpResponse:
    """Accredit until a date."""
    asked = for_move(request.user, application_id, "accredit")
    insist(rules.may_accredit(request.user, asked, queries.in_force(asked.applicant)))
    insist(is_prepared(asked.applicant, preparation_of(asked.applicant, timezone.now())))
    form = forms.AccreditForm(request.POST or None)
    if form.is_valid():
        until = form.cleaned_data["until"]
        actions.accredit(asked, by=request.user, until=until)
        told = f"{asked.applicant} is accredited until {day(until)}."
        messages.success(request, told)
        return redirect("accreditation:waiting")
    return render(request, "accreditation/accredit.html", {"application": asked, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: StaffRequest, application_id: int) -> HttpResponse:
    """Say no, why, and what would change the answer."""
    asked = for_move(request.user, application_id, "decline")
    form = forms.DeclineForm(request.POST or None)
    if form.is_valid():
        actions.decline(asked, by=request.user, **form.cleaned_data)
        messages.success(request, f"The application of {asked.applicant} is declined.")
        return redirect("accreditation:waiting")
    return render(request, "accreditation/decline.html", {"application": asked, "form": form})


@require_POST
def reopen(request: StaffRequest, accreditation_id: int) -> HttpResponse:
    """Give an accredited person time to connect accounts again."""
    accreditation = get_object_or_404(Accreditation, pk=accreditation_id)
    actions.reopen(accreditation, by=request.user)
    days = settings.DAYS_TO_CONNECT.value
    messages.success(request, f"{accreditation.person} has {days} days to connect accounts.")
    return redirect("accreditation:application", accreditation.application_id)
