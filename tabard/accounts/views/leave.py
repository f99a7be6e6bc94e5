"""The way to a network's own page, on which leave is given to use an account, and back."""

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.accounts import actions, forms, rules, work
from tabard.accounts.models import Account, Ticket, needs_application, network_name
from tabard.accounts.views.asking import PATIENCE, back_to, not_set_up
from tabard.common.http import open_http
from tabard.common.rules import NotAllowedError, insist
from tabard.common.secrets import seal, unseal
from tabard.connectors import api
from tabard.people.requests import StaffRequest

# Where the session keeps what somebody is on the way for; a later way takes its place.
ERRAND = "leave"
ASKING = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(ASKING)
def for_ticket(request: StaffRequest, ticket_id: int) -> HttpResponse:
    """Send somebody to give leave for the account that they may connect."""
    ticket = get_object_or_404(Ticket, pk=ticket_id)
    insist(rules.may_connect(request.user, ticket))
    if why := rules.is_set_up(ticket.network, back_to(ticket.network)):
        return not_set_up(request, ticket.network, why)
    by_hand = reverse("accounts:connect", args=[ticket.pk])
    return _ask(request, ticket.network, {"ticket": ticket.pk}, "", by_hand)


@never_cache
@require_http_methods(ASKING)
def for_account(request: StaffRequest, account_id: int) -> HttpResponse:
    """Send somebody to give leave anew for an account that they hold."""
    account = get_object_or_404(Account, pk=account_id)
    insist(rules.may_reconnect(request.user, account))
    if why := rules.is_set_up(account.network, back_to(account.network)):
        return not_set_up(request, account.network, why)
    by_hand = reverse("accounts:reconnect", args=[account.pk])
    return _ask(request, account.network, {"account": account.pk}, account.server, by_hand)


def _ask(
    request: StaffRequest, network: str, about: dict[str, int], server: str, by_hand: str
) -> HttpResponse:
    insist(rules.may_be_asked_for_leave(network))
    form = _form(request, network, server)
    leave = _leave(network, form) if form.is_valid() else None
    if leave:
        asked = {"network": network, "server": form.cleaned_data["server"], **about}
        request.session[ERRAND] = {**asked, "state": leave.state, "kept": dict(leave.kept)}
    context = {
        "form": form,
        "leave": leave,
        "there": urlsplit(leave.address).netloc if leave else "",
        "network_name": network_name(network),
        "rights": work.leave_connector(network).rights(),
        "by_hand": by_hand,
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
    return forms.ServerForm(sent, initial={"server": server})


def _leave(network: str, form: forms.ServerForm | forms.FixedServerForm) -> api.Leave | None:
    server = form.cleaned_data["server"]
    try:
        with open_http(deadline=PATIENCE) as http:
            return actions.ask_leave(network, server=server, back_to=back_to(network), http=http)
    except (api.ConnectorError, NotAllowedError) as error:
        form.explain(error)
        return None


@never_cache
@require_safe
@sensitive_variables()
def back(request: StaffRequest, network: str) -> HttpResponse:
    """Take the leave that somebody brings back, once, and connect the account."""
    errand = request.session.pop(ERRAND, None)
    if errand is None or errand["network"] != network or "state" not in errand:
        messages.error(request, "There was nothing to come back to. Begin again.")
        return redirect("accounts:mine")
    try:
        with open_http(deadline=PATIENCE) as http:
            secrets = work.take_leave(
                network,
                server=errand["server"],
                back_to=back_to(network),
                leave=api.Leave("", errand["state"], errand["kept"]),
                answer=request.GET.dict(),
                http=http,
            )
    except (api.ConnectorError, NotAllowedError) as error:
        return _not_connected(request, errand, error)
    return _connect(request, errand, secrets)


@never_cache
@require_POST
@sensitive_variables()
def confirm(request: StaffRequest) -> HttpResponse:
    """Connect the account that leave was given for, although another handle was agreed."""
    errand = request.session.pop(ERRAND, None)
    if errand is None or "sealed" not in errand:
        messages.error(request, "There was nothing to confirm. Begin again.")
        return redirect("accounts:mine")
    sealed = base64.b64decode(errand["sealed"])
    secrets = json.loads(unseal(sealed, place=_place(request)))
    return _connect(request, errand, secrets, confirmed=errand["confirmed"])


def _connect(
    request: StaffRequest,
    errand: Mapping[str, Any],
    secrets: Mapping[str, str],
    *,
    confirmed: str = "",
) -> HttpResponse:
    try:
        account = _connected(request, errand, secrets, confirmed)
    except actions.AnotherHandleError as another:
        return _ask_about(request, errand, secrets, another.profile)
    except (api.ConnectorError, NotAllowedError) as error:
        return _not_connected(request, errand, error)
    told = f"Connected. We keep the account's permanent identifier: {account.stable_id}"
    messages.success(request, told)
    return redirect("accounts:mine")


def _connected(
    request: StaffRequest, errand: Mapping[str, Any], secrets: Mapping[str, str], confirmed: str
) -> Account:
    how = {"by": request.user, "server": errand["server"], "secrets": secrets}
    with open_http(deadline=PATIENCE) as http:
        if "account" in errand:
            account = get_object_or_404(Account, pk=errand["account"])
            return actions.reconnect(account, http=http, **how)
        ticket = get_object_or_404(Ticket, pk=errand["ticket"])
        return actions.connect(ticket, http=http, confirmed=confirmed, **how)


def _ask_about(
    request: StaffRequest,
    errand: Mapping[str, Any],
    secrets: Mapping[str, str],
    another: api.Profile,
) -> HttpResponse:
    """Ask about another handle than was agreed; until then what opens the account stays sealed."""
    sealed = seal(json.dumps(dict(secrets)).encode(), place=_place(request))
    asked = {name: errand[name] for name in ("network", "server", "ticket")}
    request.session[ERRAND] = {
        **asked,
        "sealed": base64.b64encode(sealed).decode(),
        "confirmed": another.stable_id,
    }
    ticket = get_object_or_404(Ticket, pk=errand["ticket"])
    return render(request, "accounts/another.html", {"another": another, "ticket": ticket})


def _not_connected(
    request: StaffRequest, errand: Mapping[str, Any], error: Exception
) -> HttpResponse:
    about = "account" if "account" in errand else "ticket"
    again = "accounts:leave_again" if about == "account" else "accounts:leave"
    context = {
        "network_name": network_name(errand["network"]),
        "why": forms.in_words(error),
        "again": reverse(again, args=[errand[about]]),
    }
    return render(request, "accounts/not_connected.html", context)


def _place(request: StaffRequest) -> str:
    return f"leave given to {request.user.pk}"
