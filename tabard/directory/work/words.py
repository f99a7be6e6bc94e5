"""Words that somebody entered, made fit for one line of somebody else's page."""

import unicodedata

# Control signs, and those that turn the direction of what stands around them.
UNFIT = {"Cc", "Cs", "Zl", "Zp"}
TURNING = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def one_line(words: str) -> str:
    """Give the words on one line, without signs that cannot be seen or that turn the line."""
    seen = (
        " " if unicodedata.category(sign) in UNFIT else sign
        for sign in words
        if sign not in TURNING
    )
    return " ".join("".join(seen).split())
