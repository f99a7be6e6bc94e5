"""The applicant's pages: apply, see where it is, change it, take it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tabard.accounts.models import Ticket
from tabard.accounts.queries import open_tickets
from tabard.accreditation import actions, forms, queries, rules
from tabard.accreditation.models import UNDER_WAY, Application, ApplicationState
from tabard.accreditation.views.finding import for_move
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.people.requests import StaffRequest

# Where the answer is still to come.
ANSWERED_LATER = {ApplicationState.APPLIED, ApplicationState.ENDORSED}
# Another tab was quicker.
CONFLICT = 409


@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    """Show a person where their application is, how they stand and what comes next."""
    person = request.user
    application = queries.latest_application(person)
    standing, permission = queries.standing(person), queries.permission(person)
    under_way = application if application and application.state in UNDER_WAY else None
    tickets = list(open_tickets(person))
    context = {
        "application": application,
        "under_way": under_way,
        **(_way(person, application, tickets) if application else _ahead(person)),
        "standing": standing,
        "permission": permission,
        "sheet": _sheet(person),
        "suspension": queries.suspension_of(person) if permission.stops else None,
        "tickets": [] if permission.stops else tickets,
        "draft": queries.draft_of(person),
        "may_not_apply": rules.may_apply(person, under_way, standing),
    }
    return render(request, "accreditation/mine.html", context)


def _way(person: Person, application: Application, tickets: list[Ticket]) -> dict[str, object]:
    """Give where an application is, and what its applicant can do about it."""
    return {
        "steps": queries.steps_of(application, queries.along(application, tickets)),
        "moves": rules.moves_open_to(person, application, queries.today(person)),
        "days": queries.days_to_answer() if application.state in ANSWERED_LATER else None,
    }


def _ahead(person: Person) -> dict[str, object]:
    """Give what lies ahead of somebody who has not applied, and how long it takes."""
    return {"asked": queries.what_is_asked(person), "days": queries.days_to_answer()}


def _sheet(person: Person) -> queries.Sheet | None:
    """Give what there is about somebody's rung, while they have one."""
    accreditation = queries.in_force(person)
    return queries.sheet_of(accreditation) if accreditation else None


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: StaffRequest) -> HttpResponse:
    """Ask to be accredited; what is written is kept until it is sent."""
    person = request.user
    under_way = queries.application_under_way(person)
    insist(rules.may_apply(person, under_way, queries.standing(person)))
    draft = queries.draft_of(person)
    form = forms.ApplicationForm(
        request.POST or None, initial=draft.answers, naming=queries.naming_for(person)
    )
    if form.is_bound:
        return _written(request, form)
    return _again(request, {"form": form, "draft": draft})


def _written(request: StaffRequest, form: forms.ApplicationForm) -> HttpResponse:
    """Keep what was written, and send it if that was asked for and nothing is missing."""
    seen = request.POST.get("seen", "")
    try:
        known = int(seen) if seen.isascii() and seen.isdigit() else 0
        draft = actions.keep_draft(request.user, form.typed, seen=known)
    except NotNowError as elsewhere:
        context = {
            "form": form,
            "draft": queries.draft_of(request.user),
            "conflict": str(elsewhere),
        }
        return _again(request, context, status=None if request.htmx else CONFLICT)
    does = request.POST.get("do", "send")
    if request.htmx or (does == "send" and not form.is_valid()):
        return _again(request, {"form": form, "draft": draft})
    if does == "send":
        actions.apply(request.user, **form.wish)
        actions.drop_draft(request.user)
        messages.success(request, f"Your application is with {request.user.manager} now.")
    else:
        messages.success(request, "Your application is saved, and not sent yet.")
    return redirect("accreditation:mine")


def _again(
    request: StaffRequest, context: dict[str, object], status: int | None = None
) -> HttpResponse:
    part = "#saved" if request.htmx else ""
    context |= {} if request.htmx else _ahead(request.user)
    return render(request, f"accreditation/apply.html{part}", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, application_id: int) -> HttpResponse:
    """Answer the words with which an application was sent back."""
    application = for_move(request.user, application_id, "apply_again")
    insist(rules.has_a_manager(request.user))
    form = forms.ApplicationForm.about(
        application, request.POST or None, naming=queries.naming_for(request.user)
    )
    if form.is_valid():
        actions.apply_again(application, by=request.user, **form.wish)
        messages.success(request, f"Your application is with {request.user.manager} again.")
        return redirect("accreditation:mine")
    context = {"form": form, "application": application}
    return render(request, "accreditation/change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: StaffRequest, application_id: int) -> HttpResponse:
    """Take an application back, after asking once more."""
    application = for_move(request.user, application_id, "withdraw")
    if request.method == "POST":
        actions.withdraw(application, by=request.user)
        messages.success(request, "You have taken your application back.")
        return redirect("accreditation:mine")
    return render(request, "accreditation/withdraw.html", {"application": application})


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: StaffRequest, application_id: int) -> HttpResponse:
    """Ask for another answer, once."""
    application = for_move(request.user, application_id, "appeal")
    insist(rules.not_applied_since(queries.application_under_way(request.user)))
    form = forms.AppealForm(request.POST or None)
    if form.is_valid():
        actions.appeal(application, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, "Your appeal is sent. You are told when it is answered.")
        return redirect("accreditation:mine")
    return render(request, "accreditation/appeal.html", {"application": application, "form": form})
