"""Keeping what was seen of somebody's posts."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from tabard.accreditation.models import Evidence, EvidenceKind
from tabard.people.models import Person
from tabard.record.actions import record


class Said(NamedTuple):
    """Who saw it, where a person did, what they said about it, and what of a review is known."""

    by: Person | None = None
    words: str = ""
    asked_at: datetime | None = None
    words_changed: bool | None = None


NOTHING = Said()


@transaction.atomic
def add_evidence(
    person: Person,
    kind: EvidenceKind,
    *,
    source: str,
    about: tuple[str, int],
    at: datetime | None = None,
    said: Said = NOTHING,
) -> Evidence | None:
    """Keep one piece of evidence; nothing, if something was kept of this source before.

    `source` says what it was taken from, such as “approval of message 12”; `about` names the thing
    and its number, such as ("message", 12).
    """
    thing, number = about
    kept, is_new = Evidence.objects.get_or_create(
        source=source,
        defaults={
            "person": person,
            "kind": kind,
            "at": at or timezone.now(),
            "by": said.by,
            "about": thing,
            "number": number,
            "words": said.words,
            "asked_at": said.asked_at,
            "words_changed": said.words_changed,
        },
    )
    if not is_new:
        return None
    record(
        "evidence added",
        concerns=[person.pk],
        evidence=kept.pk,
        person=person.pk,
        seen=kind.label,
        **{thing: number},
    )
    return kept
