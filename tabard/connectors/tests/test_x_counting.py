"""How X counts: its weights, emoji and links, as its public twitter-text has them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.connectors.x import X
from tabard.connectors.x.counting import links


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("", 0),
        ("Gritting tonight", 16),
        ("caf\N{LATIN SMALL LETTER E}\N{COMBINING ACUTE ACCENT}", 4),
        ("“half price”…", 14),
        ("gritiau\N{RIGHT SINGLE QUOTATION MARK}r ffyrdd", 16),
        ("道路", 4),
        ("Дорога", 6),
        ("\N{GEORGIAN LETTER LABIAL SIGN}", 1),
        ("\N{HANGUL CHOSEONG KIYEOK}", 2),
        ("→", 2),
        ("👍", 2),
        ("👍🏽", 2),
        ("👩‍👩‍👧", 2),
        ("🏴󠁧󠁢󠁷󠁬󠁳󠁿", 2),
        ("🇬🇧", 2),
        ("1️⃣", 2),
        ("❤️", 2),
        ("©", 1),
        ("©️", 2),
        ("👍👍", 4),
        ("\ud83d", 2),
    ],
)
def test_signs_have_their_weights(words: str, count: int):
    assert X.count(words) == count


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("https://roads.example.com", 23),
        ("http://a.uk", 23),
        ("HTTPS://ROADS.GOV.UK/" + "a" * 300, 23),
        ("exampleton.gov.uk", 23),
        ("See exampleton.gov.uk/roads, and bins.example.com.", 4 + 23 + 6 + 23 + 1),
        ("(exampleton.gov.uk/a_(b))", 1 + 23 + 1),
        ("exampleton.gov.uk/?a=b.", 23 + 1),
        ("exampleton.gov.uk:8080/a", 23),
        ("https://t.co/abc/more", 23 + 5),
        ("“exampleton.gov.uk”", 1 + 23 + 1),
        ("道路exampleton.gov.uk", 4 + 23),
        ("https://道路.com/a", 23),
        ("道路.com", 8),
        ("xn--bcher-kva.xn--p1ai", 23),
        ("a.com,b.com", 23 + 1 + 23),
        # These are no links.
        ("roads@exampleton.gov.uk", 23),
        ("#exampleton.gov.uk", 18),
        ("notes.txt", 9),
        ("e.g. this", 9),
        ("1.5 million", 11),
        ("https://localhost/a", 19),
        ("https://roads.internal/", 23),
        ("_exampleton.gov.uk", 18),
        (f"{'a' * 64}.com", 68),
        (f"a.com/{'b' * 4096}", 4102),
    ],
)
def test_a_link_counts_twenty_three_however_long_it_is(words: str, count: int):
    assert X.count(words) == count


@given(st.text())
def test_nothing_counts_more_than_two_for_each_sign_beside_links(words: str):
    found = list(links(words))

    assert X.count(words) <= 2 * len(words) + 23 * len(found)


@pytest.mark.parametrize("piece", ["a.", "a-", "(a", "a(", "a.com/", "http://", "_a", "👩‍"])
def test_no_words_take_long_to_count(piece: str):
    began = time.monotonic()

    X.count(piece * 4000)
    X.count("https://a.com/" + piece * 4000)

    assert time.monotonic() - began < 2


def test_words_that_are_far_too_long_are_too_long():
    assert X.count("a.com " * 2000) > X.limits.length
