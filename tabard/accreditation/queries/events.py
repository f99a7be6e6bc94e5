"""What happened to an application, as the record tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tabard.accreditation.models import (
    Accreditation,
    AccreditationState,
    Application,
    ApplicationState,
)
from tabard.people.models import Person
from tabard.record.models import Entry
from tabard.record.queries import entries_about, facts_of
from tabard.record.queries.words import OURSELVES


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
    "application dropped": "Dropped, because they have left",
    "application taken up again": "With the line manager again, as before",
    "endorsed application taken up again": "With the programme team again, as before",
    "sent back application taken up again": "With the applicant again, as before",
    "appeal taken up again": "The appeal waits to be heard again, as before",
    "application not taken up again": "Stays taken back, as there is another one or they have left",
    "name not kept again": "A handle was not to be had any more",
    "application endorsed": "Endorsed by the line manager",
    "application endorsed for somebody": "Endorsed on behalf of the line manager",
    "application sent back": "Sent back",
    "application declined": "Declined",
    "application appealed": "Appealed",
    "answer upheld": "Appeal heard: the answer stays",
    "answer overturned": "Appeal heard: the answer is another",
    "answer overturned for later": "Appeal heard: the answer is another, once everything is learnt",
    "application waits": "Reminded whoever has it",
    "application waits for the manager": "Told the programme team that it waits",
    "application waits for the panel": "Told the oversight officers that it waits",
    "application waits for its applicant": "Reminded the applicant to change it",
    "accredited": "Accredited",
    "accreditation ended": "Accreditation ended",
}


SETBACKS = {
    "application withdrawn",
    "application dropped",
    "application not taken up again",
    "name not kept again",
    "application sent back",
    "application declined",
    "answer upheld",
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
            by=names.get(facts["by"], "somebody") if "by" in facts else OURSELVES,
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
