"""Entries and their facts."""

from typing import Any

from django.db.models import QuerySet

from tabard.record.models import Entry


def entries_about(name: str, value: object) -> QuerySet[Entry]:
    """Give the entries in which a fact has this value, oldest first."""
    return Entry.objects.filter(disclosures__name=name, disclosures__value=value).prefetch_related(
        "disclosures"
    )


def facts_of(entry: Entry) -> dict[str, Any]:
    """Give the facts of an entry by name; an erased one is None."""
    return {one.name: one.value for one in entry.disclosures.all()}
