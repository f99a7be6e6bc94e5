"""The first words of a text, by which people know it again."""

import textwrap

LONGEST = 40


def beginning(words: str) -> str:
    """Give the first words, with an ellipsis where something is left out."""
    whole = " ".join(words.split())
    if len(whole) <= LONGEST:
        return whole
    cut = textwrap.shorten(whole, width=LONGEST, placeholder="…")
    # One word can be longer than that.
    return cut if len(cut) > 1 else f"{whole[: LONGEST - 1]}…"
