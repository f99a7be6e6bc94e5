"""The record's things, and the bytes that are hashed."""

import base64
import hashlib
import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from tabard.record.models import (
    Blob,
    Disclosure,
    Entry,
    Link,
    Waiting,
    chained_bytes,
    commitment,
)

AT = datetime(2026, 5, 3, 9, tzinfo=UTC)


def test_everything_has_its_words():
    assert str(Entry(kind="accredited", at=AT)) == "accredited at 2026-05-03 09:00:00"
    assert str(Disclosure(entry_id=7, name="by")) == "by of entry 7"
    assert str(Waiting(entry_id=7)) == "entry 7 waits for its place"
    assert str(Link(number=3)) == "link 3"
    assert str(Blob(sha256="abc")) == "abc"


def test_a_commitment_is_that_of_rfc_9901():
    # Section 4.2.1 writes a disclosure as this array in base64url, section 4.2.3 hashes that.
    salt = b"0123456789abcdef"
    written = json.dumps(["MDEyMzQ1Njc4OWFiY2RlZg", "by", 5]).encode()
    disclosure = base64.urlsafe_b64encode(written).rstrip(b"=")
    digest = base64.urlsafe_b64encode(hashlib.sha256(disclosure).digest()).rstrip(b"=")

    assert commitment(salt, "by", 5) == digest.decode()


@given(st.binary(min_size=16, max_size=16), st.text(), st.text())
def test_another_value_has_another_commitment(salt: bytes, one: str, other: str):
    # What JSON cannot write in UTF-8 is refused before it gets here.
    same = commitment(salt, "why", _kept(one)) == commitment(salt, "why", _kept(other))

    assert same == (_kept(one) == _kept(other))


def _kept(words: str) -> str:
    return words.encode(errors="replace").decode()


def test_what_is_chained_is_written_the_same_way_whatever_the_order_of_the_facts():
    entry = Entry(kind="accredited", at=AT)

    written = chained_bytes(entry, ["b", "a"], 1, b"\x01")

    assert written == chained_bytes(entry, ["a", "b"], 1, b"\x01")
    assert written == (
        b'{"_sd":["a","b"],"_sd_alg":"sha-256","at":"2026-05-03T09:00:00+00:00",'
        b'"kind":"accredited","number":1,"previous":"01","v":1}'
    )
