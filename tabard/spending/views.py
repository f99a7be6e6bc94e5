"""The pages of what was spent in a month, of prices, and of the cap of an account."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.accounts.models import Account
from tabard.common.rules import insist
from tabard.people.requests import StaffRequest
from tabard.spending import actions, queries, rules
from tabard.spending.forms import CapForm, PriceForm
from tabard.spending.models import Cap
from tabard.spending.settings import ACCOUNT_CAP, COUNCIL_CAP

ON_A_PAGE = 50
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@require_safe
def spending(request: StaffRequest) -> HttpResponse:
    """Show what was spent in a month, from which accounts, beside what may be."""
    insist(rules.may_see_spending(request.user))
    today = timezone.localdate()
    day = min(_month(request.GET.get("month", "")) or today, today)
    at = timezone.make_aware(datetime.combine(day, time(12)))
    networks = queries.spent_by_network(at)
    accounts = Paginator(queries.accounts_that_cost(at), ON_A_PAGE)
    shown = {
        "day": day,
        "networks": networks,
        "spent": sum((one.amount for one in networks), Decimal(0)),
        "posts": sum(one.posts for one in networks),
        "page": accounts.get_page(request.GET.get("page")),
        "council_cap": COUNCIL_CAP,
        "account_cap": ACCOUNT_CAP,
        "before": queries.first_of_month(day) - timedelta(days=1),
        "after": None if day.replace(day=1) == today.replace(day=1) else queries.next_month(day),
        "may_set": rules.may_set(request.user) is None,
    }
    return render(request, "spending/spending.html", shown)


@require_safe
def prices(request: StaffRequest) -> HttpResponse:
    """List what each network charges for posts."""
    insist(rules.may_see_spending(request.user))
    shown = {
        "prices": queries.price_list(timezone.localdate()),
        "may_set": rules.may_set(request.user) is None,
    }
    return render(request, "spending/prices.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def set_price(request: StaffRequest) -> HttpResponse:
    """Enter what a network charges for something from a day on."""
    insist(rules.may_set(request.user))
    form = PriceForm(request.POST or None, thing=request.GET.get("thing", ""))
    if form.is_valid():
        amount, from_day = form.cleaned_data["amount"], form.cleaned_data["from_day"]
        actions.set_price(*form.what, amount, from_day=from_day, by=request.user)
        messages.success(request, f"Entered the price of {form.said}.")
        return redirect("spending:prices")
    return render(request, "spending/price.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def cap(request: StaffRequest, account_id: int) -> HttpResponse:
    """Give an account a cap of its own."""
    insist(rules.may_set(request.user))
    account = get_object_or_404(Account, pk=account_id)
    held = Cap.objects.filter(account=account).select_related("set_by").first()
    first = {"most": held.dollars if held else ACCOUNT_CAP.value}
    form = CapForm(request.POST or None, initial=first)
    if form.is_valid():
        most, because = form.cleaned_data["most"], form.cleaned_data["because"]
        actions.set_cap(account, most, because=because, by=request.user)
        messages.success(request, f"{account} may spend ${most:,} in a month.")
        return redirect("spending:spending")
    shown = {"form": form, "account": account, "held": held, "account_cap": ACCOUNT_CAP}
    return render(request, "spending/cap.html", shown)


@require_POST
def drop_cap(request: StaffRequest, account_id: int) -> HttpResponse:
    """Let an account spend what all others may."""
    account = get_object_or_404(Account, pk=account_id)
    actions.drop_cap(account, by=request.user)
    messages.success(request, f"{account} may spend what all others may.")
    return redirect("spending:spending")


def _month(asked: str) -> date | None:
    """Give the first day of the month that was asked for, if it is one."""
    found = MONTH.fullmatch(asked)
    return date(int(found[1]), int(found[2]), 1) if found else None
