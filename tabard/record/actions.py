"""Writing the record: an entry with every change, and the chain behind them."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from itertools import batched

from django.db import connection, transaction
from django.db.models import Prefetch
from django.utils import timezone

from tabard.record.models import (
    Blob,
    Disclosure,
    Entry,
    Link,
    Waiting,
    chained_bytes,
    commitment,
)

SALT_BYTES = 16
CHANNEL = "tabard_record"
# One number for everybody who chains, so that only one does at a time.
CHAINING_LOCK = 7_104_001
ENTRIES_AT_A_TIME = 1_000


type Fact = str | int | bool | list[str] | None


def record(kind: str, *, concerns: Iterable[int] = (), **facts: Fact) -> Entry:
    """Write down what happened, in the transaction of the change, and wake whoever follows."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An entry belongs to the change it tells of.")
    entry = Entry.objects.create(kind=kind, at=timezone.now(), people=sorted(set(concerns)))
    Disclosure.objects.bulk_create(
        _disclosed(entry, name, value) for name, value in facts.items() if value is not None
    )
    Waiting.objects.create(entry=entry)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    return entry


def record_each(kind: str, each: Iterable[tuple[Iterable[int], Mapping[str, Fact]]]) -> int:
    """Write down many things of one kind: whom each concerns, and its facts; say how many."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Entries belong to the change they tell of.")
    count, now = 0, timezone.now()
    for some in batched(each, ENTRIES_AT_A_TIME, strict=False):
        entries = Entry.objects.bulk_create(
            Entry(kind=kind, at=now, people=sorted(set(concerns))) for concerns, _ in some
        )
        Disclosure.objects.bulk_create(
            _disclosed(entry, name, value)
            for entry, (_, facts) in zip(entries, some, strict=True)
            for name, value in facts.items()
            if value is not None
        )
        Waiting.objects.bulk_create(Waiting(entry=entry) for entry in entries)
        count += len(entries)
    return count


def _disclosed(entry: Entry, name: str, value: Fact) -> Disclosure:
    salt = secrets.token_bytes(SALT_BYTES)
    return Disclosure(
        entry=entry, name=name, value=value, salt=salt, commitment=commitment(salt, name, value)
    )


def keep_bytes(content: bytes, *, media_type: str) -> Blob:
    """Keep a picture's bytes once, whoever brings them."""
    sha256 = hashlib.sha256(content).hexdigest()
    blob, _ = Blob.objects.get_or_create(
        sha256=sha256, defaults={"content": content, "media_type": media_type}
    )
    return blob


@transaction.atomic
def chain() -> int:
    """Give every entry that has none its place in the chain; say how many were linked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [CHAINING_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    last = Link.objects.last()
    number, previous = (last.number, bytes(last.hash)) if last else (0, b"")
    links = []
    for entry in _waiting():
        number += 1
        committed = [one.commitment for one in entry.disclosures.all()]
        written = chained_bytes(entry, committed, number, previous)
        previous = hashlib.sha256(written).digest()
        links.append(Link(number=number, entry=entry, chained=written, hash=previous))
    Link.objects.bulk_create(links)
    Waiting.objects.filter(entry__in=[link.entry_id for link in links]).delete()
    return len(links)


def _waiting() -> list[Entry]:
    # The values may be long, and only the commitments to them are chained.
    committed = Disclosure.objects.only("entry_id", "commitment")
    waiting = Entry.objects.filter(waiting__isnull=False).order_by("pk")
    return list(waiting.prefetch_related(Prefetch("disclosures", committed))[:ENTRIES_AT_A_TIME])
