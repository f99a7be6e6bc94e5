"""Emoji: a few, at the end, and each of them once."""

from collections.abc import Iterator
from typing import ClassVar

import regex

from tabard.checks.api import About, Facts, Finding, Text, Written
from tabard.checks.saying import Says

MANY = Says(
    "emoji_many",
    "A screen reader says the name of each of them, such as “face with tears of joy”.",
    "Keep three at most.",
    0.9,
)
REPEATED = Says(
    "emoji_repeated",
    "A screen reader says its name every time.",
    "Once is enough.",
    0.9,
)
# Families, flags, keycaps and skin tones are one sign each, of several code points.
EMOJI = regex.compile(
    r"\p{RI}\p{RI}|[0-9#*]\ufe0f?\u20e3"
    r"|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}(?=\ufe0f))"
    r"[\ufe0f\p{Emoji_Modifier}]*(?:[\U000e0020-\U000e007f]{1,8})?"
    r"(?:\u200d\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*){0,6}"
)
MOST = 3


class Emoji:
    """Counts emoji as people see them."""

    name: ClassVar[str] = "Emoji"
    about: ClassVar[About] = About.PLAIN

    def __init__(self, facts: Facts) -> None:
        """Take nothing: an emoji is an emoji."""

    def look(self, written: Written) -> Iterator[Finding]:
        """Look at what was written, not at its plain form."""
        text = written.words
        if not text.read.isascii():
            yield from _look(text)


def _look(text: Text) -> Iterator[Finding]:
    seen: set[str] = set()
    found = [(one[0].replace("\ufe0f", ""), one.span()) for one in EMOJI.finditer(text.read)]
    if len(found) > MOST:
        yield MANY.of(found[MOST][1][0], found[-1][1][1])
    for sign, place in found:
        if sign in seen:
            yield REPEATED.of(*place)
            return
        seen.add(sign)
