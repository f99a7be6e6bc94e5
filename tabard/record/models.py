"""What happened, in order, in a form that shows what was changed behind the product's back.

An entry says what kind of thing happened and when. Everything else about it, who and which and in
what words, stands beside it as disclosures: a name, a value and 128 bits of salt. What is chained
are the commitments to these only (the encoding and the hash of RFC 9901, section 4.2), so a value
and its salt can be erased later and the chain still holds.

The chain shows that an entry was altered, taken out or put in before its end. It does not show by
itself that its end was cut off, or that somebody who may switch the triggers off wrote all of it
anew from some entry on: for this a head, number and hash of a link, has to be kept elsewhere.
"""

import base64
import hashlib
import json

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

# The facts by which entries are looked up. They are short; an index refuses long words.
FOUND_BY = (
    "accreditation",
    "account",
    "applicant",
    "application",
    "author",
    "by",
    "delivery",
    "message",
    "person",
    "ticket",
)


class Entry(models.Model):
    """One thing that happened; written in the transaction of the change, never altered."""

    kind = models.CharField(max_length=80)
    at = models.DateTimeField()
    # Ids of the people it concerns and who are told of it; not chained.
    people = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        ordering = ["pk"]
        indexes = [GinIndex(fields=["people"], name="record_entry_people")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M:%S}"


class Disclosure(models.Model):
    """One fact of an entry, and the salted commitment to it that stays when the fact is erased."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="disclosures")
    name = models.CharField(max_length=50)
    value = models.JSONField(null=True)
    salt = models.BinaryField(null=True, max_length=16)
    commitment = models.CharField(max_length=43)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["name", "value"],
                condition=models.Q(name__in=FOUND_BY),
                name="record_disclosure_found_by",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of entry {self.entry_id}"

    @property
    def is_erased(self) -> bool:
        """Whether value and salt are gone."""
        return self.salt is None


class Waiting(models.Model):
    """An entry that has no place in the chain yet; so the worker need not search them all."""

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.PROTECT, related_name="waiting"
    )

    def __str__(self) -> str:
        return f"entry {self.entry_id} waits for its place"


class Link(models.Model):
    """An entry's place in the chain. Whoever changes a link has to make every later one anew."""

    number = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="link")
    chained = models.BinaryField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"link {self.number}"


class Blob(models.Model):
    """Bytes of a picture, known by their SHA-256."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    content = models.BinaryField()
    media_type = models.CharField(max_length=50)

    def __str__(self) -> str:
        return self.sha256


def commitment(salt: bytes, name: str, value: object) -> str:
    """Hash a fact with its salt: base64url(SHA-256(base64url(JSON [salt, name, value])))."""
    written = json.dumps([_base64url(salt), name, value], ensure_ascii=False, sort_keys=True)
    disclosure = _base64url(written.encode())
    return _base64url(hashlib.sha256(disclosure.encode()).digest())


def chained_bytes(entry: Entry, commitments: list[str], number: int, previous: bytes) -> bytes:
    """Write what the chain holds of an entry, the same way on every machine (RFC 8785)."""
    leaf = {
        "_sd": sorted(commitments),
        "_sd_alg": "sha-256",
        "at": entry.at.isoformat(),
        "kind": entry.kind,
        "number": number,
        "previous": previous.hex(),
        "v": 1,
    }
    return json.dumps(leaf, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
