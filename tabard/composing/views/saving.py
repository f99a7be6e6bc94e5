"""Keeping what is typed as it is typed, and giving back what cannot be kept."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from tabard.common.drafts import page_named
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import NotAllowedError, Refused
from tabard.composing import actions, queries
from tabard.composing.forms import MessageForm
from tabard.composing.models import Message
from tabard.composing.views.found import number, own
from tabard.people.requests import StaffRequest

# Another tab was quicker.
CONFLICT = 409


@require_POST
def save(request: StaffRequest) -> HttpResponse:
    """Keep what is being typed, and say that it is kept or why it is not."""
    found = number(request.POST.get("message", ""))
    message = own(found) if found is not None else None
    told = {"seen": request.POST.get("seen", ""), "page": page_named(request.POST.get("page", ""))}
    form = MessageForm(request.POST, author=request.user, message=message)
    form.is_valid()
    problem = ""
    try:
        if message or form.is_worth_keeping:
            message = actions.save(message, form.draft, by=request.user, **told)
            told["seen"] = str(message.saves)
    except (NotAllowedError, NotNowError) as refusal:
        problem = str(refusal)
    shown = {"message": message, "problem": problem, **told}
    answer = render(request, "composing/saved.html", shown)
    # By this a script tells it from the page to sign in, and knows whether to keep a copy.
    answer["X-Tabard-Saved"] = "no" if problem else "yes"
    if message and queries.is_reading(message):
        # The preview shows what is read as soon as it is.
        trigger_client_event(answer, "pages-asked")
    return answer


def too_late(request: StaffRequest, message: Message, refusal: Refused) -> HttpResponse:
    """Give back what was typed about a message that is not being written any more."""
    alts = [said for name, said in request.POST.items() if name.startswith("alt") and said]
    typed = {"words": request.POST.get("words", ""), "alts": alts}
    shown = {"message": message, "why": refusal.why, **typed}
    return render(request, "composing/too_late.html", shown, status=CONFLICT)
