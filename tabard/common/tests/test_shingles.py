"""How alike two texts are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.common.shingles import CURLED, alike, shingles

TEXT = st.text(alphabet=f"ab c'{CURLED}-.#", max_size=60)


def found(one: str, other: str) -> float:
    return alike(shingles(one), shingles(other))


@given(TEXT, TEXT)
def test_likeness_is_between_nothing_and_all_and_goes_both_ways(one: str, other: str):
    assert 0 <= found(one, other) <= 1
    assert found(one, other) == found(other, one)


@given(TEXT)
def test_text_is_wholly_like_itself_unless_it_says_nothing(text: str):
    assert found(text, text) == (1 if shingles(text) else 0)


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("The van stops at ten.", "the VAN stops: at ten!", 1),
        ("See https://a.example/x now please", "See https://b.example now please", 1),
        (f"Don{CURLED}t miss it", "don't miss it", 1),
        ("The van stops at ten", "The van stops at two", 3 / 5),
        ("one two three", "three two one", 0),
        ("Hello", "hello", 1),
        ("", "", 0),
    ],
)
def test_words_in_their_order_are_what_counts(one: str, other: str, likeness: float):
    assert found(one, other) == likeness
