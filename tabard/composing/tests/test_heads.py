"""The head of a page is read whatever stands in it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.composing.work.heads import Head, plain, read_head, shortened

CAFE = "<title>Café</title>"


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        (CAFE.encode(), ""),
        (CAFE.encode(), "utf-8"),
        (CAFE.encode("latin-1"), ""),
        (CAFE.encode("latin-1"), "iso-8859-1"),
        (CAFE.encode("cp1252"), "no such thing"),
        (b"\xef\xbb\xbf" + CAFE.encode(), "iso-8859-1"),
        (CAFE.encode("utf-16"), ""),
        (CAFE.encode("utf-16-be"), "utf-16be"),
        (b"<meta charset='shift_jis'>" + "<title>Café</title>".encode(), "utf-8"),
        (
            b'<META http-equiv=a content="text/html; charset=windows-1252">'
            + CAFE.encode("cp1252"),
            "",
        ),
        (f"{CAFE}é".encode()[:-1], ""),
        # Python knows these, and no page is written in them.
        (CAFE.encode(), "unicode_escape"),
        (CAFE.encode(), "zip"),
        (CAFE.encode(), "a\x00b"),
    ],
)
def test_page_is_read_as_it_was_written(content: bytes, charset: str):
    assert read_head(content, charset=charset).title == "Café"


def test_what_is_meant_for_networks_comes_first_and_the_first_of_each_counts():
    page = b"""<title>Home</title><title>Other</title>
    <meta property="og:title" content="Bees"><meta property="og:title" content="Wasps">
    <meta name="Description" content="For all."><meta property="og:description" content=" ">
    <meta property="og:image:secure_url" content=" /a.jpg "><meta property="og:image" content="/b">
    <meta content="no name"><meta name="og:title">"""

    assert read_head(page) == Head("Bees", "For all.", "/a.jpg")


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b" ",
        b"\x00",
        b"<",
        b"<title>",
        b"<!--",
        b"{}",
        b"<meta property='og:title'>",
        b"\xff" * 9,
    ],
)
def test_page_that_says_nothing_has_an_empty_head(page: bytes):
    assert read_head(page) == Head()


def test_script_and_entities_are_words_and_nothing_else():
    page = b"<script>'<title>no</title>'</script><title>&lt;b&gt; &#8238;&#xD800;x</title>"

    assert read_head(page).title == "<b> \N{REPLACEMENT CHARACTER}x"


def test_declared_entities_and_files_are_not_read():
    page = b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><title>&a;</title>'

    assert "root" not in read_head(page).title


@pytest.mark.parametrize(
    "piece",
    ["<", "<!--", "<a ", "</", "&#", "<meta content=", "<div>", "<title>", "<meta charset="],
)
def test_time_grows_with_the_page_and_not_faster(piece: str):
    page = (piece * 500_000)[:500_000].encode()
    began = time.process_time()

    read_head(page)

    assert time.process_time() - began < 5


@given(st.binary(max_size=400), st.text(max_size=20))
def test_any_bytes_can_be_read(content: bytes, charset: str):
    head = read_head(content, charset=charset)

    assert all(plain(one) == one for one in (head.title, head.description))


@given(st.text())
def test_what_is_shown_stands_on_one_line_and_hides_nothing(words: str):
    shown = plain(words)

    assert plain(shown) == shown
    assert not set(shown) & set("\n\r\t\x00\u202e\u200b\u2066\ufeff\u2028")


@given(st.text(), st.integers(min_value=2, max_value=60))
def test_shortened_is_never_longer_than_it_may_be(words: str, most: int):
    assert len(shortened(words, most)) <= most
