"""Questions that can be put to the record."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from tabard.record.models import Entry, Link, chained_bytes, commitment


def entries_about(name: str, value: object) -> QuerySet[Entry]:
    """Give the entries in which a fact has this value, oldest first."""
    return Entry.objects.filter(disclosures__name=name, disclosures__value=value).prefetch_related(
        "disclosures"
    )


def breaks() -> Iterator[str]:
    """Walk the chain and tell, in words, of every place where it does not hold."""
    previous = b""
    number = 0
    links = Link.objects.select_related("entry").prefetch_related("entry__disclosures")
    for number, link in enumerate(links.iterator(chunk_size=1_000), start=1):
        yield from _wrong_with(link, number, previous)
        previous = bytes(link.hash)
    if number != Link.objects.count():
        yield "The chain changed while it was read; ask again."


def _wrong_with(link: Link, number: int, previous: bytes) -> Iterator[str]:
    if link.number != number:
        yield f"Link {number} is missing: the next one is {link.number}."
        return
    disclosures = list(link.entry.disclosures.all())
    written = chained_bytes(link.entry, [one.commitment for one in disclosures], number, previous)
    if written != bytes(link.chained):
        yield f"Link {number}: the entry is not what was chained."
    if hashlib.sha256(bytes(link.chained)).digest() != bytes(link.hash):
        yield f"Link {number}: the hash does not fit what was chained."
    for one in disclosures:
        if one.salt is not None and one.commitment != commitment(
            bytes(one.salt), one.name, one.value
        ):
            yield f"Link {number}: “{one.name}” is not what was committed to."


def facts_of(entry: Entry) -> dict[str, Any]:
    """Give the facts of an entry by name; an erased one is None."""
    return {one.name: one.value for one in entry.disclosures.all()}
