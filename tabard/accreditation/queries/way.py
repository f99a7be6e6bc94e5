"""What happened to an application, and where it is on its way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from tabard.accounts.models import Ticket
from tabard.accreditation.models import (
    Accreditation,
    AccreditationState,
    Application,
    ApplicationState,
)
from tabard.common.templatetags.moments import day
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import entries_about, facts_of


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
