"""What stands in an e-mail: the same words as text and as HTML, with links and ways to stop them.

No pictures, nothing that reports back that it was opened, and nothing that people wrote to each
other: `for_email` has chosen what may be said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.policy import EmailPolicy
from itertools import groupby
from typing import Any, Self

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from tabard.council.models import Council
from tabard.council.settings import Template
from tabard.notices.models import Email, EmailKind, Group, Notice
from tabard.notices.settings import (
    CHOOSE,
    CLOSING,
    HEADING_LOOKED_AFTER,
    HEADING_MINE,
    HEADING_WAITING,
    MORE,
    ONE_THING,
    OPENING_DAILY,
    OPENING_SOON,
    OPENING_URGENT,
    REASON,
    SEVERAL_THINGS,
    STOP,
    SUBJECT_DAILY,
    SUBJECT_ONE,
    SUBJECT_SEVERAL,
    SUBJECT_URGENT,
)
from tabard.notices.work.planning import Chosen
from tabard.notices.work.telling import telling_of
from tabard.people.models import Person

# The rest is read on the page of notices.
MOST_LISTED = 30
LONGEST_SUBJECT = 150
SALT = "notices.stop"
OPENINGS = {
    EmailKind.URGENT: OPENING_URGENT,
    EmailKind.SOON: OPENING_SOON,
    EmailKind.DAILY: OPENING_DAILY,
}


HEADINGS = {
    Group.WAITING: HEADING_WAITING,
    Group.MINE: HEADING_MINE,
    Group.LOOKED_AFTER: HEADING_LOOKED_AFTER,
}


@dataclass(frozen=True, slots=True)
class Part:
    """The notices of one group, under its name."""

    title: str
    notices: list[tuple[str, str]]


class Whole(str):
    """A header that is written on one line; Python would encode a long address beyond reading."""

    __slots__ = ("name",)
    name: str

    def __new__(cls, name: str, value: str) -> Self:
        """Keep the name, by which Python knows a header that is made."""
        made = super().__new__(cls, value)
        made.name = name
        return made

    def fold(self, *, policy: EmailPolicy) -> str:
        """Write name and value."""
        return f"{self.name}: {self}{policy.linesep}"


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills the council's own words; where these do not fit any more, ours hold."""

    held: Chosen
    named: Mapping[str, object]

    def __call__(self, template: Template, **more: object) -> str:
        """Give a text with its places filled."""
        text = template.of(self.held.get(template.key))
        return template.fill(text, {**self.named, **more})


def write(email: Email, notices: Sequence[Notice], held: Chosen) -> EmailMultiAlternatives:
    """Write an e-mail about these notices; raise ValueError if it cannot be addressed."""
    how_many = len(notices)
    things = Filler(held, {"number": how_many})(ONE_THING if how_many == 1 else SEVERAL_THINGS)
    filled = Filler(
        held,
        {
            "council": Council.here().name,
            "first_name": email.person.first_name,
            "things": things,
            "what": notices[0].email_words if notices else "",
        },
    )
    told = {
        "subject": _cut(_line(filled(_subject_of(email, notices)))),
        "opening": filled(OPENINGS[EmailKind(email.kind)]),
        "closing": filled(CLOSING),
        **_listed(notices, filled),
        **_footer(email.person, notices, filled),
    }
    written = EmailMultiAlternatives(
        subject=told["subject"],
        body=render_to_string("notices/email.txt", told).strip() + "\n",
        to=[addressed(email.person)],
        headers={
            "Message-ID": email.message_id,
            # Out-of-office programs do not answer this.
            "Auto-Submitted": "auto-generated",
            **_ways_to_stop(told["stop_url"]),
        },
    )
    written.attach_alternative(render_to_string("notices/email.html", told), "text/html")
    return written


def addressed(person: Person) -> str:
    """Give name and address as a header takes them, whatever stands in the name."""
    local, _, domain = person.email.rpartition("@")
    return str(Address(display_name=_line(person.name), username=local, domain=domain))


def _line(words: str) -> str:
    """Give words on one line, without signs that cannot be shown."""
    shown = "".join(sign if sign.isprintable() else " " for sign in words)
    return " ".join(shown.split())


def _cut(subject: str) -> str:
    return subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1]}…"


def _subject_of(email: Email, notices: Sequence[Notice]) -> Template:
    if email.is_urgent:
        return SUBJECT_URGENT
    if email.kind == EmailKind.DAILY:
        return SUBJECT_DAILY
    return SUBJECT_ONE if len(notices) == 1 else SUBJECT_SEVERAL


def _listed(notices: Sequence[Notice], filled: Filler) -> dict[str, Any]:
    listed = notices[:MOST_LISTED]
    left = len(notices) - len(listed)
    return {
        "parts": list(_parts(listed, filled)),
        "more": filled(MORE, number=left) if left else "",
        "all": _here(reverse("notices:list")),
    }


def _footer(person: Person, notices: Sequence[Notice], filled: Filler) -> dict[str, Any]:
    """Say why it comes at this hour, and how to have fewer; what is urgent cannot be stopped."""
    optional = {one.group for one in notices if not one.is_urgent}
    stop = reverse("notices:stop", args=[stop_token(person, optional)]) if optional else ""
    return {
        "reasons": _reasons(notices, filled),
        "choose": filled(CHOOSE),
        "choose_url": _here(reverse("notices:preferences")),
        "stop": filled(STOP),
        "stop_url": _here(stop) if stop else "",
    }


def _parts(notices: Iterable[Notice], filled: Filler) -> Iterable[Part]:
    order = list(Group)

    def place(notice: Notice) -> int:
        return order.index(Group(notice.group))

    for number, some in groupby(sorted(notices, key=place), key=place):
        lines = [(_line(notice.email_words), _here(notice.url)) for notice in some]
        yield Part(filled(HEADINGS[order[number]]), lines)


def _reasons(notices: Iterable[Notice], filled: Filler) -> list[str]:
    """Say why what is urgent is so, each reason once."""
    tellings = [telling_of(one.entry.kind) for one in notices if one.is_urgent]
    urgent = [telling.urgent for telling in tellings if telling and telling.urgent]
    return [
        filled(REASON, because=filled(urgency.because))
        for urgency in sorted(set(urgent), key=lambda urgency: urgency.what)
    ]


def _here(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"


def _ways_to_stop(stop: str) -> Mapping[str, str]:
    """Let a mail program stop optional e-mails by itself, at a click (RFC 8058)."""
    if not stop:
        return {}
    return {
        "List-Unsubscribe": Whole("List-Unsubscribe", f"<{stop}>"),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def stop_token(person: Person, groups: Iterable[str]) -> str:
    """Sign that this person's e-mails about these groups may be stopped without signing in."""
    return signing.dumps([person.pk, sorted(groups)], salt=SALT)


def read_stop_token(token: str) -> tuple[int, list[Group]]:
    """Give whose e-mails about which groups a token stops, or raise signing.BadSignature."""
    person, groups = signing.loads(token, salt=SALT)
    return person, [Group(group) for group in groups]
