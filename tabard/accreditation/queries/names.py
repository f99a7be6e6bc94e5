"""Whom accounts are called after, and what became of the names that somebody has asked for."""

from dataclasses import dataclass

from tabard.accounts.queries import known_names, networks
from tabard.accreditation.models import Application
from tabard.accreditation.settings import NAMING_RULE
from tabard.council.models import Council
from tabard.naming.choosing import Naming
from tabard.naming.known import Known, may_be_called
from tabard.naming.proposals import Whose
from tabard.people.models import Person


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
    """Give what somebody can call their accounts, in nine queries."""
    return Naming(
        whose=whose(person, Council.here()),
        templates=NAMING_RULE.lines(NAMING_RULE.value),
        known=known_names(person),
    )


@dataclass(frozen=True, slots=True)
class Wished:
    """A network that was asked for, the handle there, and what is wrong with it now."""

    network: str
    handle: str
    can_be_connected: bool
    problem: str = ""


def wishes_of(application: Application, known: Known | None = None) -> list[Wished]:
    """Give the networks asked for, by their names for people; checked against what is known."""
    by_key = {network.key: network for network in networks()}
    return [
        Wished(
            network=by_key[key].name if key in by_key else key,
            handle=application.handles.get(key, ""),
            can_be_connected=key in by_key and by_key[key].can_be_connected,
            problem=_problem(application.handles.get(key, ""), key, known) if known else "",
        )
        for key in application.networks
    ]


def _problem(handle: str, network: str, known: Known) -> str:
    refusal = may_be_called(handle, network, known) if handle else None
    return refusal.why if refusal else ""
