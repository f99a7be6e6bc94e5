"""The pages of a suspension: read it, note that the person was told, look again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.accreditation import actions, forms, queries, rules
from tabard.accreditation.models import Suspension
from tabard.common.rules import Refused, insist
from tabard.common.templatetags.moments import day
from tabard.people.models import Person
from tabard.people.queries import line_of
from tabard.people.requests import StaffRequest

ROWS_ON_A_PAGE = 25
TENDING = ["GET", "HEAD", "POST"]


@require_safe
def everybody(request: StaffRequest) -> HttpResponse:
    """Show who is suspended now, and what each suspension still needs."""
    insist(rules.may_see_everybody(request.user))
    page = Paginator(queries.open_suspensions(), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    rows = [{"suspension": one, "is_overdue": one.is_overdue(today)} for one in page]
    return render(request, "accreditation/suspensions/list.html", {"page": page, "rows": rows})


@require_safe
def suspension(request: StaffRequest, suspension_id: int) -> HttpResponse:
    """Show a suspension, to its person and to those who look after it."""
    found = _suspension(suspension_id)
    insist(rules.may_see_suspension(request.user, found))
    shown = {
        "suspension": found,
        "is_overdue": found.is_overdue(timezone.localdate()),
        "may_tell": rules.may_tell(request.user, found) is None,
        "may_tend": rules.may_tend(request.user, found) is None,
        "may_say_read": rules.may_say_read(request.user, found) is None,
        "may_say_side": rules.may_say_side(request.user, found) is None,
        "may_ask_again": rules.may_ask_again(request.user, found) is None,
        "may_hear": _may_hear(request.user, found) is None,
        "nobody_can_hear": found.waits_for_another
        and queries.hearers_of_suspensions([found]).is_there_nobody(found),
    }
    return render(request, "accreditation/suspensions/suspension.html", shown)


def _may_hear(person: Person, found: Suspension) -> Refused | None:
    return rules.may_hear_suspension(person, found, line_of(found.person))


def _suspension(number: int) -> Suspension:
    return get_object_or_404(queries.suspensions(), pk=number)


@require_http_methods(TENDING)
def tell(request: StaffRequest, suspension_id: int) -> HttpResponse:
    """Note that the person was told."""
    found = _suspension(suspension_id)
    insist(rules.may_tell(request.user, found))
    form = forms.TellForm(request.POST or None)
    if form.is_valid():
        actions.tell(found, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, f"It is noted that you told {found.person}.")
        return redirect("accreditation:suspension", found.pk)
    return render(
        request, "accreditation/suspensions/tell.html", {"suspension": found, "form": form}
    )


@require_POST
def say_read(request: StaffRequest, suspension_id: int) -> HttpResponse:
    """Say that one has read it."""
    found = actions.say_read(_suspension(suspension_id), by=request.user)
    messages.success(request, "Thank you. Those who suspended know that you have read it.")
    return redirect("accreditation:suspension", found.pk)


@require_http_methods(TENDING)
def look_again(request: StaffRequest, suspension_id: int) -> HttpResponse:
    """Let a suspension go on until another day."""
    found = _suspension(suspension_id)
    insist(rules.may_tend(request.user, found))
    form = forms.LookAgainForm(request.POST or None)
    if form.is_valid():
        found = actions.look_again(found, by=request.user, **form.cleaned_data)
        messages.success(request, f"It is looked at again by {day(found.review_on)}.")
        return redirect("accreditation:suspension", found.pk)
    return render(
        request, "accreditation/suspensions/look_again.html", {"suspension": found, "form": form}
    )


@require_http_methods(TENDING)
def say_side(request: StaffRequest, suspension_id: int) -> HttpResponse:
    """Say one's side of one's own suspension."""
    found = _suspension(suspension_id)
    insist(rules.may_say_side(request.user, found))
    form = forms.SideForm(request.POST or None, initial={"words": found.side})
    if form.is_valid():
        actions.say_side(found, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, "Your side is kept. Those who suspended and decide can read it.")
        return redirect("accreditation:suspension", found.pk)
    return render(
        request, "accreditation/suspensions/side.html", {"suspension": found, "form": form}
    )


@require_POST
def ask_again(request: StaffRequest, suspension_id: int) -> HttpResponse:
    """Ask that somebody else looks at one's own suspension."""
    found = actions.ask_again(_suspension(suspension_id), by=request.user)
    messages.success(request, "You have asked. Somebody who did not suspend you looks at it again.")
    return redirect("accreditation:suspension", found.pk)


@require_http_methods(TENDING)
def hear(request: StaffRequest, suspension_id: int) -> HttpResponse:
    """Answer somebody who asked that somebody else looks at their suspension."""
    found = _suspension(suspension_id)
    insist(_may_hear(request.user, found))
    form = forms.HearSuspensionForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        if said["decision"] == forms.OVERTURN:
            actions.overturn_suspension(found, by=request.user, answer=said["answer"])
            told = f"The suspension has ended. {found.person} hears why."
        else:
            actions.uphold_suspension(
                found, by=request.user, answer=said["answer"], review_on=said["review_on"]
            )
            told = f"The suspension goes on. {found.person} hears why."
        messages.success(request, told)
        return redirect("accreditation:suspension", found.pk)
    return render(
        request, "accreditation/suspensions/hear.html", {"suspension": found, "form": form}
    )
