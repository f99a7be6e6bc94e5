"""Whom accounts are called after, and which names are not to be had."""

from collections.abc import Iterator

from django.utils import timezone

from tabard.accounts.models import Account, Ticket, network_name
from tabard.accreditation.models import UNDER_WAY, Application
from tabard.accreditation.settings import COUNCILLORS, NAMING_RULE, RESERVED_NAMES
from tabard.council.models import Council
from tabard.naming.choosing import Naming
from tabard.naming.known import Known
from tabard.naming.networks import label_of
from tabard.naming.proposals import Whose
from tabard.people.models import Person

ASKED_FOR = "a name that a colleague has asked for"


def whose(person: Person, council: Council) -> Whose:
    """Give what the accounts of a person can be called after."""
    return Whose(
        first_name=person.first_name,
        last_name=person.last_name,
        role=person.job_title,
        service=person.service.name,
        council=council.short_name,
        council_name=council.name,
        domain=council.domain,
    )


def naming_for(person: Person) -> Naming:
    """Give what somebody can call their accounts, in seven queries."""
    return Naming(
        whose=whose(person, Council.here()),
        templates=NAMING_RULE.lines(NAMING_RULE.value),
        known=known_names(person),
    )


def known_names(person: Person) -> Known:
    """Give the names that a person cannot have: others', reserved ones and councillors'."""
    return Known.of(
        taken=dict(_taken(person)),
        reserved=RESERVED_NAMES.value,
        councillors=COUNCILLORS.value,
    )


def _taken(person: Person) -> Iterator[tuple[str, str]]:
    """Give the handles that others have or have asked for, each with what it is."""
    asked = Application.objects.filter(state__in=UNDER_WAY).exclude(applicant=person)
    for handles in asked.values_list("handles", flat=True):
        for network, handle in handles.items():
            yield label_of(handle, network), ASKED_FOR
    agreed = Ticket.objects.filter(used_at=None, until__gt=timezone.now()).exclude(person=person)
    for network, handle in agreed.exclude(handle="").values_list("network", "handle"):
        yield label_of(handle, network), ASKED_FOR
    # Also of those that are no longer ours: whoever followed one would follow the other.
    others = Account.objects.exclude(holdings__person=person)
    for network, handle in others.values_list("network", "handle"):
        yield label_of(handle, network), f"an account of the council on {network_name(network)}"
