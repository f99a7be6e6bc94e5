"""Texts as others read them: their first words, and words that were meant for somebody else."""

import re
import textwrap

LONGEST = 40
ADDRESSING = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)


def beginning(words: str) -> str:
    """Give the first words, with an ellipsis where something is left out."""
    whole = " ".join(words.split())
    if len(whole) <= LONGEST:
        return whole
    cut = textwrap.shorten(whole, width=LONGEST, placeholder="…")
    # One word can be longer than that.
    return cut if len(cut) > 1 else f"{whole[: LONGEST - 1]}…"


def as_told(words: str, whom: str) -> str:
    """Give words that speak to one person as another reads them: as what that person was told."""
    return f"{whom} was told: “{words}”" if ADDRESSING.search(words) else words
