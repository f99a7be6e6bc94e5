"""The pages on which administrators set up what networks know the council by."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tabard.accounts import actions, forms, queries, rules, work
from tabard.accounts.models import Account, AccountState, needs_application, network_name
from tabard.accounts.views.asking import ASKING, PATIENCE, back_to
from tabard.common.confirming import insist_on_confirmation, was_confirmed
from tabard.common.http import open_http
from tabard.common.rules import insist
from tabard.connectors import api
from tabard.people.requests import StaffRequest

# In the address of the page once somebody is to enter what the network has given them.
ENTER = "enter"


@require_safe
def networks(request: StaffRequest) -> HttpResponse:
    """Show every network, and whether it knows the council."""
    insist(rules.may_keep_applications(request.user))
    found = [(one, one.leads_back(back_to(one.key))) for one in queries.set_ups()]
    return render(request, "accounts/networks.html", {"networks": found})


@never_cache
@sensitive_post_parameters()
@require_http_methods(ASKING)
def network(request: StaffRequest, network: str) -> HttpResponse:
    """Show how the council's application is made at a network, and keep what comes of it."""
    insist(rules.may_keep_applications(request.user))
    asked = _asked_for(network)
    enters = asked.is_needed and (request.method == "POST" or ENTER in request.GET)
    if enters and request.method != "POST":
        insist_on_confirmation(request)
    elif enters and not was_confirmed(request):
        # Asked for anew afterwards: until then the secret would have to be kept somewhere.
        messages.warning(request, "Nothing was saved. Confirm who you are, and enter it again.")
        return redirect(f"{request.path}?{ENTER}")
    sent = request.POST if request.method == "POST" else None
    known = asked.made.client_id if asked.made else ""
    form = forms.ApplicationForm(sent, initial={"client_id": known}) if enters else None
    if form is not None and form.is_valid():
        application = api.Application(**form.cleaned_data, back_to=back_to(network))
        actions.set_up_application(network, application=application, by=request.user)
        messages.success(request, f"Saved. Now test whether {asked.name} knows it.")
        return redirect("accounts:network", network)
    return render(request, "accounts/network.html", {"form": form, **_about(asked)})


def _about(asked: queries.SetUp) -> dict[str, object]:
    connector = needs_application(asked.key)
    there = back_to(asked.key)
    return {
        "asked": asked,
        "back_to": there,
        "leads_back": asked.leads_back(there),
        "steps": connector.to_set_up(there) if connector else (),
    }


@require_POST
def try_(request: StaffRequest, network: str) -> HttpResponse:
    """Ask the network whether it knows the council's application, and say what it says."""
    insist(rules.may_keep_applications(request.user) or rules.takes_application(network))
    try:
        with open_http(deadline=PATIENCE) as http:
            work.try_out(network, http=http)
    except api.ConnectorError as error:
        messages.error(request, forms.in_words(error, asked="client ID and client secret"))
    else:
        messages.success(request, f"{network_name(network)} knows the application.")
    return redirect("accounts:network", network)


@require_http_methods(ASKING)
def remove(request: StaffRequest, network: str) -> HttpResponse:
    """Forget what the network knows the council by, after asking once more."""
    insist(rules.may_keep_applications(request.user) or rules.takes_application(network))
    asked = _asked_for(network)
    if request.method == "POST":
        insist_on_confirmation(request)
        actions.remove_application(network, by=request.user)
        messages.success(request, f"The application at {asked.name} is removed from Tabard.")
        return redirect("accounts:networks")
    ours = Account.objects.filter(network=network).exclude(state=AccountState.ENDED)
    context = {"asked": asked, "how_many": ours.count()}
    return render(request, "accounts/remove_application.html", context)


def _asked_for(network: str) -> queries.SetUp:
    for one in queries.set_ups():
        if one.key == network:
            return one
    raise Http404
