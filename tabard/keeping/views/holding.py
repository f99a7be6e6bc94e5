"""The pages on which the programme team says who holds an account."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tabard.accounts.models import SHARED, Account, Holding, Ticket, network_name
from tabard.common.rules import NotAllowedError, insist
from tabard.keeping import actions, rules
from tabard.keeping.forms.holding import HolderForm, OpenForm, PresentForm, ReasonForm
from tabard.keeping.queries import holders
from tabard.keeping.queries.successions import farewells_from
from tabard.people.requests import StaffRequest

ROWS_ON_A_PAGE = 25
ASKING = ["GET", "HEAD", "POST"]


@require_safe
def all_(request: StaffRequest) -> HttpResponse:
    """Show every account of the council, and who holds it."""
    insist(rules.may_see_all(request.user))
    page = Paginator(holders.accounts(), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_keep": rules.may_keep(request.user) is None}
    return render(request, "keeping/all.html", context)


@require_safe
def account(request: StaffRequest, account_id: int) -> HttpResponse:
    """Show one account: how residents meet it, who holds it, who held it."""
    found = get_object_or_404(Account.objects.select_related("service", "successor"), pk=account_id)
    holds = holders.holds_of(found)
    today = {hold.holding.person_id for hold in holds if hold.holding.until is None}
    insist(rules.may_see(request.user, today))
    context = {
        "account": found,
        "holds": [hold for hold in holds if hold.holding.until is None],
        "former": [hold for hold in holds if hold.holding.until is not None],
        "farewells": farewells_from(found) if request.user.pk in today else [],
        "may_keep": rules.may_keep(request.user) is None,
        "may_change": found.is_shared and not rules.may_be_presented(found),
    }
    return render(request, "keeping/account.html", context)


@require_http_methods(ASKING)
def open_(request: StaffRequest) -> HttpResponse:
    """Let somebody connect an account that several people will hold."""
    insist(rules.may_keep(request.user))
    form = OpenForm(request.POST or None, without=request.user)
    ticket = _opened(request, form) if form.is_valid() else None
    if ticket is not None:
        told = f"{ticket.person} can connect {ticket.public_name} on {network_name(ticket.network)}"
        messages.success(request, f"{told} now.")
        return redirect("keeping:all")
    return render(request, "keeping/open.html", {"form": form})


def _opened(request: StaffRequest, form: OpenForm) -> Ticket | None:
    """Let them connect it, or say beside the form why not."""
    said = form.cleaned_data
    try:
        return actions.open_shared(
            said["person"],
            network=said["network"],
            handle=said["handle"].strip(),
            agreed=form.agreed,
            by=request.user,
            is_sure=said["is_sure"],
        )
    except NotAllowedError as refused:
        form.doubt(str(refused))
        return None


def _presented(request: StaffRequest, form: PresentForm, found: Account) -> bool:
    try:
        is_sure = form.cleaned_data["is_sure"]
        actions.present(found, agreed=form.agreed, by=request.user, is_sure=is_sure)
    except NotAllowedError as refused:
        form.doubt(str(refused))
        return False
    return True


@require_http_methods(ASKING)
def present(request: StaffRequest, account_id: int) -> HttpResponse:
    """Change how residents meet a shared account."""
    found = get_object_or_404(Account.objects.filter(kind__in=SHARED), pk=account_id)
    insist(rules.may_keep(request.user) or rules.may_be_presented(found))
    form = PresentForm(request.POST) if request.method == "POST" else PresentForm.of(found)
    if form.is_valid() and _presented(request, form, found):
        messages.success(request, "Saved. Residents see it so from now on.")
        return redirect("keeping:account", found.pk)
    return render(request, "keeping/present.html", {"form": form, "account": found})


@require_http_methods(ASKING)
def add_holder(request: StaffRequest, account_id: int) -> HttpResponse:
    """Let one more person hold a shared account."""
    found = get_object_or_404(Account.objects.filter(kind__in=SHARED), pk=account_id)
    insist(rules.may_keep(request.user) or rules.may_be_presented(found))
    form = HolderForm(request.POST or None, account=found)
    if form.is_valid():
        person = form.cleaned_data["person"]
        actions.add_holder(found, person=person, by=request.user)
        messages.success(request, f"{person} holds {found.name} now, and can write from it.")
        return redirect("keeping:account", found.pk)
    return render(request, "keeping/add_holder.html", {"form": form, "account": found})


@require_http_methods(ASKING)
def end_holding(request: StaffRequest, holding_id: int) -> HttpResponse:
    """End one person's hold of a shared account, after asking why."""
    holding = get_object_or_404(Holding.objects.select_related("account", "person"), pk=holding_id)
    held = holding.account.holdings.filter(until=None)
    insist(rules.may_end_holding(request.user, holding, held.exclude(pk=holding.pk).count()))
    form = ReasonForm(request.POST or None)
    is_mine = holding.person == request.user
    if form.is_valid():
        actions.end_holding(holding, by=request.user, why=form.cleaned_data["reason"])
        who = "You do" if is_mine else f"{holding.person} does"
        messages.success(request, f"{who} not hold {holding.account.name} any more.")
        if is_mine:
            return redirect("accounts:mine")
        return redirect("keeping:account", holding.account_id)
    context = {"form": form, "holding": holding, "is_mine": is_mine}
    return render(request, "keeping/end_holding.html", context)
