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
        minutes_a_week=told["minutes_a_week"],
        risks=told["risks"],
        networks=told["networks"],
        handles={"practice": told["handle"]},
    )
    if told["outcome"] == "withdrawn":
        accreditation.withdraw(application, by=applicant)
    elif told["outcome"] != "applied" and applicant.manager is not None:
        endorser = people[told["endorsed_by"]] if "endorsed_by" in told else applicant.manager
        application = accreditation.endorse(application, by=endorser)
        _decide(application, told, by=first(people.values(), Role.PROGRAMME_TEAM))
        _hear(application, told, by=first(people.values(), Role.OVERSIGHT_OFFICER))
    if told["outcome"] in {"accredited", "ended"}:
        ticket = open_tickets(applicant).get(network="practice")
        accounts.connect_practice(ticket, by=applicant, handle=told["handle"], http=http)
    return told if told["outcome"] == "ended" else None


def _decide(application: Application, told: Told, *, by: Person) -> None:
    match told["outcome"]:
        case "sent back":
            accreditation.send_back(application, by=by, reason=told["reason"])
        case "declined" | "appealed" | "upheld":
            accreditation.decline(
                application,
                by=by,
                reasons=told.get("reasons", []),
                reason=told["reason"],
                would_change=told["would_change"],
            )
        case "accredited" | "ended":
            accreditation.accredit(application, by=by, until=timezone.now() + TERM)


def _hear(application: Application, told: Told, *, by: Person) -> None:
    """Let whoever was declined appeal, and the appeal be heard."""
    if "appeal" not in told:
        return
    accreditation.appeal(application, by=application.applicant, words=told["appeal"])
    if told["outcome"] == "upheld":
        accreditation.uphold(application, by=by, answer=told["answer"])
