"""Which entries of the record people are told of, and where that leads them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tabard.notices.models import LONGEST_WORDS, Notice
from tabard.record.models import Entry
from tabard.record.queries import NUMBERED, Things, facts_of, in_words


@dataclass(frozen=True, slots=True)
class Page:
    """Where a notice leads: a page, and the fact that says of which thing."""

    name: str
    subject: str = ""

    def url(self, facts: Mapping[str, Any]) -> str:
        """Give the address where the person goes on; without its thing there is only the list."""
        if not self.subject:
            return reverse(self.name)
        thing = facts.get(self.subject)
        return reverse("notices:list") if thing is None else reverse(self.name, args=[thing])


ACCOUNT = Page("accounts:disconnect", "account")
ACCOUNTS = Page("accounts:mine")
APPLICATION = Page("accreditation:application", "application")
MINE = Page("accreditation:mine")
POST = Page("publishing:post", "message")
REVIEW = Page("composing:review", "message")

# The record says what happened; here stands who is to hear of it, by kind of entry.
TOLD = {
    "application made": APPLICATION,
    "application made again": APPLICATION,
    "application withdrawn": APPLICATION,
    "application endorsed": APPLICATION,
    "application sent back": APPLICATION,
    "application declined": APPLICATION,
    "accredited": APPLICATION,
    "ticket given": ACCOUNTS,
    "tickets withdrawn": ACCOUNTS,
    "another handle connected": ACCOUNT,
    "connection lost": ACCOUNTS,
    "account ended": ACCOUNTS,
    "connecting opened again": ACCOUNTS,
    "accreditation suspended": MINE,
    "accreditation resumed": MINE,
    "accreditation ended": MINE,
    "message submitted": REVIEW,
    "message sent back": POST,
    "message approved": POST,
    "message asked again": POST,
    "delivery held": POST,
    "delivery expired": POST,
    "delivery failed": POST,
    "delivery unsure": POST,
    "post confirmed": POST,
    "take-down asked": POST,
    "post still there": POST,
    "post removed": POST,
}

# What nobody needs to look at any more once one of them has done it, by kind of entry.
SETTLED = {
    "application endorsed": APPLICATION,
    "application sent back": APPLICATION,
    "application declined": APPLICATION,
    "application withdrawn": APPLICATION,
    "accredited": APPLICATION,
    "message approved": REVIEW,
    "message sent back": REVIEW,
    "message taken back": REVIEW,
    "message withdrawn": REVIEW,
}


def settled_by(entry: Entry) -> str | None:
    """Give the page about which an entry leaves nothing to be told."""
    page = SETTLED.get(entry.kind)
    return page.url(facts_of(entry)) if page else None


def notices_of(
    entry: Entry, *, people: Mapping[int, str], things: Things = NUMBERED
) -> Iterator[Notice]:
    """Make the notices of one entry: for everybody it concerns but whoever did it."""
    page = TOLD.get(entry.kind)
    if page is None:
        return
    facts = facts_of(entry)
    for person in entry.people:
        if person != facts.get("by") and person in people:
            words = in_words(entry.kind, facts, people=people, reader=person, things=things)
            yield Notice(
                person_id=person,
                entry=entry,
                words=words[:LONGEST_WORDS],
                url=page.url(facts),
                at=entry.at,
            )
