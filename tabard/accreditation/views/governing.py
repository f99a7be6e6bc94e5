"""The pages of those who look after the accreditations of everybody."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tabard.accreditation import actions, forms, queries, rules
from tabard.accreditation.models import Accreditation, standing_of
from tabard.accreditation.views.finding import to_govern
from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.people.requests import StaffRequest

ROWS_ON_A_PAGE = 25
GOVERNING = ["GET", "HEAD", "POST"]


@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """Show everybody who is or was accredited, and until when."""
    insist(rules.may_see_everybody(request.user))
    page = Paginator(queries.latest_of_everybody(), ROWS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [_row(accreditation, request.user) for accreditation in page]
    return render(request, "accreditation/people.html", {"page": page, "rows": rows})


def _row(accreditation: Accreditation, person: Person) -> dict[str, object]:
    return {
        "accreditation": accreditation,
        "standing": standing_of(accreditation, timezone.now()),
        "suspension": accreditation.open_suspension,
        "moves": rules.moves_about(person, accreditation),
    }


@require_http_methods(GOVERNING)
def suspend(request: StaffRequest, accreditation_id: int) -> HttpResponse:
    """Stop somebody's posts for now, with the reason."""
    accreditation = to_govern(request.user, accreditation_id, "suspend")
    form = forms.SuspendForm(request.POST or None)
    if form.is_valid():
        suspension = actions.suspend(accreditation, by=request.user, **form.cleaned_data)
        told = f"The accreditation of {accreditation.person} is suspended. Tell them yourself, too."
        messages.success(request, told)
        return redirect("accreditation:suspension", suspension.pk)
    context = {"accreditation": accreditation, "form": form}
    return render(request, "accreditation/suspend.html", context)


@require_http_methods(GOVERNING)
def resume(request: StaffRequest, accreditation_id: int) -> HttpResponse:
    """End a suspension, after asking once more."""
    accreditation = to_govern(request.user, accreditation_id, "resume")
    if request.method == "POST":
        actions.resume(accreditation, by=request.user)
        told = f"The accreditation of {accreditation.person} is in force again."
        messages.success(request, told)
        return redirect("accreditation:people")
    return render(request, "accreditation/resume.html", {"accreditation": accreditation})


@require_http_methods(GOVERNING)
def end(request: StaffRequest, accreditation_id: int) -> HttpResponse:
    """End somebody's standing for good, with the reason."""
    accreditation = to_govern(request.user, accreditation_id, "end")
    form = forms.EndForm(request.POST or None)
    if form.is_valid():
        actions.end(accreditation, by=request.user, reason=form.cleaned_data["reason"])
        told = f"The accreditation of {accreditation.person} has ended."
        messages.success(request, told)
        return redirect("accreditation:people")
    context = {"accreditation": accreditation, "form": form}
    return render(request, "accreditation/end.html", context)
