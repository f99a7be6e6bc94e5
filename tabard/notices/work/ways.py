"""Ways of telling people of an entry: where it leads, what it is to them, how urgent it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse

from tabard.council.settings import Template
from tabard.notices.models import Group
from tabard.record.queries import WHOSE, Things


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
    because: Template


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
    # Whether people are told of what they did themselves: it may have been somebody else.
    even_the_doer: bool = False

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
