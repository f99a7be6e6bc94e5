"""Applications are made and decided, and accounts connected."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from tabard.accounts import actions as accounts
from tabard.accounts.queries import open_tickets
from tabard.accreditation import actions as accreditation
from tabard.accreditation.models import Application
from tabard.common.http import Client
from tabard.home.actions.story import Told, first
from tabard.people.models import Person, Role

TERM = timedelta(days=365)


def apply(told: Told, people: Mapping[str, Person], *, http: Client) -> Told | None:
    """Take an application as far as the story goes; give it back if it ends later."""
    applicant = people[told["by"]]
    application = accreditation.apply(
        applicant,
        purpose=told["purpose"],
        audience=told["audience"],
        networks=told["networks"],
        handles={"practice": told["handle"]},
    )
    if told["outcome"] != "applied" and applicant.manager is not None:
        application = accreditation.endorse(application, by=applicant.manager)
        _decide(application, told, by=first(people.values(), Role.PROGRAMME_TEAM))
    if told["outcome"] in {"accredited", "ended"}:
        ticket = open_tickets(applicant).get(network="practice")
        accounts.connect_practice(ticket, by=applicant, handle=told["handle"], http=http)
    return told if told["outcome"] == "ended" else None


def _decide(application: Application, told: Told, *, by: Person) -> None:
    match told["outcome"]:
        case "sent back":
            accreditation.send_back(application, by=by, reason=told["reason"])
        case "declined":
            accreditation.decline(
                application, by=by, reason=told["reason"], would_change=told["would_change"]
            )
        case "accredited" | "ended":
            accreditation.accredit(application, by=by, until=timezone.now() + TERM)
