"""What the pages that ask a network have in common."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import select_template
from django.urls import reverse

from tabard.accounts.models import network_name
from tabard.common.rules import Refused
from tabard.people.requests import StaffRequest

# Seconds for a network to answer each question while a person waits.
PATIENCE = 10
# Where the session keeps what somebody is on the way for; a later way takes its place.
ERRAND = "leave"
ASKING = ["GET", "HEAD", "POST"]


def back_to(network: str) -> str:
    """Give the address to which a network sends people back."""
    return f"{settings.PUBLIC_URL}{reverse('accounts:back', args=[network])}"


def not_set_up(request: StaffRequest, network: str, why: Refused) -> HttpResponse:
    """Say that nobody can connect an account of this network yet, and who can change that."""
    context = {"network": network, "network_name": network_name(network), "why": why.why}
    return render(request, "accounts/not_set_up.html", context)


def of_network(what: str, network: str) -> Any:
    """Give words about a network; one of a third party has no words of its own."""
    return select_template([f"accounts/{what}/{network}.html", f"accounts/{what}/any.html"])
