"""Phrases are found whatever stands between their words, and the longest of them."""

from hypothesis import given
from hypothesis import strategies as st

from tabard.checks.api import Text
from tabard.checks.phrases import Phrases

WORDS = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=12)


def found(phrases: list[str], words: str) -> list[str]:
    return [
        words[slice(*place)]
        for place, _ in Phrases((one, None) for one in phrases).find(Text(words))
    ]


def test_signs_and_capitals_do_not_matter_and_words_are_whole():
    assert found(["roads first"], "Roads - FIRST! crossroads first, roads firstly") == [
        "Roads - FIRST"
    ]


def test_of_two_that_begin_together_the_longer_is_found_and_then_what_follows():
    assert found(["a b", "a b c", "c a"], "a b c a b") == ["a b c", "a b"]


def test_nothing_is_found_of_nothing():
    assert found(["", "!"], "anything") == []


@given(st.lists(WORDS, max_size=4), WORDS)
def test_whatever_stands_there_is_found_and_nothing_else(
    phrases: list[list[str]], words: list[str]
):
    text = " ".join(words)

    hits = found([" ".join(one) for one in phrases], text)

    assert all(hit.split() in phrases for hit in hits)
    there = any(words[at : at + len(one)] == one for one in phrases for at in range(len(words)))
    assert bool(hits) == there
