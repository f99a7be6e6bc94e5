"""The pages on which it is decided what becomes of the accounts of those who go."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.accounts.models import Account
from tabard.common.rules import NotAllowedError, insist
from tabard.keeping import actions, rules
from tabard.keeping.forms.succeeding import DecideForm, SuccessorForm
from tabard.keeping.models import SUCCESSION_LIFECYCLE, Outcome
from tabard.keeping.queries import adoptions
from tabard.keeping.queries import successions as queries
from tabard.keeping.rules import succeeding
from tabard.keeping.views.holding import ASKING, ROWS_ON_A_PAGE
from tabard.people.queries import line_of
from tabard.people.requests import StaffRequest


@require_safe
def leavers(request: StaffRequest) -> HttpResponse:
    """Show what is to be decided about accounts, and what is due when."""
    insist(rules.may_see_all(request.user))
    page = Paginator(queries.to_do(), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "by_hand": queries.left_to_do(),
        "may_keep": rules.may_keep(request.user) is None,
    }
    return render(request, "keeping/leavers.html", context)


@require_http_methods(ASKING)
def succession(request: StaffRequest, succession_id: int) -> HttpResponse:
    """Show one account whose holder goes, and let the programme team decide about it."""
    found = get_object_or_404(queries.successions(), pk=succession_id)
    insist(succeeding.may_see(request.user, found))
    found.line = sorted(line_of(found.person))
    context = {
        "succession": found,
        "posts": queries.posts_out(found.account),
        "adoption": adoptions.of_account(found.account),
        "may_say_goodbye": succeeding.may_say_goodbye(request.user, found, now()) is None,
    }
    if not succeeding.can_decide(request.user, found) and request.method != "POST":
        return render(request, "keeping/succession.html", context)
    insist(succeeding.may_decide(request.user, found))
    SUCCESSION_LIFECYCLE.after(found.state, "decide")
    form = DecideForm.of(found)
    if request.method == "POST":
        form = DecideForm(request.POST, succession=found)
        if form.is_valid() and _decide(request, form, found.pk):
            return redirect("keeping:leavers")
    return render(request, "keeping/succession.html", {**context, "form": form})


def _decide(request: StaffRequest, form: DecideForm, succession_id: int) -> bool:
    found = get_object_or_404(queries.successions(), pk=succession_id)
    try:
        done = actions.decide(found, form.decision, by=request.user)
    except NotAllowedError as refused:
        form.add_error(None, str(refused))
        return False
    when = "It is done on the day." if done.over_at is None else "It is done."
    outcome = Outcome(done.outcome).label.lower()
    messages.success(request, f"Decided about {done.account}: {outcome}. {when}")
    return True


@require_http_methods(ASKING)
def successor(request: StaffRequest, account_id: int) -> HttpResponse:
    """Say where people can go instead of an account that has ended."""
    found = get_object_or_404(Account.objects.select_related("successor"), pk=account_id)
    insist(rules.may_keep(request.user) or succeeding.may_be_succeeded(found, None))
    form = SuccessorForm(request.POST or None, account=found)
    if form.is_valid():
        actions.point_to(found, successor=form.cleaned_data["instead"], by=request.user)
        messages.success(request, "Saved. Residents see it so from now on.")
        return redirect("keeping:account", found.pk)
    return render(request, "keeping/successor.html", {"form": form, "account": found})


@require_safe
def going(request: StaffRequest) -> HttpResponse:
    """Show somebody what becomes of their own accounts when they go."""
    context = {
        "successions": queries.of(request.user),
        "farewells": queries.farewells_to_write(request.user),
    }
    return render(request, "keeping/going.html", context)


@require_POST
def farewell(request: StaffRequest, succession_id: int) -> HttpResponse:
    """Begin a farewell post, with the words that the council has for it."""
    found = get_object_or_404(queries.successions(), pk=succession_id)
    message = actions.begin_farewell(found, by=request.user)
    messages.success(request, "These words are a beginning. Change them as you like.")
    return redirect("composing:edit", message.pk)
