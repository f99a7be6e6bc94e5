"""Styles and scripts are served packed to whoever takes them so."""

import gzip

import pytest
from django.test import Client

FILES = ["tabard.css", "govuk-frontend.min.js", "htmx.min.js"]


def asked(name: str, encoding: str):
    answer = Client().get(
        f"/static/tabard/build/{name}", headers={"Accept-Encoding": encoding, "Host": "localhost"}
    )
    return answer.headers.get("Content-Encoding"), b"".join(answer)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_packed_to_a_third_and_the_same_when_unpacked(name: str):
    none, plain = asked(name, "identity")
    how, packed = asked(name, "gzip")

    assert (none, how) == (None, "gzip")
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) * 0.4


@pytest.mark.parametrize("name", FILES)
def test_the_smallest_is_served_to_whoever_takes_it(name: str):
    how, packed = asked(name, "gzip, deflate, br")

    assert how == "br"
    assert len(packed) < len(asked(name, "gzip")[1])
