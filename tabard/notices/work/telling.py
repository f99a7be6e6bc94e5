"""Which entries of the record people are told of, and where that leads them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tabard.notices.models import LONGEST_WORDS, Group, Notice
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


@dataclass(frozen=True, slots=True)
class Telling:
    """How people are told of a kind of entry: where it leads, what it is to them, how urgent."""

    page: Page
    group: Group = Group.MINE
    # Why it is e-mailed at once, at any hour and to everybody; empty for all that can wait.
    urgent: str = ""

    def group_for(self, person: int, facts: Mapping[str, Any], things: Things) -> Group:
        """Say what it is to somebody: whatever is done to what is theirs happened to theirs."""
        author, _ = things.posts.get(facts.get("message", 0), (None, ""))
        theirs = person in {author, *(facts.get(name) for name in WHOSE)}
        return Group.MINE if theirs else self.group


# The facts that say whose the thing of an entry is.
WHOSE = ("applicant", "author", "person")


def waits(page: Page) -> Telling:
    """Tell people that something waits for them; those whose it is, what happened to it."""
    return Telling(page, Group.WAITING)


def looked_after(page: Page, *, urgent: str = "") -> Telling:
    """Tell people of what they look after; those whose it is, what happened to it."""
    return Telling(page, Group.LOOKED_AFTER, urgent)


def mine(page: Page, *, urgent: str = "") -> Telling:
    """Tell people of what happened to theirs; a page alone means the same."""
    return Telling(page, Group.MINE, urgent)


ACCOUNT = Page("accounts:disconnect", "account")
ACCOUNTS = Page("accounts:mine")
APPLICATION = Page("accreditation:application", "application")
CODE = Page("training:code")
MINE = Page("accreditation:mine")
POST = Page("publishing:post", "message")
REVIEW = Page("composing:review", "message")

# Why some things are e-mailed at once, and can be switched off by nobody.
SUSPENSION = "you have to know at once when somebody may not speak for the council"
DANGER = "a post may put somebody in danger"
SECURITY = "an account of the council may be in the wrong hands"

# The record says what happened; here stands who is to hear of it, by kind of entry: one line for
# each kind. A page alone is what happened to somebody's own.
TOLD: dict[str, Page | Telling] = {
    "application made": waits(APPLICATION),
    "application made again": waits(APPLICATION),
    "application withdrawn": looked_after(APPLICATION),
    "application endorsed": waits(APPLICATION),
    "application sent back": looked_after(APPLICATION),
    "application declined": looked_after(APPLICATION),
    "accredited": looked_after(APPLICATION),
    "ticket given": ACCOUNTS,
    "tickets withdrawn": ACCOUNTS,
    "another handle connected": looked_after(ACCOUNT, urgent=SECURITY),
    "connection lost": ACCOUNTS,
    "account presented": ACCOUNTS,
    "holder added": ACCOUNTS,
    "holding ended": ACCOUNTS,
    "account ended": ACCOUNTS,
    "connecting opened again": ACCOUNTS,
    "accreditation suspended": looked_after(MINE, urgent=SUSPENSION),
    "accreditation resumed": looked_after(MINE),
    "accreditation ended": looked_after(MINE),
    "code to be agreed to": waits(CODE),
    "code reminder": waits(CODE),
    "code deadline over": waits(CODE),
    "message submitted": waits(REVIEW),
    "message sent back": POST,
    "message approved": POST,
    "message asked again": waits(POST),
    "delivery held": looked_after(POST),
    "delivery expired": looked_after(POST),
    "delivery failed": looked_after(POST),
    "delivery unsure": looked_after(POST),
    "post confirmed": looked_after(POST),
    "take-down asked": looked_after(POST, urgent=DANGER),
    "post still there": looked_after(POST, urgent=DANGER),
    "post removed": looked_after(POST),
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


def telling_of(kind: str) -> Telling | None:
    """Give how people are told of a kind of entry, or nothing if nobody is."""
    told = TOLD.get(kind)
    return mine(told) if isinstance(told, Page) else told


def notices_of(
    entry: Entry, *, people: Mapping[int, str], things: Things = NUMBERED
) -> Iterator[Notice]:
    """Make the notices of one entry: for everybody it concerns but whoever did it."""
    telling = telling_of(entry.kind)
    if telling is None:
        return
    facts = facts_of(entry)
    for person in entry.people:
        if person != facts.get("by") and person in people:
            words = in_words(entry.kind, facts, people=people, reader=person, things=things)
            yield Notice(
                person_id=person,
                entry=entry,
                group=telling.group_for(person, facts, things),
                is_urgent=bool(telling.urgent),
                words=words[:LONGEST_WORDS],
                url=telling.page.url(facts),
                at=entry.at,
            )
