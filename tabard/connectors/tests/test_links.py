"""Links and hashtags in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.connectors.links import find_hashtags, find_links, links_in


@pytest.mark.parametrize(
    ("words", "links"),
    [
        ("No link here, nor http:// or https://?", ()),
        ("https://a.example.", ("https://a.example",)),
        ("(see https://a.example/x_(y))!", ("https://a.example/x_(y)",)),
        ("HTTPS://A.Example/Path?q=1&r=2#top, and", ("HTTPS://A.Example/Path?q=1&r=2#top",)),
        ("“https://a.example/ü” said", ("https://a.example/ü",)),
        ("nothttps://a.example", ()),
        ("https://[2001:db8::1]/x", ("https://[2001:db8::1]/x",)),
        ("https://a.example/1\nhttp://b.example/2", ("https://a.example/1", "http://b.example/2")),
        ("https://a.example/x…", ("https://a.example/x",)),
        ("ftp://a.example javascript:alert(1)", ()),
    ],
)
def test_links_are_found_without_the_sentence_s_punctuation(words, links):
    assert links_in(words) == links


@pytest.mark.parametrize(
    ("words", "tags"),
    [
        ("#roads and #Straße, #2026plan!", ["roads", "Straße", "2026plan"]),
        ("a#b #1 #2026 # #!", []),
        ("https://a.example/#top", []),
        ("#one-two. #three#four", ["one-two", "three#four"]),
    ],
)
def test_hashtags_are_found(words, tags):
    assert [tag.text for tag in find_hashtags(words)] == tags


@given(st.text())
def test_what_is_found_stands_where_it_was_found(words):
    for link in find_links(words):
        assert words[link.start : link.end] == link.text
    for tag in find_hashtags(words):
        assert words[tag.start : tag.end] == f"#{tag.text}"


def test_long_hostile_words_are_read_in_time():
    words = "https://a.example/" + ")" * 100_000 + "#" * 100_000

    assert links_in(words) == (words,)
