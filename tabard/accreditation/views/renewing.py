"""The pages on which somebody renews their own accreditation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tabard.accreditation import actions, forms, queries, rules
from tabard.accreditation.models import Renewal
from tabard.accreditation.settings import RENEWAL_MONTHS, reminder_steps
from tabard.accreditation.views.drafting import Writing, write
from tabard.accreditation.views.finding import insist_on_now, to_renew
from tabard.common.rules import insist
from tabard.people.requests import StaffRequest
from tabard.training.queries import preparation_of


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
    person = request.user
    renewal = to_renew(person, renewal_id, "send")
    insist_on_now(renewal, "send")
    about = renewal.draft_of_review
    draft = queries.draft_of(person, about).answers
    form = forms.ReviewForm(request.POST or None, renewal=renewal, draft=draft)

    def send() -> str:
        actions.send_review(renewal, by=person, **form.review)
        return f"Your review is with {person.manager} now."

    return write(
        request,
        Writing(
            "accreditation/renewals/review.html", about, form, send, lambda: _reviewing(renewal)
        ),
    )


def _reviewing(renewal: Renewal) -> dict[str, object]:
    """Give what stands on the page beside the questions, and what is still missing to be sent."""
    preparation = preparation_of(renewal.person, timezone.now())
    return {
        "renewal": renewal,
        "agreed": renewal.accreditation.application,
        "unprepared": rules.stays_prepared(renewal, preparation),
        "no_manager": rules.has_a_manager(renewal.person),
    }


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
