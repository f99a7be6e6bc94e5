"""The pages on which somebody renews their own accreditation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tabard.accreditation import actions, forms, queries, rules
from tabard.accreditation.models import Renewal
from tabard.accreditation.settings import RENEWAL_MONTHS, reminder_steps
from tabard.accreditation.views.finding import insist_on_now, to_renew
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError, insist
from tabard.people.requests import StaffRequest
from tabard.training.queries import preparation_of

# Another tab was quicker.
CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: StaffRequest) -> HttpResponse:
    """Say what renewing is, and begin; go on where it is under way."""
    person = request.user
    begun = queries.renewal_of(person)
    if begun is not None:
        return redirect("accreditation:renewal", begun.pk)
    accreditation, opens = queries.in_force(person), reminder_steps()[0]
    refusal = rules.may_begin_renewal(person, accreditation, opens=opens, now=timezone.now())
    if request.method == "POST":
        insist(refusal)
        if accreditation is not None:
            renewal = actions.begin_renewal(accreditation, by=person)
            return redirect("accreditation:review", renewal.pk)
    context = {
        "accreditation": accreditation,
        "standing": queries.standing(person),
        "refusal": refusal,
        "months": RENEWAL_MONTHS.value,
    }
    return render(request, "accreditation/renewals/renew.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: StaffRequest, renewal_id: int) -> HttpResponse:
    """Look back; what is written is kept until it is sent."""
    renewal = to_renew(request.user, renewal_id, "send")
    insist_on_now(renewal, "send")
    form = forms.ReviewForm(request.POST or None, renewal=renewal)
    if form.is_bound:
        return _written(request, renewal, form)
    return _again(request, renewal, form)


def _written(request: StaffRequest, renewal: Renewal, form: forms.ReviewForm) -> HttpResponse:
    """Keep what was written, and send it if that was asked for and nothing is missing."""
    seen = request.POST.get("seen", "")
    try:
        known = int(seen) if seen.isascii() and seen.isdigit() else 0
        renewal = actions.keep_review(renewal, form.typed, by=request.user, seen=known)
    except NotNowError as elsewhere:
        status = None if request.htmx else CONFLICT
        return _again(request, renewal, form, conflict=str(elsewhere), status=status)
    does = request.POST.get("do", "send")
    if request.htmx or (does == "send" and not form.is_valid()):
        return _again(request, renewal, form)
    if does == "send":
        return _sent(request, renewal, form)
    messages.success(request, "Your answers are saved, and not sent yet.")
    return redirect("accreditation:mine")


def _sent(request: StaffRequest, renewal: Renewal, form: forms.ReviewForm) -> HttpResponse:
    """Send it; where something else is missing, say so and keep what was written."""
    try:
        actions.send_review(renewal, by=request.user, **form.review)
    except NotAllowedError as missing:
        form.add_error(None, str(missing))
        return _again(request, renewal, form)
    messages.success(request, f"Your review is with {request.user.manager} now.")
    return redirect("accreditation:renewal", renewal.pk)


def _again(
    request: StaffRequest,
    renewal: Renewal,
    form: forms.ReviewForm,
    *,
    conflict: str = "",
    status: int | None = None,
) -> HttpResponse:
    part = "#saved" if request.htmx else ""
    context: dict[str, object] = {"renewal": renewal, "form": form, "conflict": conflict}
    if not part:
        preparation = preparation_of(renewal.person, timezone.now())
        context |= {
            "agreed": renewal.accreditation.application,
            "unprepared": rules.stays_prepared(renewal, preparation),
            "no_manager": rules.has_a_manager(renewal.person),
        }
    return render(request, f"accreditation/renewals/review.html{part}", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: StaffRequest, renewal_id: int) -> HttpResponse:
    """Say that it need not go on, after asking once more."""
    renewal = to_renew(request.user, renewal_id, "give_up")
    insist_on_now(renewal, "give_up")
    if request.method == "POST":
        actions.give_up(renewal, by=request.user)
        messages.success(request, "You are not reminded any more. You can still renew later.")
        return redirect("accreditation:mine")
    return render(request, "accreditation/renewals/give_up.html", {"renewal": renewal})
