"""The search for secrets finds them in every form in which they could stand somewhere."""

import base64
import html
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.leaks import leaked, secrets_in

SECRET = 'eyJhbGciOi.Jh+b/Gc&iOi_"Jh-x=='


@pytest.mark.parametrize(
    "written",
    [
        SECRET,
        f"/accounts/?token={quote(SECRET, safe='')}&x=1",
        f"<input value='{html.escape(SECRET)}'>",
        json.dumps({"told": [SECRET]}),
        f"\\\\x{SECRET.encode().hex()}",
    ],
    ids=["plain", "in an address", "in a page", "in JSON", "in a column of bytes"],
)
def test_secret_is_found_however_it_is_written(written: str):
    corpora = {"here": f"before {written} after".encode(), "elsewhere": b"before and after"}

    assert leaked({SECRET}, corpora) == [("eyJh…", "here")]


@given(before=st.binary(max_size=9), after=st.binary(max_size=9))
def test_secret_is_found_inside_something_that_is_packed(before: bytes, after: bytes):
    packed = base64.b64encode(before + SECRET.encode() + after)

    assert leaked({SECRET}, {"here": packed}) == [("eyJh…", "here")]


def test_what_is_no_secret_and_the_public_half_of_a_key_are_not_looked_for():
    key = {"kty": "EC", "crv": "P-256", "x": "of-everybody", "y": "of-everybody", "d": "our-half"}
    kept = json.dumps({"access_token": "the-token", "did": "did:plc:everybody", "key": key})

    assert set(secrets_in(kept)) == {"the-token", "our-half"}
    assert set(secrets_in("a-client-secret")) == {"a-client-secret"}


def test_nothing_is_found_where_nothing_is():
    assert leaked({SECRET}, {"here": b"eyJhbGciOi and no more"}) == []
