"""What the pages that ask a network have in common."""

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import select_template
from django.urls import reverse

from tabard.accounts.models import known_by_address, network_name
from tabard.common.rules import Refused
from tabard.common.secrets import WrongKeyError, seal, unseal
from tabard.people.requests import StaffRequest

# Seconds for a network to answer each question while a person waits.
PATIENCE = 10
# Where the session keeps what somebody is on the way for; a later way takes its place.
ERRAND = "leave"
ASKING = ["GET", "HEAD", "POST"]


def back_to(network: str) -> str:
    """Give the address to which a network sends people back.

    Where this runs on a person's own machine, some networks send nobody to a name, only to the
    number that this machine has for itself (RFC 8252, section 8.3).
    """
    here = urlsplit(settings.PUBLIC_URL)
    if here.hostname == "localhost" and known_by_address(network) is not None:
        by_number = here._replace(netloc=here.netloc.replace("localhost", "127.0.0.1"))
        return f"{by_number.geturl()}{reverse('accounts:back_by_number', args=[network])}"
    return f"{settings.PUBLIC_URL}{reverse('accounts:back', args=[network])}"


def known_at(network: str) -> str:
    """Give the address at which servers read by what to know the council's software."""
    return f"{settings.PUBLIC_URL}{reverse('accounts:known', args=[network])}"


def sealed(request: StaffRequest, what: Mapping[str, Any]) -> str:
    """Seal what the session keeps of a way to a network, for this person alone."""
    return base64.b64encode(seal(json.dumps(dict(what)).encode(), place=_place(request))).decode()


def unsealed(request: StaffRequest, kept: str) -> dict[str, Any]:
    """Open what the session has kept; nothing if nothing was, or its key is gone meanwhile."""
    try:
        opened: dict[str, Any] = json.loads(unseal(base64.b64decode(kept), place=_place(request)))
    except WrongKeyError:
        return {}
    return opened


def _place(request: StaffRequest) -> str:
    return f"leave given to {request.user.pk}"


def not_set_up(request: StaffRequest, network: str, why: Refused) -> HttpResponse:
    """Say that nobody can connect an account of this network yet, and who can change that."""
    context = {"network": network, "network_name": network_name(network), "why": why.why}
    return render(request, "accounts/not_set_up.html", context)


def of_network(what: str, network: str) -> Any:
    """Give words about a network; one of a third party has no words of its own."""
    return select_template([f"accounts/{what}/{network}.html", f"accounts/{what}/any.html"])
