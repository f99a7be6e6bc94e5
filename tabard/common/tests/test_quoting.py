"""The first words of a text."""

import pytest

from tabard.common.quoting import LONGEST, beginning


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
