"""Questions across applications and accreditations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tabard.accounts.models import Ticket
from tabard.accounts.queries import held_by, open_tickets
from tabard.accreditation.models import (
    UNDER_WAY,
    Accreditation,
    AccreditationState,
    Application,
    ApplicationState,
    Standing,
    standing_of,
)
from tabard.common.templatetags.moments import day
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import entries_about, facts_of


def applications() -> QuerySet[Application]:
    """Give every application with the people it names."""
    return Application.objects.select_related(
        "applicant__service", "applicant__manager", "endorsed_by", "decided_by", "accreditation"
    )


def waiting_for(person: Person) -> QuerySet[Application]:
    """Give the applications that this person can endorse or decide now."""
    mine = Q(state=ApplicationState.APPLIED, applicant__manager=person)
    if person.runs_the_pilot:
        mine |= Q(state=ApplicationState.ENDORSED) & ~Q(endorsed_by=person)
    return (
        Application.objects.filter(mine)
        .exclude(applicant=person)
        .select_related("applicant__service")
    )


def application_under_way(person: Person) -> Application | None:
    """Give the application that a person has under way."""
    return Application.objects.filter(applicant=person, state__in=UNDER_WAY).first()


def latest_application(person: Person) -> Application | None:
    """Give the last application that a person made."""
    return applications().filter(applicant=person).last()


def not_connected(application: Application) -> list[str]:
    """Give the networks that were agreed and on which the applicant holds no account."""
    connected = set(held_by(application.applicant).values_list("network", flat=True))
    return [network for network in application.networks if network not in connected]


def without_leave(application: Application) -> list[str]:
    """Give the networks that were agreed, are not connected and can no longer be."""
    open_now = set(open_tickets(application.applicant).values_list("network", flat=True))
    return [network for network in not_connected(application) if network not in open_now]


def in_force(person: Person) -> Accreditation | None:
    """Give the accreditation that has not ended."""
    return (
        Accreditation.objects.filter(person=person).exclude(state=AccreditationState.ENDED).first()
    )


def latest_accreditation(person: Person) -> Accreditation | None:
    """Give the last accreditation that a person was given."""
    return Accreditation.objects.filter(person=person).last()


def latest_of_everybody() -> QuerySet[Accreditation]:
    """Give the last accreditation of each person who ever had one, by name."""
    later = Accreditation.objects.filter(person=OuterRef("person"), pk__gt=OuterRef("pk"))
    return (
        Accreditation.objects.filter(~Exists(later))
        .select_related("person__service")
        .order_by("person__last_name", "person__first_name", "pk")
    )


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an application: what, by whom, when, in which words."""

    what: str
    by: str
    at: datetime
    words: str = ""
    is_setback: bool = False


HAPPENED = {
    "application made": "Applied",
    "application made again": "Changed and sent again",
    "application withdrawn": "Withdrawn",
    "application endorsed": "Endorsed by the line manager",
    "application sent back": "Sent back",
    "application declined": "Declined",
    "accredited": "Accredited",
    "accreditation ended": "Accreditation ended",
}
SETBACKS = {
    "application withdrawn",
    "application sent back",
    "application declined",
    "accreditation ended",
}


def events(application: Application) -> list[Event]:
    """Give what the record holds of an application, oldest first."""
    entries = [
        (entry, facts_of(entry)) for entry in _entries(application) if entry.kind in HAPPENED
    ]
    names = {
        person.pk: person.name
        for person in Person.objects.filter(pk__in=[facts.get("by") for _, facts in entries])
    }
    return [
        Event(
            what=HAPPENED[entry.kind],
            by=names.get(facts.get("by", 0), "somebody"),
            at=entry.at,
            words=facts.get("why") or "",
            is_setback=entry.kind in SETBACKS,
        )
        for entry, facts in entries
    ]


def _entries(application: Application) -> Iterator[Entry]:
    yield from entries_about("application", application.pk)
    if application.state == ApplicationState.ACCREDITED:
        yield from _of_its_end(application.accreditation)


def _of_its_end(accreditation: Accreditation) -> Iterator[Entry]:
    if accreditation.state == AccreditationState.ENDED:
        yield from entries_about("accreditation", accreditation.pk).filter(
            kind="accreditation ended"
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an application's way: its mark is done, now, problem or later."""

    title: str
    mark: str
    words: str
    at: datetime | None = None


def steps_of(
    application: Application, tickets: Iterable[Ticket], changed_at: datetime | None
) -> list[Step]:
    """Tell an application's way from beginning to end, as far as it has come.

    `changed_at` is when something happened to it last.
    """
    applied = Step(
        "You applied", "done", "You said what you do and whom it is for.", application.applied_at
    )
    if application.state == ApplicationState.WITHDRAWN:
        took_back = "You can apply again at any time."
        return [applied, Step("You took it back", "problem", took_back, changed_at)]
    steps = [
        applied,
        _with_the_manager(application, changed_at),
        _with_the_programme_team(application, changed_at),
    ]
    if application.state == ApplicationState.DECLINED:
        return steps
    return [*steps, _connecting(application, list(tickets))]


def _with_the_manager(application: Application, changed_at: datetime | None) -> Step:
    manager = application.applicant.manager
    title = "Your line manager reads it"
    if application.endorsed_by is not None:
        words = f"Endorsed by {application.endorsed_by}, your line manager."
        return Step(title, "done", words, application.endorsed_at)
    if application.state == ApplicationState.SENT_BACK:
        return Step(title, "problem", f"Sent back by {manager}, your line manager.", changed_at)
    words = f"It is with {manager}, who endorses it or sends it back with words."
    return Step(title, "now", words)


def _with_the_programme_team(application: Application, changed_at: datetime | None) -> Step:
    title = "The programme team decides"
    by = application.decided_by
    match application.state:
        case ApplicationState.ACCREDITED:
            mark, words = "done", f"Agreed by {by} for the programme team."
        case ApplicationState.DECLINED:
            mark, words = "problem", f"Declined by {by} for the programme team."
        case ApplicationState.ENDORSED:
            mark = "now"
            words = "It is with the programme team, who agree, decline or send it back with words."
        case ApplicationState.SENT_BACK if application.endorsed_by is not None:
            return Step(title, "problem", "Sent back by the programme team.", changed_at)
        case _:
            mark, words = "later", "They agree until a date, or decline and say why."
    return Step(title, mark, words, application.decided_at)


def _connecting(application: Application, tickets: list[Ticket]) -> Step:
    title = "You connect your accounts"
    if application.state != ApplicationState.ACCREDITED:
        return Step(title, "later", "Then you can write your first post.")
    if not tickets:
        return Step(title, "done", "There is nothing left to connect.")
    waiting = ", ".join(f"{one.network_name} until {day(one.until)}" for one in tickets)
    return Step(title, "now", f"You can connect: {waiting}.")


def standing(person: Person) -> Standing:
    """Say how a person stands now."""
    return standing_of(latest_accreditation(person), timezone.now())


def standings(people: Iterable[int]) -> dict[int, Standing]:
    """Say how each of these people stands now, in one query."""
    latest = (
        Accreditation.objects.filter(person__in=people)
        .order_by("person_id", "-pk")
        .distinct("person_id")
    )
    found = {one.person_id: one for one in latest}
    now = timezone.now()
    return {person: standing_of(found.get(person), now) for person in people}
