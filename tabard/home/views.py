"""The first page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tabard.accreditation.queries import application_under_way, standing
from tabard.accreditation.rules import may_apply, may_write
from tabard.home import queries
from tabard.home.forms import CheckForm, FindForm
from tabard.home.models import tasks
from tabard.people.models import Person


@require_safe
@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    """Show residents the way to people, and staff what waits for them."""
    if not isinstance(request.user, Person):
        forms = {"find": FindForm(auto_id="find-%s"), "check": CheckForm(auto_id="check-%s")}
        return render(request, "home/residents.html", forms)
    stands = standing(request.user)
    context = {
        "standing": stands,
        "may_write": may_write(stands) is None,
        "may_apply": may_apply(request.user, application_under_way(request.user), stands) is None,
        "tasks": tasks(queries.counts(request.user)),
    }
    return render(request, "home/staff.html", context)
