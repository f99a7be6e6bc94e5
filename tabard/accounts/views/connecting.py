"""The pages on which people connect the accounts they hold."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tabard.accounts import actions, forms, queries, rules
from tabard.accounts.actions import AnotherHandleError
from tabard.accounts.models import LIFECYCLE, PRACTICE, Account, Ticket, network_name
from tabard.accounts.views.asking import PATIENCE, back_to, not_set_up, of_network
from tabard.common.http import Client, open_http
from tabard.common.rules import NotAllowedError, insist
from tabard.connectors import api
from tabard.connectors.able import table
from tabard.people.requests import StaffRequest

ROWS_ON_A_PAGE = 25

type ToConnect = forms.ConnectForm | forms.PracticeForm
type ToReconnect = forms.ConnectForm | forms.PracticeAgainForm


@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    """Show the accounts that a person holds, and those that can be connected."""
    tickets = queries.open_tickets(request.user)
    context = {
        "accounts": queries.with_health(queries.with_holders(queries.held_by(request.user))),
        "asked_there": queries.asked_there(),
        "tickets": tickets,
        "not_set_up": queries.not_set_up({ticket.network for ticket in tickets}),
        "former": queries.formerly_held_by(request.user),
    }
    return render(request, "accounts/mine.html", context)


@require_safe
def abilities(request: StaffRequest) -> HttpResponse:
    """Show what each network can do, and what it cannot."""
    found = table(api.all_connectors().values())
    return render(request, "accounts/abilities.html", {"table": found})


@require_safe
def connections(request: StaffRequest) -> HttpResponse:
    """Show how well every account of the council can be reached."""
    insist(rules.may_see_connections(request.user))
    form = forms.FilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.connections(**asked)
    context = {
        "form": form,
        "page": Paginator(found, ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
        "is_filtered": any(asked.values()),
    }
    return render(request, "accounts/connections.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: StaffRequest, ticket_id: int) -> HttpResponse:
    """Connect the account for which somebody has leave."""
    ticket = get_object_or_404(Ticket, pk=ticket_id)
    insist(rules.may_connect(request.user, ticket))
    if why := rules.is_set_up(ticket.network, back_to(ticket.network)):
        return not_set_up(request, ticket.network, why)
    if _is_better_asked(request, ticket.network):
        return redirect("accounts:leave", ticket.pk)
    form = _form_to_connect(ticket, _sent(request))
    if form.is_valid():
        account = _try(form, lambda http: form.connect(ticket, by=request.user, http=http))
        if account:
            _say_connected(request, account)
            return redirect("accounts:mine")
    context = {"form": form, "ticket": ticket, **_about(ticket.network)}
    return render(request, "accounts/connect.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def reconnect(request: StaffRequest, account_id: int) -> HttpResponse:
    """Give an account new access."""
    account = get_object_or_404(Account, pk=account_id)
    insist(rules.may_reconnect(request.user, account))
    if why := rules.is_set_up(account.network, back_to(account.network)):
        return not_set_up(request, account.network, why)
    if _is_better_asked(request, account.network):
        return redirect("accounts:leave_again", account.pk)
    form = _form_to_reconnect(account, _sent(request))
    if form.is_valid():
        again = _try(form, lambda http: form.reconnect(account, by=request.user, http=http))
        if again:
            _say_connected(request, again)
            return redirect("accounts:mine")
    context = {"form": form, "account": account, **_about(account.network)}
    return render(request, "accounts/reconnect.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def disconnect(request: StaffRequest, account_id: int) -> HttpResponse:
    """End one account as the council's, after asking once more."""
    account = get_object_or_404(Account, pk=account_id)
    insist(rules.may_disconnect(request.user, account))
    LIFECYCLE.after(account.state, "end")
    is_mine = rules.holds(request.user, account)
    if request.method == "POST":
        actions.disconnect(account, by=request.user)
        messages.success(request, f"Disconnected {account} on {account.network_name}.")
        return redirect("accounts:mine" if is_mine else "accreditation:people")
    context = {"account": account, "is_mine": is_mine}
    return render(request, "accounts/disconnect.html", context)


def _is_better_asked(request: StaffRequest, network: str) -> bool:
    """Say whether leave is to be given on the network's own page, unless somebody has a token."""
    by_hand = request.method == "POST" or "by" in request.GET
    return not by_hand and rules.may_be_asked_for_leave(network) is None


def _sent(request: StaffRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _form_to_connect(ticket: Ticket, sent: QueryDict | None) -> ToConnect:
    if ticket.network == PRACTICE:
        return forms.PracticeForm(sent, initial={"handle": ticket.handle})
    asks = api.find(ticket.network).asks
    return forms.ConnectForm(asks, sent, handle=ticket.handle)


def _form_to_reconnect(account: Account, sent: QueryDict | None) -> ToReconnect:
    if account.network == PRACTICE:
        return forms.PracticeAgainForm(sent)
    asks = api.find(account.network).asks
    return forms.ConnectForm(asks, sent, handle=account.handle, server=account.server)


def _about(network: str) -> dict[str, Any]:
    """Give what the page says of a network; one of a third party has no words of its own."""
    return {
        "network": network,
        "network_name": network_name(network),
        "help": of_network("help", network),
        "kind": of_network("kinds", network),
    }


def _try(form: ToConnect | ToReconnect, ask: Callable[[Client], Account]) -> Account | None:
    """Ask the network; if that does not succeed, say why beside the form."""
    try:
        with open_http(deadline=PATIENCE) as http:
            return ask(http)
    except (api.ConnectorError, NotAllowedError, AnotherHandleError) as error:
        form.explain(error)
        return None


def _say_connected(request: StaffRequest, account: Account) -> None:
    told = f"Connected. We keep the account's permanent identifier: {account.stable_id}"
    messages.success(request, told)
