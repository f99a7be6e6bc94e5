"""The pages of those who endorse renewals, look at them and decide them."""

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

from tabard.accreditation import actions, forms, queries, rules
from tabard.accreditation.models import Night, Renewal, RenewalState, renewed_until
from tabard.accreditation.settings import RENEWAL_AGREES, RENEWAL_MONTHS
from tabard.accreditation.views.finding import insist_on_now, to_renew
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError, Refused, insist
from tabard.common.templatetags.moments import day
from tabard.people.requests import StaffRequest
from tabard.training.queries import preparation_of

ROWS_ON_A_PAGE = 25
DECIDING = ["GET", "HEAD", "POST"]
# Somebody was quicker.
CONFLICT = 409
# They may not, or not any more.
FORBIDDEN = 403

type Act = Callable[[Mapping[str, Any]], str]


@require_safe
def renewals(request: StaffRequest) -> HttpResponse:
    """Show what waits for this person, and to the programme team all that is under way."""
    person = request.user
    context: dict[str, object] = {"waiting": list(queries.renewals_for(person))}
    if person.runs_the_pilot:
        page = Paginator(queries.under_way(), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "now": timezone.now(), "night": Night.objects.last()}
    return render(request, "accreditation/renewals/list.html", context)


@require_safe
def renewal(request: StaffRequest, renewal_id: int) -> HttpResponse:
    """Show one renewal; whoever it waits for is led to what they can do."""
    return _renewal(request, renewal_id)


def _renewal(
    request: StaffRequest, renewal_id: int, form: forms.EndorseRenewalForm | None = None
) -> HttpResponse:
    found = get_object_or_404(queries.renewals(), pk=renewal_id)
    found.line = queries.renewal_line(found)
    today = queries.today(request.user)
    insist(rules.may_see_renewal(request.user, found, today))
    moves = rules.renewal_moves(request.user, found, today)
    if "send" in moves:
        return redirect("accreditation:review", found.pk)
    asked = found.state == RenewalState.ASKED
    context: dict[str, object] = {
        "renewal": found,
        "moves": moves,
        "is_mine": found.person_id == request.user.pk,
        "standing": queries.standing(found.person),
        "nobody_left": asked and not queries.renewal_deciders(found),
        "usual": renewed_until(found.accreditation.until, timezone.now(), RENEWAL_MONTHS.value),
    }
    if "endorse" in moves or "renew" in moves:
        agrees, preparation = RENEWAL_AGREES.value, preparation_of(found.person, timezone.now())
        context |= {
            "agrees": agrees,
            "form": form or forms.EndorseRenewalForm(words=agrees),
            "unprepared": rules.stays_prepared(found, preparation),
        }
    return render(request, "accreditation/renewals/renewal.html", context)


@require_POST
def endorse(request: StaffRequest, renewal_id: int) -> HttpResponse:
    """Agree once more as line manager, or for them."""
    found = to_renew(request.user, renewal_id, "endorse")
    form = forms.EndorseRenewalForm(request.POST, words=RENEWAL_AGREES.value)
    if not form.is_valid():
        return _renewal(request, renewal_id, form)
    found = actions.endorse_renewal(found, by=request.user)
    told = f"You have endorsed {found.person} again. The programme team was asked to look at it."
    if found.until is not None:
        told = f"{found.person} is accredited until {day(found.until)}."
    messages.success(request, told)
    return redirect("accreditation:renewals")


@require_http_methods(DECIDING)
def send_back(request: StaffRequest, renewal_id: int) -> HttpResponse:
    """Give a renewal back, with words."""
    found, refusal = _asked(request, renewal_id, "send_back")

    def act(said: Mapping[str, Any]) -> str:
        actions.send_renewal_back(found, by=request.user, reason=said["reason"])
        return f"The renewal is with {found.person} again, with your words."

    form = forms.SendRenewalBackForm(request.POST or None)
    return _decide(request, Page("send_back", found, form, refusal), act)


@require_http_methods(DECIDING)
def look(request: StaffRequest, renewal_id: int) -> HttpResponse:
    """Ask to see a renewal before it is agreed to."""
    found, refusal = _asked(request, renewal_id, "look")

    def act(said: Mapping[str, Any]) -> str:
        actions.look_at_renewal(found, by=request.user, reason=said["reason"])
        return f"You see the renewal of {found.person} before it is agreed to."

    form = forms.LookForm(request.POST or None)
    return _decide(request, Page("look", found, form, refusal), act)


@require_http_methods(DECIDING)
def extend(request: StaffRequest, renewal_id: int) -> HttpResponse:
    """Let an accreditation go on until a day."""
    found, refusal = _asked(request, renewal_id, "renew")

    def act(said: Mapping[str, Any]) -> str:
        actions.renew(found, by=request.user, until=said["until"])
        return f"{found.person} is accredited until {day(said['until'])}."

    form = forms.RenewForm(request.POST or None, renewal=found)
    return _decide(request, Page("extend", found, form, refusal), act)


@dataclass(frozen=True, slots=True)
class Page:
    """A page on which somebody decides about a renewal, and why they may not."""

    name: str
    renewal: Renewal
    form: django_forms.Form
    refusal: Refused | None


def _asked(request: StaffRequest, renewal_id: int, move: str) -> tuple[Renewal, Refused | None]:
    """Give a renewal, and why this person cannot do this; nobody opens a page in vain.

    Whoever has written something already is told beside it, and keeps their words.
    """
    found = get_object_or_404(queries.renewals(), pk=renewal_id)
    found.line = queries.renewal_line(found)
    today = queries.today(request.user)
    refusal = rules.MAY_WITH_RENEWAL[move](request.user, found, today)
    if move == "renew" and refusal is None:
        refusal = rules.stays_prepared(found, preparation_of(found.person, today.now))
    if request.method == "POST" and refusal is not None:
        insist(rules.may_see_renewal(request.user, found, today))
        return found, refusal
    insist(refusal)
    if request.method != "POST":
        insist_on_now(found, move)
    return found, None


def _decide(request: StaffRequest, page: Page, act: Act) -> HttpResponse:
    """Do what was decided; where that cannot be, say so and keep what was typed."""
    form, status = page.form, None
    if page.refusal is not None:
        form.add_error(None, page.refusal.why)
        status = FORBIDDEN
    elif form.is_valid():
        try:
            messages.success(request, act(form.cleaned_data))
            return redirect("accreditation:renewals")
        except NotNowError as quicker:
            form.add_error(None, str(quicker))
            status = CONFLICT
        except NotAllowedError as refused:
            form.add_error(None, str(refused))
            status = FORBIDDEN
    context = {"renewal": page.renewal, "form": form, "late": status is not None}
    return render(request, f"accreditation/renewals/{page.name}.html", context, status=status)
