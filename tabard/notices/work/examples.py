"""Whole e-mails about things that are made up, to see what comes of the council's words."""

from collections.abc import Iterator
from itertools import cycle, islice

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone

from tabard.notices.models import Email, EmailKind, Example, Group, Notice
from tabard.notices.work.planning import Chosen
from tabard.notices.work.telling import TOLD, telling_of
from tabard.notices.work.ways import Telling
from tabard.notices.work.words import WORDS
from tabard.notices.work.writing import MOST_LISTED
from tabard.notices.work.writing import write as write_about
from tabard.people.models import Person
from tabard.record.models import Entry

KINDS = {
    Example.ONE: EmailKind.SOON,
    Example.SEVERAL: EmailKind.SOON,
    Example.DAILY: EmailKind.DAILY,
    Example.URGENT: EmailKind.URGENT,
}
# The daily one has more than there is room for.
HOW_MANY = {
    Example.ONE: 1,
    Example.SEVERAL: 6,
    Example.DAILY: MOST_LISTED + 2,
    Example.URGENT: 1,
}
# What people wrote to each other stands in no e-mail.
IN_AN_EMAIL = {"because": ".", "post": "post 12", "message": "12"}


def write(email: Email, held: Chosen) -> EmailMultiAlternatives:
    """Write an example to whom it goes, as it would be written about things that happened."""
    example = Example(email.example)
    like = Email(person=email.person, kind=KINDS[example], message_id=email.message_id)
    return write_about(like, list(_notices(email.person, example, held)), held)


def _notices(person: Person, example: Example, held: Chosen) -> Iterator[Notice]:
    is_urgent = example == Example.URGENT
    for kind, telling in islice(cycle(_kinds(is_urgent=is_urgent)), HOW_MANY[example]):
        words = WORDS[kind]
        said = words.fill(words.of(held.get(words.key)), words.names | IN_AN_EMAIL)
        yield Notice(
            person=person,
            entry=Entry(kind=kind),
            group=telling.group,
            is_urgent=is_urgent,
            email_words=f"{said[:1].upper()}{said[1:]}",
            url=reverse("notices:list"),
            at=timezone.now(),
        )


def _kinds(*, is_urgent: bool) -> list[tuple[str, Telling]]:
    """Give what can happen, in turn of what waits, what is one's own and what one looks after."""
    groups: dict[str, list[tuple[str, Telling]]] = {group: [] for group in Group}
    for kind in TOLD:
        telling = telling_of(kind)
        if telling and telling.by_email and (telling.urgent is not None) == is_urgent:
            groups[telling.group].append((kind, telling))
    in_turn = zip(*map(cycle, filter(None, groups.values())), strict=False)
    return [one for some in islice(in_turn, len(TOLD)) for one in some]
