"""Whether the record still holds what was written."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, Func, TextField, Value
from django.utils import timezone

from tabard.record.models import Blob, Disclosure, Entry, Link, chained_bytes, commitment

LINKS_AT_A_TIME = 1_000
# An entry has its place within a second while a worker runs.
LONGEST_WAIT = timedelta(hours=1)


def breaks() -> Iterator[str]:
    """Walk the chain and tell, in words, of every place where it does not hold."""
    previous = b""
    for number, link in enumerate(_links(), start=1):
        yield from _wrong_with(link, number, previous)
        previous = bytes(link.hash)
    yield from _without_a_place()
    yield from _wrong_pictures()


def head() -> Link | None:
    """Give the last link of the chain, whose hash stands for everything before it."""
    return Link.objects.last()


def lacks(number: int, sha256: str) -> str:
    """Say in words that a link of which a hash was kept is missing or another, or nothing."""
    link = Link.objects.filter(pk=number).first()
    if link is None:
        return f"Link {number}, whose hash was kept, is missing: the end of the record is cut off."
    if bytes(link.hash).hex() != sha256:
        return f"Link {number} is not the one whose hash was kept: the record is another."
    return ""


def _links() -> Iterator[Link]:
    """Give every link in order, a few at a time; those that are added meanwhile come last."""
    links = Link.objects.select_related("entry").prefetch_related("entry__disclosures")
    last = -1
    while some := list(links.filter(number__gt=last)[:LINKS_AT_A_TIME]):
        yield from some
        last = some[-1].number


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
    yield from (
        f"Link {number}: “{one.name}” is not what was committed to."
        for one in disclosures
        if not _is_kept(one)
    )


def _is_kept(fact: Disclosure) -> bool:
    """Say whether a fact is what was committed to; an erased one has neither value nor salt."""
    if fact.salt is None:
        return fact.value is None
    return fact.commitment == commitment(bytes(fact.salt), fact.name, fact.value)


def _without_a_place() -> Iterator[str]:
    late = Entry.objects.filter(link=None, at__lt=timezone.now() - LONGEST_WAIT)
    for entry in late.iterator():
        yield (
            f"Entry {entry.pk} has waited for its place in the chain since {entry.at:%-d %B %Y}. "
            "Is the worker running?"
        )


def _wrong_pictures() -> Iterator[str]:
    digest = Func(
        Func(F("content"), function="sha256"),
        Value("hex"),
        function="encode",
        output_field=TextField(),
    )
    wrong = Blob.objects.annotate(digest=digest).exclude(digest=F("sha256"))
    for sha256 in wrong.values_list("sha256", flat=True).iterator():
        yield f"The picture {sha256} is not what was kept."
