"""The way to a network's own page, on which leave is given to use an account."""

from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tabard.accounts import actions, forms, rules, work
from tabard.accounts.models import (
    Account,
    Ticket,
    finds_server,
    needs_application,
    network_name,
)
from tabard.accounts.views.asking import (
    ASKING,
    ERRAND,
    PATIENCE,
    back_to,
    known_at,
    not_set_up,
    of_network,
    sealed,
)
from tabard.common.http import open_http
from tabard.common.rules import NotAllowedError, insist
from tabard.connectors import api
from tabard.people.requests import StaffRequest


@never_cache
@require_http_methods(ASKING)
def for_ticket(request: StaffRequest, ticket_id: int) -> HttpResponse:
    """Send somebody to give leave for the account that they may connect."""
    ticket = get_object_or_404(Ticket, pk=ticket_id)
    insist(rules.may_connect(request.user, ticket))
    if why := rules.is_set_up(ticket.network, back_to(ticket.network)):
        return not_set_up(request, ticket.network, why)
    by_hand = reverse("accounts:connect", args=[ticket.pk])
    start = ticket.handle if finds_server(ticket.network) else ""
    return _ask(request, ticket.network, {"ticket": ticket.pk}, start, by_hand)


@never_cache
@require_http_methods(ASKING)
def for_account(request: StaffRequest, account_id: int) -> HttpResponse:
    """Send somebody to give leave anew for an account that they hold."""
    account = get_object_or_404(Account, pk=account_id)
    insist(rules.may_reconnect(request.user, account))
    if why := rules.is_set_up(account.network, back_to(account.network)):
        return not_set_up(request, account.network, why)
    by_hand = reverse("accounts:reconnect", args=[account.pk])
    return _ask(request, account.network, {"account": account.pk}, account.asked_for_at, by_hand)


def _ask(
    request: StaffRequest, network: str, about: dict[str, int], server: str, by_hand: str
) -> HttpResponse:
    insist(rules.may_be_asked_for_leave(network))
    form = _form(request, network, server)
    leave = _leave(network, form) if form.is_valid() else None
    if leave:
        there = leave.server or form.cleaned_data["server"]
        asked = {"network": network, "server": there, **about}
        kept = sealed(request, {"state": leave.state, "kept": dict(leave.kept)})
        request.session[ERRAND] = {**asked, "leave": kept}
    context = {
        "form": form,
        "leave": leave,
        "there": urlsplit(leave.address).netloc if leave else "",
        "network_name": network_name(network),
        "kind": of_network("kinds", network),
        "rights": work.leave_connector(network).rights(),
        "by_hand": by_hand,
        "ticket": Ticket.objects.filter(pk=about.get("ticket", 0)).first(),
        "secret": _secret_of(network),
    }
    return render(request, "accounts/leave.html", context)


def _form(
    request: StaffRequest, network: str, server: str
) -> forms.ServerForm | forms.FixedServerForm:
    """Ask where the account lives, unless all of the network's live at one address."""
    sent = request.POST if request.method == "POST" else None
    fixed = needs_application(network)
    if fixed is not None:
        return forms.FixedServerForm(fixed.server(), sent)
    by_handle = finds_server(network)
    asked = by_handle.asks_handle() if by_handle else None
    return forms.ServerForm(sent, asked=asked, initial={"server": server})


def _secret_of(network: str) -> str:
    """Name what can be typed in instead, with its article."""
    label = next(one.label for one in api.find(network).asks if one.secret)
    return f"{'an' if label[0] in 'AEIOU' else 'a'} {label[0].lower()}{label[1:]}"


def _leave(network: str, form: forms.ServerForm | forms.FixedServerForm) -> api.Leave | None:
    server = form.cleaned_data["server"]
    try:
        with open_http(deadline=PATIENCE) as http:
            return actions.ask_leave(
                network,
                server=server,
                known_at=known_at(network),
                back_to=back_to(network),
                http=http,
            )
    except (api.ConnectorError, NotAllowedError) as error:
        form.explain(error)
        return None
