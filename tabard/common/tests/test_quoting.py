"""Texts as others read them."""

import pytest

from tabard.common.quoting import LONGEST, as_told, beginning


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("The van is here.", "The van is here."),
        ("The\nvan  is here.", "The van is here."),
        ("x" * LONGEST, "x" * LONGEST),
        (
            "The mobile library is in Oakford this Tuesday.",
            "The mobile library is in Oakford this…",
        ),
        ("x" * (LONGEST + 1), "x" * (LONGEST - 1) + "…"),
        ("", ""),
    ],
)
def test_a_text_is_cut_after_a_word(words: str, first: str):
    assert beginning(words) == first


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (
            "Your accreditation is suspended: Danger.",
            "Ada was told: “Your accreditation is suspended: Danger.”",
        ),
        ("Say whom you mean.", "Ada was told: “Say whom you mean.”"),
        ("The network is in trouble.", "The network is in trouble."),
        ("Youth clubs are shut.", "Youth clubs are shut."),
        ("", ""),
    ],
)
def test_words_that_speak_to_somebody_are_told_to_others_as_such(words: str, read: str):
    assert as_told(words, "Ada") == read
