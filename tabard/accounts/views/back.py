"""The way back from a network's own page, with leave to use one account or several."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.accounts import actions, forms, queries, rules, work
from tabard.accounts.models import Account, Ticket, network_name
from tabard.accounts.views.asking import ASKING, ERRAND, PATIENCE, back_to, unsealed
from tabard.common.http import open_http
from tabard.common.rules import NotAllowedError
from tabard.connectors import api
from tabard.people.requests import StaffRequest


@never_cache
@require_safe
@sensitive_variables()
def back(request: StaffRequest, network: str) -> HttpResponse:
    """Take the leave that somebody brings back, once, and connect the account."""
    errand = request.session.pop(ERRAND, None)
    kept = unsealed(request, (errand or {}).get("leave", ""))
    if errand is None or errand["network"] != network or not kept:
        messages.error(request, "There was nothing to come back to. Begin again.")
        return redirect("accounts:mine")
    try:
        with open_http(deadline=PATIENCE) as http:
            secrets = work.take_leave(
                network,
                server=errand["server"],
                back_to=back_to(network),
                leave=api.Leave("", **kept),
                answer=request.GET.dict(),
                http=http,
            )
            offered = work.offered(network, server=errand["server"], secrets=secrets, http=http)
            one = secrets if offered is None else _fitting(errand, offered)
    except (api.ConnectorError, NotAllowedError) as error:
        return _not_connected(request, errand, error)
    if one is None:
        _remember(request, errand, {one.profile.stable_id: asdict(one) for one in offered or ()})
        return redirect("accounts:choose")
    return _connect(request, errand, one)


def _fitting(errand: Mapping[str, Any], offered: Sequence[api.Offered]) -> Mapping[str, str] | None:
    """Give what opens the account that was meant; nothing if a person has to say which it is."""
    if "account" in errand:
        account = get_object_or_404(Account, pk=errand["account"])
        one: api.Offered | None = rules.the_same_of(offered, account)
    else:
        one = rules.agreed_of(offered, get_object_or_404(Ticket, pk=errand["ticket"]))
    return one.secrets if one else None


@never_cache
@require_http_methods(ASKING)
@sensitive_variables()
def choose(request: StaffRequest) -> HttpResponse:
    """Let somebody choose one of the accounts for which they gave leave, and connect that alone."""
    errand = request.session.get(ERRAND, {})
    kept = queries.unused_leave(errand.get("unused", 0), request.user).first()
    opens = kept.opens_or_nothing if kept else None
    if opens is None:
        return _nothing(request)
    offered = [api.Profile(**one["profile"]) for one in opens.values()]
    sent = request.POST if request.method == "POST" else None
    form = forms.ChooseForm(offered, sent)
    if form.is_valid():
        return _use(request, errand, form.cleaned_data["account"])
    ticket = get_object_or_404(Ticket, pk=errand["ticket"])
    context = {
        "form": form,
        "ticket": ticket,
        "network_name": network_name(errand["network"]),
        "is_agreed": any(rules.is_agreed(ticket, one.handle) for one in offered),
    }
    return render(request, "accounts/choose.html", context)


@never_cache
@require_POST
@sensitive_variables()
def confirm(request: StaffRequest) -> HttpResponse:
    """Connect the account that leave was given for, although another handle was agreed."""
    errand = request.session.get(ERRAND, {})
    return _use(request, errand, errand.get("confirmed", ""))


def _use(request: StaffRequest, errand: Mapping[str, Any], chosen: str) -> HttpResponse:
    """Connect the account that somebody chose, by the leave that they gave for it; once."""
    request.session.pop(ERRAND, None)
    opens = actions.use_leave(errand.get("unused", 0), by=request.user)
    if opens is None or chosen not in opens:
        return _nothing(request)
    return _connect(request, errand, opens[chosen]["secrets"], confirmed=chosen)


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
        return _not_connected(request, errand, error, left=_given_back(errand, secrets))
    told = f"Connected. We keep the account's permanent identifier: {account.stable_id}"
    messages.success(request, told)
    return redirect("accounts:mine")


def _connected(
    request: StaffRequest, errand: Mapping[str, Any], secrets: Mapping[str, str], confirmed: str
) -> Account:
    how = {"by": request.user, "server": errand["server"], "secrets": secrets}
    how["rights"] = list(work.leave_connector(errand["network"]).rights().values())
    with open_http(deadline=PATIENCE) as http:
        if "account" in errand:
            account = get_object_or_404(Account, pk=errand["account"])
            return actions.reconnect(account, http=http, **how)
        ticket = get_object_or_404(Ticket, pk=errand["ticket"])
        return actions.connect(ticket, http=http, confirmed=confirmed, **how)


def _given_back(errand: Mapping[str, Any], secrets: Mapping[str, str]) -> str:
    """Have the network end access that was given for nothing; give what the person has to do."""
    asked = {"server": errand["server"], "secrets": secrets}
    with open_http(deadline=PATIENCE) as http:
        return work.give_back(errand["network"], http=http, **asked)


def _ask_about(
    request: StaffRequest,
    errand: Mapping[str, Any],
    secrets: Mapping[str, str],
    another: api.Profile,
) -> HttpResponse:
    """Ask about another handle than was agreed; until then what opens the account stays sealed."""
    opens = {another.stable_id: {"profile": asdict(another), "secrets": dict(secrets)}}
    _remember(request, errand, opens)
    request.session[ERRAND]["confirmed"] = another.stable_id
    ticket = get_object_or_404(Ticket, pk=errand["ticket"])
    return render(request, "accounts/another.html", {"another": another, "ticket": ticket})


def _remember(
    request: StaffRequest, errand: Mapping[str, Any], opens: Mapping[str, Mapping[str, Any]]
) -> None:
    """Keep what opens accounts until the person has answered; only its number is in the session."""
    asked = {name: errand[name] for name in ("network", "server", "ticket")}
    network, server = errand["network"], errand["server"]
    kept = actions.keep_leave(network, by=request.user, server=server, opens=opens)
    request.session[ERRAND] = {**asked, "unused": kept.pk}


def _nothing(request: StaffRequest) -> HttpResponse:
    messages.error(request, "There was nothing to confirm. Begin again.")
    return redirect("accounts:mine")


def _not_connected(
    request: StaffRequest, errand: Mapping[str, Any], error: Exception, *, left: str = ""
) -> HttpResponse:
    about = "account" if "account" in errand else "ticket"
    again = "accounts:leave_again" if about == "account" else "accounts:leave"
    context = {
        "network_name": network_name(errand["network"]),
        "why": forms.in_words(error),
        "left": left,
        "again": reverse(again, args=[errand[about]]),
    }
    return render(request, "accounts/not_connected.html", context)
