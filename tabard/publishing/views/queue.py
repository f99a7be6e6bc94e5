"""The page on which those who look after it see what is on its way from everybody."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tabard.accounts.models import network_name
from tabard.common.rules import insist
from tabard.people.models import Person
from tabard.people.requests import StaffRequest
from tabard.publishing import queries, rules
from tabard.publishing.forms import QueueForm
from tabard.publishing.models import Delivery
from tabard.publishing.views.arrivals import COLOURS

ON_A_PAGE = 20


@require_safe
def queue(request: StaffRequest) -> HttpResponse:
    """Count what is on its way by how it stands, and list one kind of it."""
    insist(rules.may_see_queue(request.user))
    now = timezone.now()
    context: dict[str, object] = {"counted": queries.queue(now)}
    form = QueueForm(request.GET)
    if form.is_valid():
        what, network = form.cleaned_data["what"], form.cleaned_data["network"]
        found = queries.in_queue(what, now, network)
        page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "rows": [(one, COLOURS[one.state], _may_open(one, request.user)) for one in page],
            "group": queries.GROUPS[what],
            "network": network_name(network) if network else "",
        }
    return render(request, "publishing/queue.html", context)


def _may_open(delivery: Delivery, person: Person) -> bool:
    """Say whether somebody may read the post itself, and not only how it stands."""
    return rules.may_see(person, delivery.version.message) is None
