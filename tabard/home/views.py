"""The first page, and the way to all others."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tabard.accreditation.models import UNDER_WAY, ApplicationState
from tabard.accreditation.queries import draft_of, latest_application, permission, standing
from tabard.accreditation.rules import may_apply, may_write
from tabard.directory.rules.badges import may_have_badge
from tabard.home import queries
from tabard.home.forms import CheckForm, FindForm
from tabard.home.models import stands, tasks
from tabard.home.rules import offered
from tabard.people.models import Person
from tabard.people.requests import StaffRequest
from tabard.people.second_step import was_taken
from tabard.training.queries import preparation_of


@require_safe
@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    """Show residents the way to people, and staff what waits for them."""
    if not isinstance(request.user, Person):
        forms = {"find": FindForm(auto_id="find-%s"), "check": CheckForm(auto_id="check-%s")}
        return render(request, "home/residents.html", forms)
    return render(request, "home/staff.html", _staff(request.user))


def _staff(person: Person) -> dict[str, object]:
    standing_now, application = standing(person), latest_application(person)
    under_way = application if application and application.state in UNDER_WAY else None
    can_apply = may_apply(person, under_way, standing_now) is None
    preparation = None
    if under_way is not None and under_way.state != ApplicationState.APPEALED:
        preparation = preparation_of(person, timezone.now())
    return {
        "draft": can_apply and draft_of(person).saved_at,
        "stands": stands(standing_now, application, may_apply=can_apply),
        "may_write": may_write(permission(person)) is None,
        "has_badge": may_have_badge(standing_now) is None,
        "taken_down": queries.taken_down(person),
        "tasks": tasks(queries.counts(person), application, preparation),
    }


@require_safe
def more(request: StaffRequest) -> HttpResponse:
    """Show everything that somebody can go to, by what they come for."""
    groups = offered(request.user, queries.counts(request.user))
    return render(request, "home/more.html", {"groups": groups})


@require_safe
def second_step(request: StaffRequest) -> HttpResponse:
    """Say for what somebody needs a second step at sign-in, and offer the ways to it."""
    if was_taken(request):
        return redirect("mfa_index")
    return render(request, "home/second_step.html", {"why": queries.why_second_step(request.user)})
