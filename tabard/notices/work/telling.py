"""Which entries of the record people are told of, and where that leads them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from django.urls import reverse

from tabard.notices.models import LONGEST_WORDS, Group, Notice
from tabard.record.models import Entry
from tabard.record.queries import NUMBERED, WHOSE, Things, facts_of, in_words


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


class Urgency(NamedTuple):
    """What is e-mailed at once, at any hour and to everybody, and why that is so."""

    what: str
    because: str


@dataclass(frozen=True, slots=True)
class Telling:
    """How people are told of a kind of entry: where it leads, what it is to them, how urgent."""

    page: Page
    group: Group = Group.MINE
    urgent: Urgency | None = None
    # Not for what is wrong with e-mails themselves.
    by_email: bool = True
    # Whether it is for line managers, and so for those who act for them, too.
    stand_ins: bool = False

    def group_for(self, person: int, facts: Mapping[str, Any], things: Things) -> Group:
        """Say what it is to somebody: whatever is done to what is theirs happened to theirs."""
        author, _ = things.posts.get(facts.get("message", 0), (None, ""))
        theirs = person in {author, *(facts.get(name) for name in WHOSE)}
        return Group.MINE if theirs else self.group


def waits(page: Page, *, stand_ins: bool = False) -> Telling:
    """Tell people that something waits for them; those whose it is, what happened to it.

    With `stand_ins` it waits for line managers: whoever acts for one is told as well.
    """
    return Telling(page, Group.WAITING, stand_ins=stand_ins)


def looked_after(page: Page, *, urgent: Urgency | None = None) -> Telling:
    """Tell people of what they look after; those whose it is, what happened to it."""
    return Telling(page, Group.LOOKED_AFTER, urgent)


def mine(page: Page, *, urgent: Urgency | None = None) -> Telling:
    """Tell people of what happened to theirs; a page alone means the same."""
    return Telling(page, Group.MINE, urgent)


ADOPTION = Page("keeping:adoption", "adoption")
ACCOUNT = Page("accounts:disconnect", "account")
ACCOUNTS = Page("accounts:mine")
APPLICATION = Page("accreditation:application", "application")
CODE = Page("training:code")
EMAILS = Page("notices:emails")
MINE = Page("accreditation:mine")
POST = Page("publishing:post", "message")
REVIEW = Page("composing:review", "message")
SETTINGS = Page("council:settings")

# What may stand in an e-mail besides people and numbers, and the numbers that may not.
SAID = {"account", "agree_by", "agreed", "course", "due_at", "handle", "network", "until"}
RESULTS = {"score"}
LEFT_OUT = "…"

# What is e-mailed at once, and can be switched off by nobody.
SUSPENSION = Urgency(
    "Suspensions of an accreditation",
    "you have to know at once when somebody may not speak for the council",
)
DANGER = Urgency("Posts that have to go", "a post may put somebody in danger")
SECURITY = Urgency(
    "The safety of accounts and sign-ins",
    "an account or a sign-in may be in the wrong hands",
)
URGENT = (SUSPENSION, DANGER, SECURITY)

# The record says what happened; here stands who is to hear of it, by kind of entry: one line for
# each kind. A page alone is what happened to somebody's own.
TOLD: dict[str, Page | Telling] = {
    "application made": waits(APPLICATION, stand_ins=True),
    "application made again": waits(APPLICATION, stand_ins=True),
    "application withdrawn": looked_after(APPLICATION),
    "application endorsed": waits(APPLICATION),
    "application endorsed for somebody": waits(APPLICATION),
    "application sent back": looked_after(APPLICATION),
    "application declined": looked_after(APPLICATION),
    "application appealed": waits(APPLICATION),
    "answer upheld": looked_after(APPLICATION),
    "answer overturned": looked_after(APPLICATION),
    "application waits": waits(APPLICATION),
    "application waits for the manager": waits(APPLICATION),
    "accredited": looked_after(APPLICATION),
    "ticket given": ACCOUNTS,
    "tickets withdrawn": ACCOUNTS,
    "another handle connected": looked_after(ACCOUNT, urgent=SECURITY),
    "connection lost": ACCOUNTS,
    "adoption proposed": waits(ADOPTION),
    "adoption agreed": ADOPTION,
    "adoption given more time": ADOPTION,
    "adoption declined": ADOPTION,
    "adoption withdrawn": looked_after(ADOPTION),
    "account adopted": looked_after(ADOPTION),
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
    "e-mails not sent": Telling(EMAILS, Group.LOOKED_AFTER, by_email=False),
    "text does not fit": Telling(SETTINGS, Group.LOOKED_AFTER, by_email=False),
}

# What nobody needs to look at any more once one of them has done it, by kind of entry.
SETTLED = {
    "adoption agreed": ADOPTION,
    "adoption declined": ADOPTION,
    "adoption withdrawn": ADOPTION,
    "application made again": APPLICATION,
    "application endorsed": APPLICATION,
    "application endorsed for somebody": APPLICATION,
    "answer upheld": APPLICATION,
    "answer overturned": APPLICATION,
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


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the people and things of some entries, and the words for each kind."""

    people: Mapping[int, str]
    things: Things = NUMBERED
    sentences: Mapping[str, str] = field(default_factory=dict)
    # Who acts for whom.
    stand_ins: Mapping[int, int] = field(default_factory=dict)


def notices_of(entry: Entry, known: Known) -> Iterator[Notice]:
    """Make the notices of one entry: for everybody it concerns but whoever did it."""
    telling = telling_of(entry.kind)
    if telling is None:
        return
    facts = facts_of(entry)
    for person in _told(entry, facts, telling, known):
        say = partial(
            in_words,
            entry.kind,
            people=known.people,
            reader=person,
            sentence=known.sentences.get(entry.kind, ""),
        )
        in_email = say(for_email(facts), things=known.things.without_words())
        yield Notice(
            person_id=person,
            entry=entry,
            group=telling.group_for(person, facts, known.things),
            is_urgent=telling.urgent is not None,
            words=say(facts, things=known.things)[:LONGEST_WORDS],
            email_words=in_email[:LONGEST_WORDS] if telling.by_email else "",
            url=telling.page.url(facts),
            at=entry.at,
        )


def _told(entry: Entry, facts: Mapping[str, Any], telling: Telling, known: Known) -> Iterator[int]:
    """Give who is told: those concerned, and those who act for them in what waits for them."""
    concerned = dict.fromkeys(entry.people)
    if telling.stand_ins:
        acting = [known.stand_ins[one] for one in entry.people if one in known.stand_ins]
        own = {facts.get(name) for name in WHOSE}
        concerned |= dict.fromkeys(one for one in acting if one not in own)
    for person in concerned:
        if person != facts.get("by") and person in known.people:
            yield person


def for_email(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Give what may be said in an e-mail: who, which, when and where.

    Whatever people wrote, a reason, a post or a resident's message, stays behind the sign-in, and
    so does a result. A fact that is not known here stays there, too, unless it is a number.
    """
    return {
        name: value if _may_be_said(name, value) else LEFT_OUT
        for name, value in facts.items()
        if name != "why"
    }


def _may_be_said(name: str, value: Any) -> bool:
    return value is None or name in SAID or (isinstance(value, int) and name not in RESULTS)
