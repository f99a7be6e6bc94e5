"""Which entries of the record people are told of, in which words, and where it leads them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tabard.notices.models import Notice
from tabard.record.models import Entry
from tabard.record.queries import facts_of


@dataclass(frozen=True, slots=True)
class Told:
    """How one kind of entry is told: words with the entry's facts, and the page it leads to."""

    sentence: str
    page: str
    subject: str = ""

    def words(self, facts: Mapping[str, Any]) -> str:
        """Fill the entry's facts into the sentence."""
        return self.sentence.format_map(_Facts(facts))

    def url(self, facts: Mapping[str, Any]) -> str:
        """Give the address of the page where the person goes on."""
        return reverse(self.page, args=[facts[self.subject]] if self.subject else [])


class _Facts(dict[str, Any]):
    """Facts, with nothing where one was erased or never there."""

    def __missing__(self, name: str) -> str:
        return ""


def _application(sentence: str) -> Told:
    return Told(sentence, "accreditation:application", "application")


def _post(sentence: str) -> Told:
    return Told(sentence, "publishing:post", "message")


def _review(sentence: str) -> Told:
    return Told(sentence, "composing:review", "message")


TOLD = {
    "application made": _application("Somebody in your team has applied to be accredited."),
    "application made again": _application("An application has been made again."),
    "application withdrawn": _application("An application in your team was withdrawn."),
    "application endorsed": _application("An application has been endorsed."),
    "application sent back": _application("Your application was sent back: {why}"),
    "application declined": _application("The application was declined: {why}"),
    "accredited": _application("The application was agreed: accredited."),
    "ticket given": Told("You can connect an account now.", "accounts:mine"),
    "tickets withdrawn": Told("You can no longer connect an account: {why}", "accounts:mine"),
    "connection lost": Told("The connection to an account is lost: {why}", "accounts:mine"),
    "account ended": Told("An account is no longer the council's: {why}", "accounts:mine"),
    "accreditation suspended": Told("The accreditation is suspended: {why}", "home:start"),
    "accreditation resumed": Told("The accreditation is in force again.", "home:start"),
    "accreditation ended": Told("The accreditation has ended: {why}", "home:start"),
    "message submitted": _review("A post is waiting for review."),
    "message sent back": _post("Your post was sent back: {why}"),
    "message approved": _post("Your post was approved."),
    "message asked again": _post("A post has to be reviewed again: {why}"),
    "delivery held": _post("A post is held: {why}"),
    "delivery expired": _post("A post was not sent: {why}"),
    "delivery failed": _post("A post failed: {why}"),
    "delivery unsure": _post("It is not sure whether a post arrived: {why}"),
    "post confirmed": _post("Your post is on the network, confirmed."),
    "take-down asked": _post("Your post is being taken down: {why}"),
    "post removed": _post("A post was taken down and is gone from the network."),
}


def notices_of(entry: Entry) -> Iterator[Notice]:
    """Make the notices of one entry: for everybody it concerns but whoever did it."""
    told = TOLD.get(entry.kind)
    if told is None:
        return
    facts = facts_of(entry)
    for person in entry.people:
        if person != facts.get("by"):
            yield Notice(
                person_id=person,
                entry=entry,
                words=told.words(facts),
                url=told.url(facts),
                at=entry.at,
            )
