"""The applicant's pages: apply, see where it is, change it, take it back."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tabard.accounts.models import Ticket
from tabard.accounts.queries import open_tickets
from tabard.accreditation import actions, forms, queries, rules
from tabard.accreditation.models import (
    AN_APPLICATION,
    UNDER_WAY,
    Accreditation,
    AccreditationState,
    Application,
    ApplicationState,
)
from tabard.accreditation.settings import reminder_steps
from tabard.accreditation.views.drafting import Writing, write
from tabard.accreditation.views.finding import for_move
from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.people.requests import StaffRequest

# Where the answer is still to come.
ANSWERED_LATER = {ApplicationState.APPLIED, ApplicationState.ENDORSED}


@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    """Show a person where their application is, how they stand and what comes next."""
    person = request.user
    application = queries.latest_application(person)
    in_force = queries.in_force(person)
    standing, permission = queries.standing(person), queries.permission(person)
    under_way = application if application and application.state in UNDER_WAY else None
    tickets = list(open_tickets(person))
    context = {
        "application": application,
        "under_way": under_way,
        **(_way(person, application, tickets) if application else _ahead(person)),
        "standing": standing,
        "permission": permission,
        **_renewing(person, in_force),
        "sheet": queries.sheet_of(in_force) if in_force else None,
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
        "moves": rules.moves_open_to(person, application, queries.today(person, application)),
        "days": queries.days_to_answer() if application.state in ANSWERED_LATER else None,
    }


def _ahead(person: Person) -> dict[str, object]:
    """Give what lies ahead of somebody who has not applied, and how long it takes."""
    return {"asked": queries.what_is_asked(person), "days": queries.days_to_answer()}


def _renewing(person: Person, in_force: Accreditation | None) -> dict[str, object]:
    """Give where a renewal is, or from when on there can be one, while there is something to."""
    if in_force is None:
        return {}
    opens = reminder_steps()[0]
    may_not = rules.may_begin_renewal(person, in_force, opens=opens, now=timezone.now())
    is_active = in_force.state == AccreditationState.ACTIVE
    may_be_renewed = is_active and in_force.last_working_day is None
    renewal = queries.renewal_of(person)
    begun = renewal and queries.draft_of(person, renewal.draft_of_review).saved_at
    return {
        "renewal": renewal,
        "renewal_begun": begun is not None,
        "renews_from": rules.opens_on(in_force, opens) if may_be_renewed else None,
        "may_not_renew": may_not,
        "put_off_days": in_force.put_off_days,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: StaffRequest) -> HttpResponse:
    """Ask to be accredited; what is written is kept until it is sent."""
    person = request.user
    under_way = queries.application_under_way(person)
    if request.htmx and under_way is not None:
        # A page may save itself once more while what stands on it is being sent.
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    insist(rules.may_apply(person, under_way, queries.standing(person)))
    form = forms.ApplicationForm(
        request.POST or queries.draft_of(person).answers or None,
        naming=queries.naming_for(person),
    )

    def send() -> str:
        actions.apply(person, **form.wish)
        return f"Your application is with {person.manager} now."

    return write(
        request,
        Writing(
            "accreditation/apply.html",
            AN_APPLICATION,
            form,
            send,
            context=lambda: _ahead(person),
            look_over=form.look_over,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, application_id: int) -> HttpResponse:
    """Answer the words with which an application was sent back."""
    person = request.user
    application = for_move(person, application_id, "apply_again")
    insist(rules.has_a_manager(person))
    about = application.draft_of_change
    form = forms.ApplicationForm.about(
        application,
        request.POST or None,
        draft=queries.draft_of(person, about).answers,
        naming=queries.naming_for(person),
    )

    def send() -> str:
        actions.apply_again(application, by=person, **form.wish)
        return f"Your application is with {person.manager} again."

    return write(
        request,
        Writing(
            "accreditation/change.html",
            about,
            form,
            send,
            context=lambda: {"application": application},
            look_over=form.look_over,
        ),
    )


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
    about = application.draft_of_appeal
    draft = queries.draft_of(request.user, about)
    form = forms.AppealForm(request.POST or None, initial=draft.answers)

    def send() -> str:
        actions.appeal(application, by=request.user, words=form.cleaned_data["words"])
        return "Your appeal is sent. You are told when it is answered."

    return write(
        request,
        Writing(
            "accreditation/appeal.html",
            about,
            form,
            send,
            lambda: {"application": application, "until": queries.appeal_ends(application)},
        ),
    )
