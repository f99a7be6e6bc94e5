"""What the record holds last."""

from typing import Any

from tabard.record.models import Entry
from tabard.record.queries import facts_of


def last_entry() -> tuple[str, list[int]]:
    entry = Entry.objects.last()
    assert entry is not None
    return entry.kind, entry.people


def last_facts() -> dict[str, Any]:
    entry = Entry.objects.last()
    assert entry is not None
    return facts_of(entry)


def last_facts_of(kind: str) -> dict[str, Any]:
    return facts_of(Entry.objects.filter(kind=kind).latest("pk"))
