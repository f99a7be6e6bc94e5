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
    CLOSING,
    OPENING_DAILY,
    OPENING_SOON,
    OPENING_URGENT,
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


def write(email: Email, notices: Sequence[Notice], held: Chosen) -> EmailMultiAlternatives:
    """Write an e-mail about these notices; raise ValueError if it cannot be addressed."""
    named = {
        "council": Council.here().name,
        "first_name": email.person.first_name,
        "things": "1 thing" if len(notices) == 1 else f"{len(notices)} things",
        "what": notices[0].email_words if notices else "",
    }

    def filled(template: Template) -> str:
        # Where the council's own words do not fit any more, ours hold.
        return template.fill(template.of(held.get(template.key)), named)

    told = {
        "subject": _cut(_line(filled(_subject_of(email, notices)))),
        "opening": filled(OPENINGS[EmailKind(email.kind)]),
        "closing": filled(CLOSING),
        **_listed(notices),
        **_footer(email.person, notices),
    }
    written = EmailMultiAlternatives(
        subject=told["subject"],
        body=render_to_string("notices/email.txt", told).strip() + "\n",
        to=[addressed(email.person)],
        headers={
            "Message-ID": email.message_id,
            # Out-of-office programs do not answer this.
            "Auto-Submitted": "auto-generated",
            **_ways_to_stop(told["stop"]),
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


def _listed(notices: Sequence[Notice]) -> dict[str, Any]:
    listed = notices[:MOST_LISTED]
    return {
        "parts": list(_parts(listed)),
        "more": len(notices) - len(listed),
        "all": _here(reverse("notices:list")),
    }


def _footer(person: Person, notices: Sequence[Notice]) -> dict[str, Any]:
    """Say why it comes at this hour, and how to have fewer; what is urgent cannot be stopped."""
    optional = {one.group for one in notices if not one.is_urgent}
    stop = reverse("notices:stop", args=[stop_token(person, optional)]) if optional else ""
    return {
        "reasons": sorted({_reason(one) for one in notices if one.is_urgent} - {""}),
        "choose": _here(reverse("notices:preferences")),
        "stop": _here(stop) if stop else "",
    }


def _parts(notices: Iterable[Notice]) -> Iterable[Part]:
    order = list(Group)

    def place(notice: Notice) -> int:
        return order.index(Group(notice.group))

    for number, some in groupby(sorted(notices, key=place), key=place):
        lines = [(_line(notice.email_words), _here(notice.url)) for notice in some]
        yield Part(str(order[number].label), lines)


def _reason(notice: Notice) -> str:
    telling = telling_of(notice.entry.kind)
    return telling.urgent.because if telling and telling.urgent else ""


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
